/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import initSqlJs from 'sql.js';
import { afterAll, expect, test } from 'vitest';
import { listBlocks } from '../support/pages.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-services-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('docs/services.md has blocks that run, one after the other, and print what it says', {
  tags: ['slow'],
}, () => {
  mkdirSync(path.join(folder, 'node_modules/@planhat'), { recursive: true });
  symlinkSync(path.join(root, 'generated'), path.join(folder, 'node_modules/@planhat/permissions'));
  for (const scope of ['@casl', '@ucast', '@types', 'undici-types'])
    symlinkSync(path.join(root, 'node_modules', scope), path.join(folder, 'node_modules', scope));
  const page = readFileSync(path.join(root, 'docs/services.md'), 'utf8');
  const blocks = [...page.matchAll(/```js\n(.*?)```(?:\n\n```text\n(.*?)```)?/gs)];
  expect(blocks.length).toBeGreaterThan(8);
  const parts = blocks.map(([, code], at) => `${code}\nconsole.log('-- ${at}');`);
  writeFileSync(path.join(folder, 'page.mjs'), parts.join('\n'));
  writeFileSync(path.join(folder, 'page.mts'), parts.join('\n'));
  const types = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/typescript/bin/tsc'),
      ...['--ignoreConfig', '--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext'],
      ...['--types', 'node', '--noImplicitAny', 'false', '--strictNullChecks', 'false', 'page.mts'],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  // The blocks are JavaScript, which narrows no unions before it reads them.
  expect(
    types.stdout.split('\n').filter((line) => /^\S.*error/.test(line) && !line.includes('error TS2339:')),
  ).toEqual([]);
  const { stdout, stderr } = spawnSync(process.execPath, ['--preserve-symlinks', 'page.mjs'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const said = blocks.map(([, , text = ''], at) => `${text}-- ${at}\n`).join('');
  expect(stdout).toBe(said);
});

test('docs/services.md has a table and an update that keeps what somebody else has saved', async () => {
  const page = readFileSync(path.join(root, 'docs/services.md'), 'utf8');
  const [table = '', update = '', ...more] = listBlocks(page).flatMap(({ language, text }) =>
    language === 'sql' ? [text] : [],
  );
  expect(more).toEqual([]);
  expect(readFileSync(path.join(root, 'examples/service/schema.sql'), 'utf8')).toContain(table);
  const database = new (await initSqlJs()).Database();
  database.run(table);
  database.run(
    "INSERT INTO roles (tenant, name, document, compiled, digest) VALUES ('acme', 'desk', '{}', '{}', '')",
  );
  const save = (version: number) => {
    const values = { $1: 'acme', $2: 'desk', $3: '{}', $4: '{}', $5: 'new', $6: version };
    database.run(update, values);
    return database.getRowsModified();
  };
  expect([save(1), save(1), save(2)]).toEqual([1, 0, 1]);
});
