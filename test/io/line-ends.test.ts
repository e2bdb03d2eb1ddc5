/** @module-tag slow */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSameText, makeLineEndUnifier, unifyLineEnds } from '../../compiler/text/line-ends.ts';
import { makePlace, type Place, policyFor } from '../support/checkout.ts';

let place: Place;
const read = (file: string) => readFileSync(path.join(place.root, file), 'utf8');
const digestIn = (folder: string) =>
  /"digest": ?"([0-9a-f]+)"/.exec(read(`${folder}/generated/bundle.json`))?.[1];

beforeAll(async () => {
  place = makePlace();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  place.write('key.pem', privateKey.export({ format: 'pem', type: 'pkcs8' }));
  place.write('public.pem', publicKey.export({ format: 'pem', type: 'spki' }));
  place.git('.', 'init', '-q', 'work');
  place.write('work/policies/all.yaml', policyFor('view, update'));
  for (const line of ['add -A', 'commit -q -m policies']) place.git('work', ...line.split(' '));
  for (const line of [
    'compile',
    'audit --out pack --date 2027-03-01',
    'bundle --key ../key.pem --out bundle.dsse.json --sequence 7',
  ])
    expect(await place.plafond('work', line)).toMatchObject({ exit: 0 });
  for (const line of ['add -A', 'commit -q -m written']) place.git('work', ...line.split(' '));
  place.git('.', '-c', 'core.autocrlf=true', 'clone', '-q', 'work', 'other');
  place.git('other', 'config', 'core.autocrlf', 'true');
});
afterAll(() => place.remove());

test('the clone has other line ends', () => {
  for (const file of ['policies/all.yaml', 'generated/bundle.json', 'pack/manifest.json', 'bundle.dsse.json'])
    expect(read(`other/${file}`), file).toContain('\r\n');
});

test('what was compiled is fresh, and compiles to the same bytes', async () => {
  expect(await place.plafond('other', 'compile --check')).toMatchObject({ exit: 0 });
  expect((await place.plafond('other', 'compile')).out).toContain('nothing changed');
  expect((await place.plafond('other', 'compile --out again')).exit).toBe(0);
  expect(digestIn('other')).toBe(digestIn('work'));
  for (const file of ['manifest.json', 'bundle.json'])
    expect(read(`other/again/${file}`), file).toBe(read(`work/generated/${file}`));
});

test('every question has the answer that it has among the usual line ends', async () => {
  for (const line of [
    'test --format json',
    'matrix --format json',
    'explain Task:view --tenant acme --role agent --format json',
    'who *:* --format json',
    'diff HEAD --format json',
    'diff HEAD --format markdown',
  ])
    expect(await place.plafond('other', line), line).toEqual(await place.plafond('work', line));
});

test('the checkout is said to have them once, as no fault', async () => {
  const other = await place.plafond('other', 'check --strict --format json');
  const work = await place.plafond('work', 'check --strict --format json');
  const { findings, ...rest } = JSON.parse(other.out);
  expect({ ...rest, findings: findings.slice(1) }).toEqual(JSON.parse(work.out));
  expect([other.exit, work.exit, findings[0]]).toMatchObject([
    0,
    0,
    {
      code: 'line-ends-on-disk',
      severity: 'info',
      message: 'git writes CRLF line ends into 1 file of this checkout',
    },
  ]);
  const { err } = await place.plafond('other', 'compile --check');
  expect(err).toMatch(
    /^note: git writes CRLF line ends into \d+ files of generated\/ here; `\/generated\/\*\* text eol=lf` in .*\n$/,
  );
  expect((await place.plafond('work', 'compile --check')).err).toBe('');
  expect((await place.plafond('other', 'compile --check --quiet')).err).toBe('');
});

test('what init and compile wrote has the usual line ends in such a checkout', async () => {
  place.git('.', 'init', '-q', 'fresh');
  for (const line of ['init --name @acme/permissions', 'compile'])
    expect(await place.plafond('fresh', line)).toMatchObject({ exit: 0 });
  for (const line of ['add -A', 'commit -q -m written']) place.git('fresh', ...line.split(' '));
  place.git('.', 'clone', '-q', '-c', 'core.autocrlf=true', 'fresh', 'fresh-clone');
  for (const file of ['policies/settings.yaml', 'generated/bundle.json', 'generated/matrices/README.md'])
    expect(read(`fresh-clone/${file}`), file).not.toContain('\r');
  const attributes = place.git('fresh', 'check-attr', 'linguist-generated', ...foldedOrShown);
  expect(attributes.match(/\w+$/gm)).toEqual(['set', 'unset']);
  expect(await place.plafond('fresh-clone', 'compile --check')).toMatchObject({ exit: 0, err: '' });
  expect((await place.plafond('fresh-clone', 'check')).out).not.toContain('CRLF');
});

const foldedOrShown = ['generated/index.js', 'generated/matrices/roles/agent.md'];

test('an edit is seen among other line ends', async () => {
  place.git('.', 'clone', '-q', '-c', 'core.autocrlf=true', 'work', 'edited');
  const file = 'edited/generated/bundle.json';
  place.write(file, read(file).replace('Task', 'Tusk'));
  const { out, exit } = await place.plafond('edited', 'compile --check');
  expect([out, exit]).toEqual([expect.stringContaining('different  generated/bundle.json'), 1]);
});

test('a pack can be verified, and a new one is of a clean checkout', async () => {
  expect(await place.plafond('other', 'audit --verify pack')).toMatchObject({ exit: 0 });
  expect(await place.plafond('other', 'audit --out new --date 2027-03-01')).toMatchObject({ exit: 0 });
  expect(JSON.parse(read('other/new/manifest.json'))).toMatchObject({ git: { dirty: false } });
  place.write('other/pack/README.md', `${read('other/pack/README.md')}more\r\n`);
  expect(await place.plafond('other', 'audit --verify pack')).toMatchObject({ exit: 1 });
});

test('a bundle is accepted, also against what was compiled', async () => {
  for (const against of ['policies', 'generated']) {
    const line = `verify bundle.dsse.json --key ../public.pem --against ${against}`;
    expect(await place.plafond('other', line)).toEqual({ out: expect.anything(), err: '', exit: 0 });
  }
});

test('nothing changed since the commit', async () => {
  const { out } = await place.plafond('other', 'since Task:view --tenant acme --role agent --format json');
  expect(JSON.parse(out).history).toHaveLength(1);
  const diff = await place.plafond('other', 'diff HEAD --fail-on any');
  expect(diff).toMatchObject({ exit: 0 });
});

test.for(['', '\r', '\n', '\r\n', 'a\r\nb', 'a\r\r\nb\r', '\r\n\r\n', '\n\r\n\r'])('%j in pieces', (text) => {
  const bytes = Buffer.from(text);
  const whole = text.replaceAll('\r\n', '\n');
  expect(Buffer.from(unifyLineEnds(bytes)).toString()).toBe(whole);
  expect(isSameText(bytes, bytes)).toBe(true);
  expect(isSameText(bytes, Buffer.from(whole))).toBe(!text.includes('\r\r\n'));
  expect(isSameText(bytes, Buffer.from(`${whole}x`))).toBe(false);
  for (const size of [1, 2, 3]) {
    const unifier = makeLineEndUnifier();
    const parts: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) parts.push(...unifier.add(bytes.subarray(at, at + size)));
    expect(Buffer.concat([...parts, ...unifier.end()]).toString()).toBe(whole);
  }
});
