/** @module-tag slow */
import { createHash, createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PermissionsError } from '../../runtime/permissions-error.ts';
import { type FleetOptions, openFleet, openStore } from '../../runtime/store.ts';
import { enveloped, refusal, signer } from '../support/signing.ts';
import { ada, globex, inFolders, misuse, plafond, written } from './bundles.ts';

inFolders();

const index = 'bundles/index.dsse.json';
const fleetType = 'application/vnd.plafond.fleet+json';
const worker = (tenant: string) => ({ tenant, roles: ['worker'], userType: 'Core', user: {} });

/** A service that reads parts from the folder, and remembers which. */
function service(more: Partial<FleetOptions> = {}) {
  const paths: string[] = [];
  const read = (path: string) => {
    paths.push(path);
    return readFileSync(`bundles/${path}`);
  };
  return { paths, opened: openFleet({ index: written(index), keys: [ada.publicKey], read, ...more }) };
}

/** Writes the fleet of the policies there are, and returns its parts. */
async function release(sequence: number): Promise<readonly { sha256: string; tenants: string[] }[]> {
  const { err, exit } = await plafond(`bundle --parts tenant --key key.pem --sequence ${sequence}`);
  expect([err, exit]).toEqual(['', 0]);
  return JSON.parse(Buffer.from(JSON.parse(written(index)).payload, 'base64').toString()).parts;
}

/** Lets acme's workers remove, which changes the part of acme alone: globex has a ceiling of view. */
const letRemove = () => {
  const text = readFileSync('policies/all.yaml', 'utf8');
  writeFileSync('policies/all.yaml', text.replace('Task: [view]', 'Task: [view, remove]'));
};

/** The code of the error with which a promise is rejected. */
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'taken',
    (error) => (error instanceof PermissionsError ? error.code : String(error)),
  );

test('a service loads the tenants that it serves, and answers as the whole bundle does', async () => {
  const parts = await release(7);
  expect(parts.map(({ tenants }) => tenants)).toEqual([['acme'], ['globex']]);
  const { paths, opened } = service({ tenants: ['acme'] });
  const fleet = await opened;
  expect(paths).toEqual([`parts/${parts[0]?.sha256}.json`]);
  expect([fleet.sequence, fleet.tenants, fleet.loaded, fleet.isTrusted]).toEqual([
    7,
    ['acme', 'globex'],
    ['acme'],
    true,
  ]);
  expect(fleet.permissions(worker('acme')).can('view', 'Task', {})).toBe(true);
  expect(() => fleet.permissions(worker('globex'))).toThrow('tenant `globex` is not loaded');
  expect(() => fleet.permissions(worker('other'))).toThrow('there is no tenant `other`');
  await fleet.load('globex');
  expect(fleet.permissions(worker('globex')).can('remove', 'Task', {})).toBe(false);
  expect(fleet.unload('acme').loaded).toEqual(['globex']);
  expect(() => fleet.permissions(worker('acme'))).toThrow('tenant `acme` is not loaded');
});

test('a swap reads what changed, and leaves the others as they are', async () => {
  writeFileSync(
    'policies/roles.yaml',
    '{ kind: Role, tenant: globex, name: own, userType: Core, portfolio: [full], grants: { models: { Task: [view] } } }\n',
  );
  const before = await release(7);
  const { paths, opened } = service({ tenants: ['acme', 'globex'] });
  const fleet = await opened;
  paths.length = 0;
  writeFileSync(
    'policies/roles.yaml',
    '{ kind: Role, tenant: globex, name: mine, userType: Core, portfolio: [full], grants: { models: { Task: [view] } } }\n',
  );
  const after = await release(8);
  expect(after.map(({ sha256 }) => before.some((one) => one.sha256 === sha256))).toEqual([true, false]);
  // The parts of the earlier release are still there, for services that have not swapped yet.
  expect(readdirSync('bundles/parts')).toHaveLength(3);
  await fleet.swap(written(index));
  expect(paths).toEqual([`parts/${after[1]?.sha256}.json`]);
  const role = (name: string) => ({ ...worker('globex'), roles: [name] });
  expect(fleet.permissions(role('mine')).can('view', 'Task', {})).toBe(true);
  expect(() => fleet.permissions(role('own'))).toThrow(PermissionsError);
});

test('a tenant that is gone, and one that is new, follow the index', async () => {
  await release(7);
  const { opened } = service({ tenants: ['globex'] });
  const fleet = await opened;
  rmSync('policies/globex.yaml');
  await release(8);
  expect((await fleet.swap(written(index))).loaded).toEqual([]);
  expect(() => fleet.permissions(worker('globex'))).toThrow('there is no tenant `globex`');
  expect(await codeOf(fleet.load('acme', 'globex'))).toBe('unknown-tenant');
  expect(fleet.loaded).toEqual([]);
});

test('what is older, altered or half there is refused, and what is in use stays', async () => {
  await release(7);
  const first = written(index);
  const { opened } = service({ tenants: ['acme'] });
  const fleet = await opened;
  letRemove();
  const [part] = await release(8);
  const second = written(index);
  const file = `bundles/parts/${part?.sha256}.json`;
  const text = readFileSync(file, 'utf8');
  const mayRemove = () => fleet.permissions(worker('acme')).can('remove', 'Task', {});
  writeFileSync(file, text.replace('"remove"', '"remoVe"'));
  expect(await refusal(fleet.swap(second))).toBe('altered');
  rmSync(file);
  await expect(fleet.swap(second)).rejects.toThrow('ENOENT');
  expect([fleet.sequence, mayRemove()]).toEqual([7, false]);
  writeFileSync(file, text);
  await fleet.swap(second);
  expect([fleet.sequence, mayRemove()]).toEqual([8, true]);
  expect(await refusal(fleet.swap(first))).toBe('older');
  // The same sequence with another content: two services would differ, each with a good index.
  const { parts } = JSON.parse(Buffer.from(JSON.parse(first).payload, 'base64').toString());
  const other = Buffer.from(JSON.stringify({ version: 1, sequence: 8, parts }));
  const key = createPrivateKey(ada.privateKey);
  expect(await refusal(fleet.swap(enveloped(other, ada.keyid, key, fleetType)))).toBe('replayed-differently');
  expect([fleet.sequence, mayRemove()]).toEqual([8, true]);
});

test('however many swaps and loads overlap, the newest index remains, with all that was asked for', async () => {
  await release(7);
  const { opened } = service({ read: (path) => readFileSync(`bundles/${path}`) });
  const fleet = await opened;
  letRemove();
  await release(8);
  const second = written(index);
  writeFileSync(
    'policies/globex.yaml',
    "{ kind: Tenant, name: globex, ceiling: { models: { '*': all } } }\n",
  );
  await release(9);
  const third = written(index);
  await Promise.allSettled([fleet.swap(third), fleet.load('acme'), fleet.swap(second), fleet.load('globex')]);
  expect([fleet.sequence, fleet.loaded]).toEqual([9, ['acme', 'globex']]);
  for (const tenant of ['acme', 'globex'])
    expect(fleet.permissions(worker(tenant)).can('remove', 'Task', {})).toBe(true);
});

test('an index that says what it must not is refused', async () => {
  const parts = await release(7);
  const key = createPrivateKey(ada.privateKey);
  const open = (payload: unknown, type = fleetType, sign = key, id = ada.keyid) =>
    refusal(
      service({ index: enveloped(Buffer.from(JSON.stringify(payload)), id, sign, type), tenants: ['acme'] })
        .opened,
    );
  const good = { version: 1, sequence: 7, parts };
  const eve = signer();
  const [acme, globex] = parts;
  const nonsense: readonly [unknown, string][] = [
    [good, 'taken'],
    [{ ...good, version: 2 }, 'too-new-format'],
    [{ ...good, more: 1 }, 'malformed'],
    [{ ...good, sequence: -1 }, 'malformed'],
    [{ ...good, sequence: Date.now() }, 'too-far-ahead'],
    [{ ...good, expires: '2020-01-01T00:00:00Z' }, 'expired'],
    [{ ...good, expires: 'soon' }, 'malformed'],
    [{ ...good, parts: {} }, 'malformed'],
    [{ ...good, parts: [acme, acme] }, 'malformed'],
    [{ ...good, parts: [{ ...acme, tenants: [] }, globex] }, 'malformed'],
    [{ ...good, parts: [{ ...acme, sha256: '../../key.pem' }, globex] }, 'malformed'],
    [{ ...good, parts: [{ ...acme, tenants: ['acme', 'other'] }, globex] }, 'wrong-digest'],
    [{ ...good, parts: [{ ...globex, tenants: ['acme'] }] }, 'wrong-digest'],
    [{ ...good, parts: [{ ...acme, digest: globex?.sha256 }] }, 'wrong-digest'],
  ];
  for (const [payload, code] of nonsense) expect([payload, await open(payload)]).toEqual([payload, code]);
  expect(await open(good, 'application/vnd.plafond.bundle+json')).toBe('malformed');
  expect(await open(good, fleetType, createPrivateKey(eve.privateKey))).toBe('altered');
  expect(await open(good, fleetType, createPrivateKey(eve.privateKey), eve.keyid)).toBe('unknown-key');
});

test('a signature of a bundle is none of an index, nor the other way round', async () => {
  await release(7);
  const { payload } = JSON.parse(written(index));
  const asBundle = enveloped(Buffer.from(payload, 'base64'), ada.keyid, createPrivateKey(ada.privateKey));
  const { sig } = JSON.parse(asBundle).signatures[0];
  const forged = written(index).replace(/"sig":"[^"]*"/, `"sig":"${sig}"`);
  expect(await refusal(service({ index: forged }).opened)).toBe('altered');
  await expect(openStore({ bundle: written(index), keys: [ada.publicKey] })).rejects.toThrow('openFleet');
  await plafond('bundle --key key.pem --sequence 7');
  await expect(service({ index: written() }).opened).rejects.toThrow('openStore');
});

test('an expiry, other keys and a threshold hold for the index', async () => {
  await plafond('bundle --parts tenant --key key.pem --sequence 7 --expires 2027-02-01');
  let now = Date.parse('2027-01-31T12:00:00Z');
  const fleet = await service({ tenants: ['acme'], now: () => now }).opened;
  expect(fleet.expires).toBe('2027-02-02T00:00:00Z');
  now = Date.parse('2027-02-02T00:00:00Z');
  expect(() => fleet.permissions(worker('acme'))).toThrow('the index has expired');
  const bob = signer();
  expect((await fleet.trust([bob.publicKey])).isTrusted).toBe(false);
  await expect(service({ threshold: 2 }).opened).rejects.toThrow('`threshold` is 2');
});

test('verify opens every part, and says whether it is what the policies say', async () => {
  const parts = await release(7);
  const line = `verify ${index} --key public.pem`;
  const { out, exit } = await plafond(`${line} --against policies`);
  expect([out.split('\n')[0], exit]).toEqual([`verified: ${index} is what policies says`, 0]);
  expect(out).toContain('tenants   all: acme, globex\nparts     2\n');
  letRemove();
  expect((await plafond(`${line} --against policies`)).out).toContain('refused[other-policies]');
  writeFileSync('policies/broken.yaml', 'kind: Rolle\n');
  const broken = await plafond(`${line} --against policies`);
  expect([broken.out, broken.err, broken.exit]).toEqual(['', expect.stringContaining('broken.yaml:1:7'), 1]);
  rmSync('policies/broken.yaml');
  writeFileSync(`bundles/parts/${parts[1]?.sha256}.json`, '{}');
  expect(JSON.parse((await plafond(`${line} --format json`)).out)).toMatchObject({
    verified: false,
    code: 'altered',
  });
  expect((await plafond(`${line} --tenant acme`)).exit).toBe(0);
  expect((await plafond(`${line} --tenant globex`)).exit).toBe(1);
  expect((await plafond(`${line} --tenant other`)).out).toContain('refused[other-tenant]');
});

test('a second person signs the index, if its parts are what the policies say', async () => {
  await release(7);
  const bob = signer();
  writeFileSync('second.pem', bob.privateKey, { mode: 0o600 });
  const line = `bundle --add-signature ${index} --key second.pem`;
  expect((await plafond(line)).out).toContain(`beside    ${ada.keyid}`);
  const keys = [ada.publicKey, bob.publicKey];
  expect((await service({ keys, threshold: 2, tenants: ['acme'] }).opened).keyids).toHaveLength(2);
  expect(await misuse(line)).toContain('is already signed with key');
  await release(8);
  letRemove();
  expect(await misuse(line)).toContain('was not made from the policies here');
});

test('the same policies give the same bytes, in as many parts as are wanted', async () => {
  await plafond('bundle --parts 3 --key key.pem --sequence 7 --out a');
  await plafond('bundle --parts 3 --key key.pem --sequence 7 --out b');
  expect(written('a/index.dsse.json')).toBe(written('b/index.dsse.json'));
  for (const name of readdirSync('a/parts'))
    expect(
      createHash('sha256')
        .update(readFileSync(`a/parts/${name}`))
        .digest('hex'),
    ).toBe(name.replace('.json', ''));
  expect(readdirSync('a/parts')).toEqual(readdirSync('b/parts'));
  const { out } = await plafond('bundle --parts 1 --key key.pem --sequence 7 --out c --format json');
  expect(JSON.parse(out)).toMatchObject({ parts: 1, tenants: ['acme', 'globex'] });
});

test('many parts are put on the disk together, and an equal one is not written again', async () => {
  const names = Array.from({ length: 300 }, (_, at) => `many-${at}`);
  const tenants = names.map((name) => globex.replace('globex', name).replace('[view]', 'all'));
  writeFileSync('policies/many.yaml', tenants.join('---\n'));
  const parts = await release(7);
  expect(parts).toHaveLength(302);
  const files = parts.map(({ sha256 }) => `${sha256}.json`).sort();
  expect(readdirSync('bundles/parts').sort()).toEqual(files);
  const inodes = () => files.map((file) => statSync(`bundles/parts/${file}`).ino);
  const [before, lost] = [inodes(), files[5] ?? ''];
  rmSync(`bundles/parts/${lost}`);
  await release(8);
  expect(inodes().filter((ino, at) => ino !== before[at] && files[at] !== lost)).toEqual([]);
  const { out, exit } = await plafond(`verify ${index} --key public.pem --against policies`);
  expect([out.split('\n')[0], exit]).toEqual([`verified: ${index} is what policies says`, 0]);
});

test('says what is wrong with the question', async () => {
  expect(await misuse('bundle --parts x --key key.pem --sequence 7')).toContain('it is `tenant`');
  expect(await misuse('bundle --parts 0 --key key.pem --sequence 7')).toContain('it is `tenant`');
  expect(await misuse('bundle --parts 2 --tenant acme --key key.pem --sequence 7')).toContain('alone');
  writeFileSync('mine.txt', 'mine');
  expect(await misuse('bundle --parts 2 --key key.pem --sequence 7 --out mine.txt')).toContain('mine.txt');
});
