/** @module-tag slow */
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DiffJson } from '../../compiler/questions/diff/report.ts';
import { makePlace, type Place, policyFor } from '../support/checkout.ts';

let place: Place;
let base: string;

beforeAll(async () => {
  place = makePlace();
  place.write('repo/policies/all.yaml', policyFor('view'));
  place.git('repo', 'init', '-q');
  await place.plafond('repo', 'compile');
  await place.plafond('repo', 'compile --out built');
  base = commit();
});

afterAll(() => place.remove());

function commit(): string {
  place.git('repo', 'add', '-A');
  place.git('repo', 'commit', '-qm', 'a change');
  return place.git('repo', 'rev-parse', 'HEAD');
}

const fileIn = (name: string) => path.join(place.root, 'repo', name);

/** Changes that a person can make to a folder that compile wrote, by the words of the comment for each. */
const edits: readonly (readonly [what: string, edit: (folder: string) => void])[] = [
  [
    'bits that are set',
    (folder) => {
      const bundle = readFileSync(fileIn(`${folder}/bundle.json`), 'utf8');
      const damaged = bundle.replace(/[0-9](?=[^0-9]*$)/, (digit) => String((Number(digit) + 1) % 10));
      expect(damaged).not.toBe(bundle);
      writeFileSync(fileIn(`${folder}/bundle.json`), damaged);
    },
  ],
  ['other code', (folder) => appendFileSync(fileIn(`${folder}/index.js`), 'export const all = true;\n')],
  ['a file more', (folder) => writeFileSync(fileIn(`${folder}/more.js`), 'export {};\n')],
  ['a file less', (folder) => rmSync(fileIn(`${folder}/index.js`))],
];

test.each(
  ['generated', 'built'].flatMap((folder) => edits.map(([what, edit]) => [folder, what, edit] as const)),
)('in %s, %s: comes first, is an escalation and fails every gate', async (folder, _, edit) => {
  place.git('repo', 'reset', '-q', '--hard', base);
  edit(folder);
  const head = commit();
  const ask = (line: string) =>
    place.plafond('repo', `diff ${base} ${head} --generated ${folder} ${line}`.trimEnd());
  const json = JSON.parse((await ask('--format json')).out) as DiffJson;
  expect(json).toMatchObject({ direction: 'none', verdict: 'escalation' });
  expect(json.handmade).toHaveLength(1);
  const [, first, next] = (await ask('--format markdown')).out.split('\n').filter((line) => line !== '');
  expect(`${first}\n${next}`).toMatch(
    /^> \[!CAUTION\]\n> 1 generated file is not what the policies compile to/,
  );
  for (const gate of ['wider', 'escalation', 'any'])
    expect(await ask(`--fail-on ${gate}`), gate).toMatchObject({ exit: 1 });
  expect((await ask('')).exit).toBe(0);
  expect(JSON.parse((await ask('--format sarif')).out).runs[0].results).not.toEqual([]);
});

test('what compile writes for changed policies is no work of a hand', async () => {
  place.git('repo', 'reset', '-q', '--hard', base);
  place.write('repo/policies/all.yaml', policyFor('view, update'));
  await place.plafond('repo', 'compile');
  const head = commit();
  const json = JSON.parse(
    (await place.plafond('repo', `diff ${base} ${head} --format json`)).out,
  ) as DiffJson;
  expect(json).toMatchObject({ direction: 'wider', verdict: 'wider', handmade: [] });
});

test('what was compiled from other policies is stale, and every gate holds as before', async () => {
  place.git('repo', 'reset', '-q', '--hard', base);
  place.write('repo/policies/all.yaml', policyFor('view, update'));
  await place.plafond('repo', 'compile');
  place.git('repo', 'checkout', 'policies');
  const ask = (line: string) => place.plafond('repo', `diff ${base} ${line}`.trimEnd());
  const read = async () => JSON.parse((await ask('--format json')).out) as DiffJson;
  const staleness = async () => new Set((await read()).handmade.map(({ stale }) => stale));
  expect(await read()).toMatchObject({ direction: 'none', verdict: 'escalation' });
  expect(await staleness()).toEqual(new Set([true]));
  const words =
    /^(> )?\d+ generated files are not what the policies compile to, and stale \(compiled from other policies\): /m;
  for (const format of ['pretty', 'markdown']) {
    const { out } = await ask(`--format ${format}`);
    expect(out, format).toMatch(words);
    expect(out, format).not.toContain('by hand');
    expect(out, format).not.toContain('who changed them');
  }
  for (const format of ['sarif', 'github', 'junit'])
    expect((await ask(`--format ${format}`)).out, format).toContain(
      'is stale: it was compiled from other policies',
    );
  for (const gate of ['wider', 'escalation', 'any'])
    expect(await ask(`--fail-on ${gate}`), gate).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/\d+ generated files are stale/),
    });
  // With a byte of another hand, nobody can tell.
  appendFileSync(fileIn('generated/index.js'), 'export const all = true;\n');
  expect(await staleness()).toEqual(new Set([undefined]));
  expect((await ask('--fail-on escalation')).err).toMatch(/\d+ generated files are changed by hand/);
});

test('a manifest that lists what was changed by hand changes the words alone', async () => {
  place.git('repo', 'reset', '-q', '--hard', base);
  const text = readFileSync(fileIn('generated/index.js'), 'utf8');
  const digest = (content: string) => createHash('sha256').update(content).digest('hex');
  const edited = `${text}export const all = true;\n`;
  writeFileSync(fileIn('generated/index.js'), edited);
  const manifest = readFileSync(fileIn('generated/manifest.json'), 'utf8');
  writeFileSync(fileIn('generated/manifest.json'), manifest.replace(digest(text), digest(edited)));
  const read = async () =>
    JSON.parse((await place.plafond('repo', `diff ${base} --format json`)).out) as DiffJson;
  const found = {
    verdict: 'escalation',
    handmade: [{ path: 'generated/index.js' }, { path: 'generated/manifest.json' }],
  };
  expect(await read()).toMatchObject(found);
  expect((await read()).handmade.map(({ stale }) => stale)).toEqual([undefined, undefined]);
  const forged = readFileSync(fileIn('generated/manifest.json'), 'utf8').replace(
    /(?<="sources": ")[0-9a-f]{64}/,
    digest('other policies'),
  );
  writeFileSync(fileIn('generated/manifest.json'), forged);
  expect(await read()).toMatchObject(found);
  for (const gate of ['escalation', 'any'])
    expect((await place.plafond('repo', `diff ${base} --fail-on ${gate}`)).exit, gate).toBe(1);
});

test('schemas for editors are no work of a hand, unless a package was there', async () => {
  place.git('repo', 'reset', '-q', '--hard', base);
  rmSync(fileIn('generated'), { recursive: true });
  expect(await place.plafond('repo', 'schema')).toMatchObject({ exit: 0 });
  const handmade = async (line: string) =>
    (JSON.parse((await place.plafond('repo', `diff ${line} --format json`)).out) as DiffJson).handmade ?? [];
  expect((await handmade(base)).length).toBeGreaterThan(5);
  place.git('repo', 'rm', '-q', '-r', '--cached', 'generated');
  const without = commitWithout('generated');
  expect(await handmade(without)).toEqual([]);
  appendFileSync(fileIn('generated/index.js'), 'export const all = true;\n');
  expect((await handmade(without)).length).toBeGreaterThan(0);
});

/** Commits that a folder is not there, which stays on disk. */
function commitWithout(folder: string): string {
  place.git('repo', 'commit', '-qm', `without ${folder}`);
  return place.git('repo', 'rev-parse', 'HEAD');
}

test('rules that are deleted are missing, unless all is written without rules', async () => {
  place.git('repo', 'reset', '-q', '--hard', base);
  const ask = () => place.plafond('repo', `diff ${base} HEAD --fail-on escalation`);
  rmSync(fileIn('generated/rules'), { recursive: true });
  commit();
  expect(await ask()).toMatchObject({
    exit: 1,
    out: expect.stringContaining('generated/rules/tenants/acme.json'),
  });
  await place.plafond('repo', 'compile --no-rules');
  commit();
  expect(await ask()).toMatchObject({ exit: 0 });
});

test('a folder that nobody names is found by its manifest, wherever it is and for whom it was written', async () => {
  place.git('repo', 'reset', '-q', '--hard', base);
  const compile = (line: string) => place.plafond('repo', `compile ${line}`);
  await compile('--tenant acme --out packages/acme');
  const written = commit();
  const ask = () => place.plafond('repo', `diff ${written} HEAD --generated none --format json`);
  const found = async () => (JSON.parse((await ask()).out) as DiffJson).handmade.map((one) => one.path);

  place.write('repo/policies/all.yaml', policyFor('view, update'));
  for (const line of ['', '--out built', '--tenant acme --out packages/acme']) await compile(line);
  commit();
  expect(await found()).toEqual([]);

  for (const folder of ['built', 'packages/acme'])
    appendFileSync(fileIn(`${folder}/index.js`), 'export const all = true;\n');
  // The manifest of the head is not believed: removing it hides no change.
  rmSync(fileIn('packages/acme/manifest.json'));
  commit();
  expect(await found()).toEqual(['built/index.js', 'packages/acme/index.js', 'packages/acme/manifest.json']);
});

test('policies that are moved take what was compiled with them', async () => {
  place.git('repo', 'reset', '-q', '--hard', base);
  mkdirSync(fileIn('product'));
  for (const folder of ['policies', 'generated']) place.git('repo', 'mv', folder, `product/${folder}`);
  commit();
  const ask = async () =>
    JSON.parse((await place.plafond('repo/product', `diff ${base} --format json`)).out) as DiffJson;
  expect((await ask()).handmade).toEqual([]);
  appendFileSync(fileIn('product/generated/index.js'), 'export const all = true;\n');
  expect((await ask()).handmade.map((one) => one.path)).toEqual(['generated/index.js']);
});

test('`check --against` tells it as well', async () => {
  place.git('repo', 'reset', '-q', '--hard', base);
  const ask = () => place.plafond('repo', `check --against ${base} --format json`);
  const codes = async () =>
    JSON.parse((await ask()).out).findings.map(
      ({ code, path: at }: Record<string, string>) => `${code} ${at}`,
    );
  expect(await codes()).not.toContainEqual(expect.stringContaining('stale-artifact'));
  appendFileSync(fileIn('built/index.js'), 'export const all = true;\n');
  expect(await codes()).toContain('stale-artifact built/index.js');
  expect(await ask()).toMatchObject({ exit: 1 });
});
