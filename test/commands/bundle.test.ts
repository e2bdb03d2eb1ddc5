/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../runtime/store.ts';
import { enveloped, refusal, signer, small } from '../support/signing.ts';

import { ada, commit, folder, git, globex, inFolders, misuse, plafond, seconds, written } from './bundles.ts';

inFolders();

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
      parts: null,
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
    const unsaid = 'give `--sequence` a number above that of the last release\n';
    expect(await misuse('bundle --key key.pem')).toBe(
      `plafond: the policies are in no git commit, whose time would number the release; ${unsaid}`,
    );
    git('init', '-q');
    expect(await misuse('bundle --key key.pem')).toContain('are in no git commit');
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
      expect(await misuse(`bundle --key key.pem --sequence ${ahead}`)).toContain(
        'services refuse numbers above',
      );
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
      [ada.publicKey, 'holds a public key; signing takes the private key'],
      [`${ada.privateKey}${ada.publicKey}`, 'holds more than one key'],
      [String(key.export(encrypted)), 'is encrypted, and plafond asks nobody for its password'],
      [
        pem('rsa', { type: 'pkcs1', cipher: 'aes-256-cbc', passphrase: 'x' }),
        'is encrypted, and plafond asks nobody for its password',
      ],
      [pem('rsa'), 'is a key for rsa, and bundles are signed with Ed25519'],
      [pem('ec'), 'is a key for ec, and bundles are signed with Ed25519'],
      [pem('x25519'), 'is a key for x25519, and bundles are signed with Ed25519'],
      [
        ada.privateKey.replace(/.{9}\n-----END/, '\n-----END'),
        'is a private key that cannot be read; it may be cut off or damaged',
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
        `plafond: \`${out}\` exists and is not a signed bundle, so it is left alone; name another file with \`--out\`\n`,
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
