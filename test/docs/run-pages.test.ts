/** @module-tag slow */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runPage } from '../support/pages.ts';
import { openRegistry, type Registry } from '../support/registry.ts';

const root = path.join(import.meta.dirname, '../..');
const place = mkdtempSync(path.join(tmpdir(), 'plafond-pages-'));
const installed = path.join(place, 'installed');
let registry: Registry;

beforeAll(async () => {
  const modules = ['@casl/ability', '@ucast/mongo2js', '@ucast/core', '@ucast/js', '@ucast/mongo'];
  const folders = [root, ...modules.map((name) => path.join(root, 'node_modules', name))];
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', place];
  registry = await openRegistry(
    folders.map((folder) => ({
      folder,
      tarball: path.join(place, execFileSync('npm', pack, { cwd: folder, encoding: 'utf8' }).trim()),
    })),
  );
  mkdirSync(installed);
  // Without one, npm installs into a folder above that has one.
  writeFileSync(path.join(installed, 'package.json'), '{ "private": true }\n');
  const { stderr } = await execute('npm', ['install', 'plafond'], {
    cwd: installed,
    env: surroundings(place),
  });
  expect(stderr).toBe('');
});
afterAll(() => {
  registry.close();
  rmSync(place, { recursive: true });
});

const execute = promisify(execFile);

const shells = { bash: ['bash', '--norc', '--noprofile'], zsh: ['zsh', '-f'] } as const;

/** Nobody's settings, one day for all commits, and the registry of these tests. */
const surroundings = (home: string): Readonly<Record<string, string>> => ({
  PATH: `${path.join(installed, 'node_modules/.bin')}:${process.env.PATH}`,
  HOME: home,
  LC_ALL: 'C.UTF-8',
  NO_COLOR: '1',
  COLUMNS: '100',
  npm_config_registry: registry.url,
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  npm_config_loglevel: 'error',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'Ada'],
      [`GIT_${who}_EMAIL`, 'ada@acme.example'],
      [`GIT_${who}_DATE`, '2027-03-01T12:00:00Z'],
    ]),
  ),
});

describe.for([
  'docs/start.md',
  'docs/review.md',
  'docs/audit.md',
  'docs/operations.md',
  'docs/planhat.md',
  'README.md',
])('%s', (page) => {
  const file = path.join(root, page);
  const text = readFileSync(file, 'utf8');
  // The blocks below the heading “Set up” are about this repository: `repository-pages.test.ts` runs them.
  const end = page === 'README.md' ? text.indexOf('\n## Set up\n') : text.length;
  const name = path.basename(page, '.md');

  test.for(['bash', 'zsh'] as const)(
    'says what its commands print, one after the other: %s',
    async (shell, { skip }) => {
      skip(spawnSync(shell, ['-c', ':']).status !== 0, `${shell} is not installed`);
      const folder = path.join(place, `${name}-${shell}`);
      mkdirSync(folder);
      // This page is about the policies of this repository.
      if (name === 'planhat')
        cpSync(path.join(root, 'policies'), path.join(folder, 'policies'), { recursive: true });
      const filled = await runPage(text.slice(0, end), {
        shell: shells[shell],
        folder,
        env: surroundings(place),
      });
      // `-u` writes what was printed into the page.
      await expect(filled + text.slice(end)).toMatchFileSnapshot(file);
    },
  );
});
