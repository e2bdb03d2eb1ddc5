/** @module-tag slow */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listBlocks } from '../support/pages.ts';

/*
 * The pages that speak of this repository and its policies: their commands are run in a copy of it, one after the other, and their
 * samples against the package in it.
 */

const root = path.join(import.meta.dirname, '../..');
const place = mkdtempSync(path.join(tmpdir(), 'plafond-repository-'));
afterAll(() => rmSync(place, { recursive: true }));

/** Commands that are not run here: they install or start something, or take minutes. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['npm ci', '.ci/run begins with it'],
  ['npm run example', 'examples/service has tests of its own'],
]);

/** Commands that say no, as the page means them to. */
const refusing: ReadonlySet<string> = new Set([
  // The tour has just let a role export companies, which a test of the policies forbids.
  'plafond test',
  'plafond test --coverage',
  // The product has another role than the files have.
  'plafond import --from export --tenant acme --check',
]);

beforeAll(() => {
  mkdirSync(path.join(place, 'bin'));
  const run = `#!/bin/sh\nexec '${process.execPath}' '${path.join(root, 'dist/start.cjs')}' "$@"\n`;
  writeFileSync(path.join(place, 'bin/plafond'), run, { mode: 0o755 });
});

const surroundings = (): NodeJS.ProcessEnv => ({
  PATH: `${path.join(place, 'bin')}:${path.dirname(process.execPath)}:${process.env.PATH}`,
  HOME: place,
  NO_COLOR: '1',
  PLAFOND_CACHE: 'off',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'Ada'],
      [`GIT_${who}_EMAIL`, 'ada@acme.example'],
    ]),
  ),
});

/** Copies what the pages speak of to a repository with one commit, in which the package is installed. */
function copyRepository(name: string): string {
  const folder = path.join(place, name);
  for (const part of ['policies', 'generated', 'package.json'])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(root, 'dist'), path.join(folder, 'dist'));
  const modules = path.join(folder, 'node_modules');
  mkdirSync(path.join(modules, '@planhat'), { recursive: true });
  symlinkSync(path.join(folder, 'generated'), path.join(modules, '@planhat/permissions'));
  for (const scope of ['@casl', '@ucast', '@duckdb', '@types', 'sql.js', 'undici-types'])
    symlinkSync(path.join(root, 'node_modules', scope), path.join(modules, scope));
  writeFileSync(path.join(folder, '.gitignore'), 'node_modules\ndist\n');
  for (const line of ['init --quiet --initial-branch main', 'add --all', 'commit --quiet --message start'])
    execFileSync('git', line.split(' '), { cwd: folder, env: surroundings() });
  return folder;
}

/** Runs the lines of a block, each of which must do as it is meant to; returns what they print, by the line. */
function runLines(text: string, folder: string): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const command of text.trimEnd().split('\n')) {
    if (elsewhere.has(command)) continue;
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', command], {
      cwd: folder,
      env: surroundings(),
      encoding: 'utf8',
    });
    expect({ command, status, stderr: status === 0 ? '' : stderr }).toEqual({
      command,
      status: refusing.has(command) ? 1 : 0,
      stderr: status === 0 ? '' : expect.not.stringContaining('plafond: '),
    });
    said.set(command, stdout);
  }
  return said;
}

const blocksOf = (page: string, language: string): readonly string[] =>
  listBlocks(page).flatMap((block) => (block.language === language ? [block.text] : []));

const read = (page: string): string => readFileSync(path.join(root, page), 'utf8');

/** Runs a sample of a page behind what it takes as given, and returns what it prints. Its types have been checked then. */
function runSample(folder: string, given: string, sample: string): string {
  writeFileSync(path.join(folder, 'sample.mts'), `${given}\n${sample}`);
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/typescript/bin/tsc'),
      ...['--ignoreConfig', '--strict', '--target', 'es2023', '--module', 'nodenext', '--types', 'node'],
      'sample.mts',
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  expect([stdout, status]).toEqual(['', 0]);
  return execFileSync(process.execPath, ['sample.mjs'], { cwd: folder, encoding: 'utf8' });
}

describe('README.md, from “Set up” on', { tags: ['slow'] }, () => {
  const whole = read('README.md');
  const page = whole.slice(whole.indexOf('\n## Set up\n'));

  test('has commands that do what it says, one after the other', () => {
    const folder = copyRepository('readme');
    mkdirSync(path.join(folder, 'export'));
    writeFileSync(
      path.join(folder, 'export/roles.csv'),
      'role,userType,portfolio,permission,on\nnight desk,View,own,Company:view,yes\nnight desk,View,own,Company.name:view,yes\n',
    );
    writeFileSync(path.join(folder, 'companies.csv'), 'id,owner,coOwner\n1,csm-1@acme.example,\n2,nobody,\n');
    const said = new Map<string, string>();
    for (const block of blocksOf(page, 'sh')) {
      // The page asks for this edit in words.
      if (block.startsWith('plafond diff HEAD')) {
        const file = path.join(folder, 'policies/roles/csm.yaml');
        const role = readFileSync(file, 'utf8');
        expect(page).toContain('Under\n`Company:` write `actions: [view, update, export]`');
        const edited = role.replace(
          /(\n {4}Company:\n {6}actions: )\[view, update\]/,
          '$1[view, update, export]',
        );
        expect(edited).not.toBe(role);
        writeFileSync(file, edited);
      }
      for (const [command, text] of runLines(block, folder)) said.set(command, text);
    }
    const changed = said.get("git diff '*.md'") ?? '';
    const [shown = ''] = blocksOf(page, 'diff');
    expect(changed).toContain(shown);
    expect(changed).toMatch(/^\+\| csm \| Company .*· tenant/m);
    expect(said.get('plafond explain Company:export --tenant globex --role csm')).toContain(
      'decided by tenant',
    );
    const questions = [...page.matchAll(/\| `(plafond .*)` \|$/gm)].map(([, command = '']) => command);
    expect(questions).toHaveLength(13);
    runLines(questions.join('\n'), folder);
  });

  test('has a sample of a service that says what it says', () => {
    const [sample = ''] = blocksOf(page, 'ts');
    const given =
      "const company = { _id: 'c1', owner: 'u1', coOwner: null, country: null, orgPath: null, phase: null };";
    const [asked = '', because = ''] = /^(policy\.why.*);\s+\/\/ (.*)$/m.exec(sample)?.slice(1) ?? [];
    expect(runSample(copyRepository('sample'), given, `${sample}console.log(${asked});\n`)).toBe(
      `${because}\n`,
    );
  });
});

test('docs/bundles.md has commands and a sample that do what it says', { tags: ['slow'] }, () => {
  const page = read('docs/bundles.md');
  const folder = copyRepository('bundles');
  for (const block of blocksOf(page, 'sh')) runLines(block, folder);
  const given =
    "import { readFile } from 'node:fs/promises'\nconst publicKey = await readFile('public.pem', 'utf8')\nconst user = { id: 'u1', managedUserIds: [], companyId: null }";
  const [sample = '', ...more] = blocksOf(page, 'ts');
  expect(more).toEqual([]);
  expect(runSample(folder, given, sample)).toBe('');
});

test('docs/fleet.md has commands that export what it says', { tags: ['slow'] }, () => {
  const folder = copyRepository('fleet');
  const blocks = blocksOf(read('docs/fleet.md'), 'sh').filter((block) => !/^duckdb|&& duckdb/m.test(block));
  expect(blocks).toHaveLength(2);
  for (const block of blocks) runLines(block, folder);
});

test('docs/services.md has commands that take the rows of its editor', { tags: ['slow'] }, () => {
  const folder = copyRepository('services');
  writeFileSync(
    path.join(folder, 'export.mjs'),
    `import { roles } from '@planhat/permissions/roles';
const editor = roles({ tenant: 'acme' });
console.log(JSON.stringify(editor.compile(editor.duplicate('csm', { name: 'night-desk' }).role)));`,
  );
  const rows = execFileSync(process.execPath, ['export.mjs'], { cwd: folder, encoding: 'utf8' });
  writeFileSync(path.join(folder, 'rows.json'), rows);
  const said = blocksOf(read('docs/services.md'), 'sh').map((block) => runLines(block, folder));
  expect(said[0]?.get("plafond who '*:export' --roles rows.json")).toContain('night-desk');
  expect(said[0]?.size).toBe(4);
});
