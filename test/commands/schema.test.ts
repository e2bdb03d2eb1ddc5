/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { small } from '../questions/small.ts';

const cli = path.resolve('dist/plafond.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plafond-schema-'));
  for (const [file, text] of Object.entries(small)) write(file, text);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

/** Runs a command in the folder. */
function run(...argv: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...argv], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { out: stdout, err: stderr, exit: status };
}

const schemas = () =>
  Object.fromEntries(
    readdirSync(path.join(folder, 'generated/schema')).map((file) => [
      file,
      read(`generated/schema/${file}`),
    ]),
  );

test('writes the schemas that compile writes, which then takes them for its own', () => {
  expect(run('schema').exit).toBe(0);
  const early = schemas();
  expect(Object.keys(early)).toContain('role.schema.json');
  write('policies/late.yaml', 'kind: Feature\nname: Late\n');
  expect(run('compile')).toMatchObject({ exit: 0, err: '' });
  expect(schemas()).not.toEqual(early);
  const late = schemas();
  const manifest = read('generated/manifest.json');
  expect(run('schema').exit).toBe(0);
  expect([schemas(), read('generated/manifest.json')]).toEqual([late, manifest]);
  expect(run('compile', '--check').exit).toBe(0);
});

test('has the names there are, also while the policies have errors', () => {
  write(
    'policies/new.yaml',
    'kind: Feature\nname: Brandnew\n---\nkind: Role\nname: nobody\nuserType: Nope\n',
  );
  write('policies/broken.yaml', 'kind: [\n');
  const { out, err, exit } = run('schema');
  expect([out, exit]).toMatchObject([expect.stringMatching(/^wrote \d+ schemas to /), 0]);
  expect(err).toMatch(/^\d errors: names in what is broken may be missing/);
  expect(read('generated/schema/policy.schema.json')).toContain('Brandnew');
  expect(read('generated/schema/policy.schema.json')).toContain('Company');
});
