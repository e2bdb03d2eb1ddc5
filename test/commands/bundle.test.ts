/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import type { Io } from '../../compiler/commands/command.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { openStore } from '../../runtime/store.ts';
import { enveloped, refusal, type Signer, sealed, signer, small } from '../support/signing.ts';

const globex = "{ kind: Tenant, name: globex, ceiling: { models: { '*': [view] } } }\n";
const start = process.cwd();
let folder: string;
let ada: Signer;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plafond-bundle-'));
  process.chdir(folder);
  mkdirSync('policies');
  writeFileSync('policies/all.yaml', small('view'));
  writeFileSync('policies/globex.yaml', globex);
  ada = signer();
  writeFileSync('key.pem', ada.privateKey, { mode: 0o600 });
  writeFileSync('public.pem', ada.publicKey);
});
afterEach(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

async function plafond(line: string, more: Partial<Io> = {}) {
  const plain = chooseColours(false);
  const surroundings = {
    version: '1.2.3',
    folder,
    width: 100,
    today: '2027-01-31',
    colours: { out: plain, err: plain },
    ...more,
  };
  const { out, err = '', exit } = await answerLine(line.split(' '), registry, openIo(surroundings));
  const said = { out: typeof out === 'string' ? out : [...out].join(''), err, exit };
  for (const secret of ada.privateKey.split('\n').slice(1, -2))
    expect(`${said.out}${said.err}`).not.toContain(secret);
  return said;
}

/** What a refusal to run says: nothing is written and nothing is on stdout. */
async function misuse(line: string, more: Partial<Io> = {}): Promise<string> {
  const before = readdirSync('.', { recursive: true }).sort();
  const { out, err, exit } = await plafond(line, more);
  expect([out, exit]).toEqual(['', 2]);
  expect(readdirSync('.', { recursive: true }).sort()).toEqual(before);
  return err;
}

/** Runs git as somebody whose settings are nobody's, on a day of its own. */
function git(...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@acme.example',
      GIT_COMMITTER_NAME: 'Ada > 1 +0000',
      GIT_COMMITTER_EMAIL: 'ada@acme.example',
      GIT_AUTHOR_DATE: '2020-01-01T00:00:00Z',
      GIT_COMMITTER_DATE: '2027-01-02T12:00:00+0200',
    },
  });
}

function commit(): void {
  git('init', '-q');
  git('add', 'policies');
  git('commit', '-q', '-m', 'committer Eve <e@e> 1 +0000');
}

const seconds = Date.parse('2027-01-02T10:00:00Z') / 1000;
const written = (file = 'bundle.dsse.json') => readFileSync(file, 'utf8');

describe('bundle', () => {
  test('writes a file that a store takes, and says what is in it', async () => {
    const { out, err, exit } = await plafond('bundle --key key.pem --sequence 7');
    expect([err, exit]).toEqual(['', 0]);
    const store = await openStore({ bundle: readFileSync('bundle.dsse.json'), keys: [ada.publicKey] });
    expect([store.sequence, store.tenants]).toEqual([7, ['acme', 'globex']]);
    expect(out).toBe(
      `wrote bundle.dsse.json: 2 tenants, ${written().length} bytes\nsequence  7\ndigest    ${store.digest}\nkey       ${ada.keyid}\n`,
    );
    expect(readdirSync('.').sort()).toEqual(['bundle.dsse.json', 'key.pem', 'policies', 'public.pem']);
  });

  test('holds what bundle.json and roles.json hold, in an envelope as DSSE wants it', async () => {
    await plafond('bundle --key key.pem --sequence 7');
    await plafond('compile');
    const [bundle, roles] = ['bundle', 'roles'].map((name) =>
      JSON.parse(readFileSync(`generated/${name}.json`, 'utf8')),
    );
    const payload = Buffer.from(JSON.stringify({ sequence: 7, tenant: null, bundle, roles }));
    expect(written()).toBe(enveloped(payload, ada.keyid, createPrivateKey(ada.privateKey)));
  });

  test('the same policies, key and number, the same bytes', async () => {
    await plafond('bundle --key key.pem --sequence 7');
    const first = written();
    await plafond('bundle --key key.pem --sequence 7');
    expect(written()).toBe(first);
    await plafond('bundle --key key.pem --sequence 8');
    expect(written()).not.toBe(first);
  });

  test('takes the key of the environment, and that of --key before it', async () => {
    const bob = signer();
    const more = { signingKey: bob.privateKey };
    expect((await plafond('bundle --sequence 7', more)).out).toContain(bob.keyid);
    expect((await plafond('bundle --sequence 7 --key key.pem', more)).out).toContain(ada.keyid);
  });

  test('prints JSON, nothing when quiet, and no findings to who asks for them', async () => {
    const { out } = await plafond('bundle --key key.pem --sequence 7 --out dist/release.json --format json');
    const text = written('dist/release.json');
    const { digest } = JSON.parse(Buffer.from(JSON.parse(text).payload, 'base64').toString()).bundle;
    expect(JSON.parse(out)).toEqual({
      version: 1,
      path: 'dist/release.json',
      bytes: text.length,
      digest,
      sequence: 7,
      tenant: null,
      tenants: ['acme', 'globex'],
      expires: null,
      keyid: ada.keyid,
      keyids: [ada.keyid],
    });
    expect(await plafond('bundle --key key.pem --sequence 7 --quiet')).toEqual({ out: '', err: '', exit: 0 });
    expect((await plafond('bundle --key key.pem --sequence 7 --format github')).out).toBe('');
    const { runs } = JSON.parse((await plafond('bundle --key key.pem --sequence 7 --format sarif')).out);
    expect(runs[0].results).toEqual([]);
  });

  test('with errors in the policies prints them like check and writes nothing', async () => {
    await plafond('bundle --key key.pem --sequence 7');
    const before = written();
    writeFileSync('policies/all.yaml', small('veiw'));
    const { out, exit } = await plafond('bundle --key key.pem --sequence 8');
    expect([exit, out]).toEqual([1, (await plafond('check')).out]);
    expect(out).toContain('error[');
    expect(written()).toBe(before);
  });

  test('of all tenants is no cut, also where there is only one', async () => {
    rmSync('policies/globex.yaml');
    await plafond('bundle --key key.pem --sequence 7');
    const whole = { bundle: written(), keys: [ada.publicKey] };
    expect((await openStore(whole)).tenants).toEqual(['acme']);
    expect(await refusal(openStore({ ...whole, tenant: 'acme' }))).toBe('other-tenant');
  });

  test('for one tenant holds what that tenant is given', async () => {
    const { out } = await plafond('bundle --key key.pem --sequence 7 --tenant acme');
    const size = written().length;
    expect(out).toContain(`wrote bundle.dsse.json: cut to tenant acme, ${size} bytes\n`);
    const store = await openStore({ bundle: written(), keys: [ada.publicKey], tenant: 'acme' });
    expect(store.tenants).toEqual(['acme']);
    expect(await refusal(openStore({ bundle: written(), keys: [ada.publicKey] }))).toBe('other-tenant');
    const asked = 'bundle --key key.pem --sequence 7 --tenant acme --format json';
    expect(JSON.parse((await plafond(asked)).out)).toMatchObject({ tenant: 'acme', tenants: ['acme'] });
    await plafond('compile --tenant acme --out dist/acme');
    expect(store.digest).toBe(JSON.parse(readFileSync('dist/acme/bundle.json', 'utf8')).digest);
    expect(await misuse('bundle --key key.pem --sequence 7 --tenant acmee')).toContain(
      'did you mean `acme`?',
    );
  });
});

describe('the number of a release', () => {
  test('is the second of the commit, whichever folder asks and however often', async () => {
    commit();
    expect((await plafond('bundle --key key.pem')).out).toContain(`sequence  ${seconds}\n`);
    const first = written();
    await plafond('bundle --key key.pem');
    expect(written()).toBe(first);
    mkdirSync('inner');
    process.chdir('inner');
    const inner = { folder: path.join(folder, 'inner') };
    const { out } = await plafond('bundle --key ../key.pem --policies ../policies', inner);
    expect(out).toContain(`sequence  ${seconds}\n`);
    expect(written()).toBe(first);
  });

  test('must be said where the policies are in no commit, or not as they are', async () => {
    const unsaid = 'say with `--sequence` a number above that of the last release\n';
    expect(await misuse('bundle --key key.pem')).toBe(
      `plafond: the policies are in no commit that could number the release; ${unsaid}`,
    );
    git('init', '-q');
    expect(await misuse('bundle --key key.pem')).toContain('are in no commit');
    commit();
    const head = git('rev-parse', 'HEAD').slice(0, 12);
    const dirty = `plafond: the policies are not those of commit ${head}; commit them, or ${unsaid}`;
    writeFileSync('policies/globex.yaml', `# why\n${globex}`);
    expect(await misuse('bundle --key key.pem')).toBe(dirty);
    git('add', 'policies');
    expect(await misuse('bundle --key key.pem')).toBe(dirty);
    git('commit', '-q', '-m', 'again');
    writeFileSync('policies/new.yaml', globex.replace('globex', 'initech'));
    expect(await misuse('bundle --key key.pem')).toContain('are not those of commit');
    rmSync('policies/new.yaml');
    rmSync('policies/globex.yaml');
    expect(await misuse('bundle --key key.pem')).toContain('are not those of commit');
    expect((await plafond('bundle --key key.pem --sequence 9')).exit).toBe(0);
  });

  test('is not that of a commit from the future, after which every honest release would be older', async () => {
    commit();
    execFileSync('git', ['commit', '-q', '--amend', '--no-edit'], {
      env: {
        ...process.env,
        GIT_COMMITTER_NAME: 'Eve',
        GIT_COMMITTER_EMAIL: 'e@e',
        GIT_COMMITTER_DATE: '2040-01-01T00:00:00Z',
      },
    });
    expect(await misuse('bundle --key key.pem')).toContain('is dated in the future');
    expect((await plafond('bundle --key key.pem --sequence 9')).exit).toBe(0);
  });

  test('is a whole number from 0', async () => {
    for (const bad of ['-1', '1.5', '9007199254740992', 'Infinity'])
      expect(await misuse(`bundle --key key.pem --sequence ${bad}`)).toContain('it is a whole number from 0');
    for (const ahead of ['9007199254740991', String(Date.parse('2027-02-02') / 1000 + 1)])
      expect(await misuse(`bundle --key key.pem --sequence ${ahead}`)).toContain('it is far ahead of');
    expect(await misuse('bundle --key key.pem --sequence x')).toContain('`--sequence` must be a number');
    for (const good of ['0', String(Date.parse('2027-02-02') / 1000)])
      expect((await plafond(`bundle --key key.pem --sequence ${good}`)).out).toContain(`sequence  ${good}\n`);
  });
});

describe('a key that cannot sign', () => {
  const how = 'make one with `openssl genpkey -algorithm ed25519 -out key.pem`\n';
  const pem = (type: 'rsa' | 'x25519' | 'ec', more: object = {}) => {
    const options = { modulusLength: 1024, namedCurve: 'P-256' };
    const { privateKey } = generateKeyPairSync(type as 'rsa', options);
    return String(privateKey.export({ type: 'pkcs8', format: 'pem', ...more }));
  };
  const encrypted = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const;

  test('is refused with what it is, in a file and in the environment', async () => {
    const key = createPrivateKey(ada.privateKey);
    const faults: readonly (readonly [string, string])[] = [
      ['', 'holds no key in PEM, which begins with `-----BEGIN PRIVATE KEY-----`'],
      ['secret', 'holds no key in PEM, which begins with `-----BEGIN PRIVATE KEY-----`'],
      [ada.publicKey, 'holds what is public, and only the private key signs'],
      [`${ada.privateKey}${ada.publicKey}`, 'holds more than one key'],
      [String(key.export(encrypted)), 'is encrypted, and nobody is asked for its password here'],
      [
        pem('rsa', { type: 'pkcs1', cipher: 'aes-256-cbc', passphrase: 'x' }),
        'is encrypted, and nobody is asked for its password here',
      ],
      [pem('rsa'), 'is a key for rsa, and bundles are signed with Ed25519'],
      [pem('ec'), 'is a key for ec, and bundles are signed with Ed25519'],
      [pem('x25519'), 'is a key for x25519, and bundles are signed with Ed25519'],
      [
        ada.privateKey.replace(/.{9}\n-----END/, '\n-----END'),
        'is a private key that cannot be read, cut off or damaged',
      ],
      [
        ada.privateKey.replaceAll('PRIVATE KEY', 'OPENSSH PRIVATE KEY'),
        'is in the format of OpenSSH, not in PKCS#8',
      ],
    ];
    for (const [text, fault] of faults) {
      writeFileSync('other.pem', text);
      expect(await misuse('bundle --key other.pem --sequence 1')).toBe(
        `plafond: \`other.pem\` ${fault}; ${how}`,
      );
      expect(await misuse('bundle --sequence 1', { signingKey: text })).toBe(
        `plafond: PLAFOND_SIGNING_KEY ${fault}; ${how}`,
      );
    }
  });

  test('or there is none', async () => {
    expect(await misuse('bundle --sequence 1')).toBe(
      `plafond: no key to sign with: name its file with \`--key\`, or put its PEM into PLAFOND_SIGNING_KEY; ${how}`,
    );
    expect(await misuse('bundle --key nowhere.pem')).toContain(
      'cannot read the key `nowhere.pem`: there is no such file',
    );
    expect(await misuse('bundle --key policies')).toContain('cannot read the key `policies`: it is a folder');
  });

  test('one that everybody can read is warned of, and signs', async () => {
    for (const [mode, isWarned] of [
      [0o604, true],
      [0o644, true],
      [0o640, false],
      [0o600, false],
    ] as const) {
      chmodSync('key.pem', mode);
      const { err, exit } = await plafond('bundle --key key.pem --sequence 1 --quiet');
      expect([mode, exit, err.startsWith('warning: the key `key.pem` can be read by every user')]).toEqual([
        mode,
        0,
        isWarned,
      ]);
    }
  });
});

describe('a file that may be somebody’s work is left alone', () => {
  test('a key, a folder, a link and a bundle without a signature', async () => {
    await plafond('compile');
    symlinkSync('key.pem', 'link');
    const line = 'bundle --key key.pem --sequence 1 --out';
    for (const out of ['key.pem', 'policies/all.yaml', 'generated/bundle.json', 'link'])
      expect(await misuse(`${line} ${out}`)).toBe(
        `plafond: \`${out}\` is there and is no signed bundle, so it is left alone; name another file with \`--out\`\n`,
      );
    for (const out of ['policies', '.', '..'])
      expect(await misuse(`${line} ${out}`)).toContain(`\`${out}\` is a folder; \`--out\` names a file`);
    expect(await misuse(`${line} key.pem/x`)).toContain('cannot write `key.pem/x`');
    expect(readFileSync('key.pem', 'utf8')).toBe(ada.privateKey);
  });

  test('one that another run is writing, which does not stop this one', async () => {
    writeFileSync('bundle.dsse.json.tmp', 'theirs');
    expect((await plafond('bundle --key key.pem --sequence 1')).exit).toBe(0);
    expect(readFileSync('bundle.dsse.json.tmp', 'utf8')).toBe('theirs');
  });

  test('but not a signed one, nor an empty one', async () => {
    writeFileSync('bundle.dsse.json', '');
    expect((await plafond('bundle --key key.pem --sequence 1')).exit).toBe(0);
    expect((await plafond('bundle --key key.pem --sequence 2')).exit).toBe(0);
    expect(existsSync('bundle.dsse.json.tmp')).toBe(false);
  });
});

describe('verify', () => {
  const line = 'verify bundle.dsse.json --key public.pem';
  beforeEach(() => plafond('bundle --key key.pem --sequence 7'));
  const code = async (told: string) => {
    const { out, err, exit } = await plafond(`${told} --format json`);
    expect(err).toBe('');
    const said = JSON.parse(out);
    expect([said.version, said.verified]).toEqual([1, exit === 0]);
    return said.code;
  };

  test('says what is in a good bundle', async () => {
    const { digest } = await openStore({ bundle: written(), keys: [ada.publicKey] });
    expect(await plafond(line)).toEqual({
      out: `verified: bundle.dsse.json\nsequence  7\ndigest    ${digest}\nkey       ${ada.keyid}\ntenants   all: acme, globex\n`,
      err: '',
      exit: 0,
    });
    expect(JSON.parse((await plafond(`${line} --format json`)).out)).toEqual({
      version: 1,
      path: 'bundle.dsse.json',
      verified: true,
      code: null,
      message: null,
      against: null,
      sequence: 7,
      digest,
      expires: null,
      keyid: ada.keyid,
      keyids: [ada.keyid],
      tenant: null,
      tenants: ['acme', 'globex'],
    });
    expect(await plafond(`${line} --quiet`)).toEqual({ out: '', err: '', exit: 0 });
  });

  test('says why a service would refuse it, with its code', async () => {
    writeFileSync('bob.pem', signer().publicKey);
    expect(await code('verify bundle.dsse.json --key bob.pem')).toBe('unknown-key');
    expect(await code('verify bundle.dsse.json --key bob.pem --key public.pem')).toBe(null);
    expect(await code(`${line} --tenant acme`)).toBe('other-tenant');
    expect(await code(`${line} --after 6`)).toBe(null);
    expect(await code(`${line} --after 7`)).toBe('older');
    const good = written();
    writeFileSync('bundle.dsse.json', good.replace('"payload":"ey', '"payload":"eY'));
    expect(await code(line)).toBe('altered');
    writeFileSync('bundle.dsse.json', good.slice(0, -1));
    expect(await code(line)).toBe('malformed');
    await plafond('compile');
    expect(await code('verify generated/bundle.json --key public.pem')).toBe('unsigned');
    const { out, exit } = await plafond(`${line} --quiet`);
    expect([out, exit]).toEqual([
      'refused[malformed]: the bundle lacks the line break at its end: it was trimmed; hand the file on byte for byte, as text or as bytes, not parsed and written again, and not trimmed\n',
      1,
    ]);
    expect((await plafond('verify public.pem --key public.pem')).out).toContain(
      'refused[malformed]: this is a text in PEM',
    );
  });

  test('tells what a bundle is cut to, and expects a cut where one is named', async () => {
    await plafond('bundle --key key.pem --sequence 7 --tenant acme');
    const { out, exit } = await plafond(line);
    expect([exit, out]).toEqual([0, expect.stringContaining('\ntenants   cut to acme\n')]);
    const told = JSON.parse((await plafond(`${line} --format json`)).out);
    expect([told.tenant, told.tenants]).toEqual(['acme', ['acme']]);
    expect(await code(`${line} --tenant acme`)).toBe(null);
    expect((await plafond(`${line} --tenant globex`)).out).toBe(
      'refused[other-tenant]: the bundle is cut to tenant `acme`, and one that is cut to tenant `globex` is expected\n',
    );
    await plafond('bundle --key key.pem --sequence 7');
    expect((await plafond(`${line} --tenant acme`)).out).toBe(
      'refused[other-tenant]: the bundle holds all tenants, and one that is cut to tenant `acme` is expected\n',
    );
  });

  test('shows what a bundle could hide from a terminal', async () => {
    const { bundle } = JSON.parse(Buffer.from(JSON.parse(written()).payload, 'base64').toString());
    const { acme } = bundle.tenants;
    writeFileSync(
      'bundle.dsse.json',
      ada.release(7, sealed({ ...bundle, tenants: { 'a\u001B[2Jb\u202E': acme } })),
    );
    expect((await plafond(line)).out).toContain('tenants   all: a<U+001B>[2Jb<U+202E>\n');
    expect((await plafond(`${line} --format json`)).out).toContain('"a\\u001b[2Jb\\u202e"');
    const [name, content] = ['a\n\u001B[2J', sealed({ ...bundle, tenants: { 'a\n\u001B[2J': acme } })];
    writeFileSync('bundle.dsse.json', ada.release(7, content, name));
    for (const asked of [line, `${line} --tenant acme`, `${line} --against policies`]) {
      const { out } = await plafond(asked);
      expect([out.includes('a<U+000A><U+001B>[2J'), out.includes('\u001B')]).toEqual([true, false]);
    }
  });

  test('holds a bundle against the policies, or against what was compiled from them', async () => {
    await plafond('compile');
    for (const against of ['policies', 'generated', path.join(folder, 'policies')])
      expect((await plafond(`${line} --against ${against}`)).out).toContain(
        `verified: bundle.dsse.json is what ${against} says\n`,
      );
    writeFileSync('policies/all.yaml', small('view, remove'));
    expect(await code(`${line} --against policies`)).toBe('other-policies');
    expect(await code(`${line} --against generated`)).toBe(null);
    const { out, exit } = await plafond(`${line} --against policies`);
    expect([out, exit]).toEqual([
      expect.stringMatching(
        /^refused\[other-policies\]: the bundle is not what `policies` says\nsequence {2}7\n/,
      ),
      1,
    ]);
    writeFileSync('policies/all.yaml', `# only a comment\n${small('view')}`);
    expect(await code(`${line} --against policies`)).toBe(null);
  });

  test('holds the bundle of one tenant against what the policies give it', async () => {
    await plafond('bundle --key key.pem --sequence 7 --tenant acme');
    expect(await code(`${line} --against policies --tenant acme`)).toBe(null);
    expect(await code(`${line} --against policies --tenant globex`)).toBe('other-tenant');
    expect((await plafond(`${line} --against policies`)).out).toContain(
      'the bundle is not what `policies` says; it is cut to tenant `acme`, so say so with `--tenant`\n',
    );
    writeFileSync('policies/globex.yaml', globex.replace('[view]', '[remove]'));
    expect(await code(`${line} --against policies --tenant acme`)).toBe(null);
    await plafond('compile --tenant acme --out dist/acme');
    expect(await code(`${line} --against dist/acme --tenant acme`)).toBe(null);
  });

  test('against policies with errors prints them like check', async () => {
    writeFileSync('policies/all.yaml', small('veiw'));
    const { out, err, exit } = await plafond(`${line} --against policies`);
    expect([out, exit, err]).toEqual(['', 1, (await plafond('check')).out]);
    expect(JSON.parse((await plafond(`${line} --against policies --format json`)).out).errors).toBe(1);
  });

  test('says what is wrong with the question', async () => {
    expect(await misuse('verify bundle.dsse.json')).toContain(
      'needs `--key`: the public key of whoever signs',
    );
    expect(await misuse('verify --key public.pem')).toContain('needs `<file>`');
    expect(await misuse('verify nowhere --key public.pem')).toContain(
      'cannot read `nowhere`: there is no such file',
    );
    expect(await misuse('verify policies --key public.pem')).toContain(
      'cannot read `policies`: it is a folder',
    );
    expect(await misuse('verify bundle.dsse.json --key nowhere')).toContain('cannot read the key `nowhere`');
    expect(await misuse('verify bundle.dsse.json --key key.pem')).toContain(
      '`key.pem` is a private key, which stays',
    );
    expect(await misuse('verify bundle.dsse.json --key policies/all.yaml')).toContain('is no key in PEM');
    for (const after of ['0.5', '9007199254740992'])
      expect(await misuse(`${line} --after ${after}`)).toContain('it is a whole number');
    expect(await misuse(`${line} --against nowhere`)).toContain('no folder `nowhere`');
    mkdirSync('broken');
    writeFileSync('broken/bundle.json', '{"version": 1}');
    expect(await misuse(`${line} --against broken`)).toContain('`broken/bundle.json` cannot be compared:');
    const { publicKey } = generateKeyPairSync('x25519');
    writeFileSync('other.pem', publicKey.export({ type: 'spki', format: 'pem' }));
    expect(await misuse('verify bundle.dsse.json --key other.pem')).toContain('is no public key for Ed25519');
  });
});

describe('the life of a release', () => {
  const second = signer();
  beforeEach(() => {
    writeFileSync('second.pem', second.privateKey, { mode: 0o600 });
    writeFileSync('second-public.pem', second.publicKey);
  });

  test('it expires after so many days, or after a day', async () => {
    for (const [said, expires] of [
      ['30d', '2027-03-03T00:00:00Z'],
      ['1d', '2027-02-02T00:00:00Z'],
      ['2027-03-31', '2027-04-01T00:00:00Z'],
      ['2027-01-31', '2027-02-01T00:00:00Z'],
    ]) {
      const { out } = await plafond(`bundle --key key.pem --sequence 7 --expires ${said}`);
      expect(out).toContain(`\nexpires   ${expires}\n`);
      const verified = await plafond('verify bundle.dsse.json --key public.pem');
      expect([verified.exit, verified.out]).toEqual([0, expect.stringContaining(`\nexpires   ${expires}\n`)]);
    }
    for (const bad of ['30', '0d', '-1d', '2027-02-30', '2027-01-30', '9999d', 'soon'])
      expect(await misuse(`bundle --key key.pem --sequence 7 --expires=${bad}`)).toContain(
        '`--expires` cannot be',
      );
  });

  test('a second person signs it too, if it is what the policies say', async () => {
    await plafond('bundle --key key.pem --sequence 7 --expires 30d');
    const both = '--key public.pem --key second-public.pem --threshold 2';
    expect((await plafond(`verify bundle.dsse.json ${both}`)).out).toContain('refused[too-few-signatures]');
    const { out, exit } = await plafond('bundle --add-signature bundle.dsse.json --key second.pem');
    expect([exit, out]).toEqual([
      0,
      expect.stringContaining(`key       ${second.keyid}\nbeside    ${ada.keyid}\n`),
    ]);
    const verified = await plafond(`verify bundle.dsse.json ${both} --format json`);
    expect([verified.exit, JSON.parse(verified.out).keyids]).toEqual([0, [ada.keyid, second.keyid].sort()]);
    expect(await misuse('bundle --add-signature bundle.dsse.json --key second.pem')).toContain('already');
    for (const more of ['--sequence 8', '--tenant acme', '--expires 1d'])
      expect(await misuse(`bundle --add-signature bundle.dsse.json --key second.pem ${more}`)).toContain(
        'as it is',
      );
    for (const bad of ['0', '3', '1.5'])
      expect(
        await misuse(`verify bundle.dsse.json --key public.pem --key second-public.pem --threshold ${bad}`),
      ).toContain('`--threshold` cannot be');
  });

  test('nobody signs what the policies do not say, nor what no service would take', async () => {
    await plafond('bundle --key key.pem --sequence 7');
    const before = written();
    writeFileSync('policies/all.yaml', small('view, remove'));
    expect(await misuse('bundle --add-signature bundle.dsse.json --key second.pem')).toContain(
      'is not what the policies here say',
    );
    expect(written()).toBe(before);
    expect(
      await misuse('bundle --add-signature policies/all.yaml --key second.pem --out new.json'),
    ).toContain('no service would take it');
  });
});

const openssl = 'openssl';

test('openssl makes keys that sign and verify', async () => {
  const run = (...args: readonly string[]) =>
    execFileSync(openssl, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  run('genpkey', '-algorithm', 'ed25519', '-out', 'key.pem');
  run('pkey', '-in', 'key.pem', '-pubout', '-out', 'public.pem');
  expect(createPublicKey(readFileSync('public.pem')).asymmetricKeyType).toBe('ed25519');
  chmodSync('key.pem', 0o600);
  expect((await plafond('bundle --key key.pem --sequence 1')).exit).toBe(0);
  expect((await plafond('verify bundle.dsse.json --key public.pem')).exit).toBe(0);
});
