/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../runtime/store.ts';
import { sealed, signer, small } from '../support/signing.ts';

import { ada, folder, globex, inFolders, misuse, plafond, written } from './bundles.ts';

inFolders();

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
      parts: null,
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
      'the bundle is not what `policies` says; it is cut to tenant `acme`: use `--tenant acme`\n',
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
      '`bundle.dsse.json` was not made from the policies here',
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
