/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-services-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('docs/services.md has blocks that run, one after the other, and print what it says', {
  tags: ['slow'],
}, () => {
  mkdirSync(path.join(folder, 'node_modules/@planhat'), { recursive: true });
  symlinkSync(path.join(root, 'generated'), path.join(folder, 'node_modules/@planhat/permissions'));
  for (const scope of ['@casl', '@ucast'])
    symlinkSync(path.join(root, 'node_modules', scope), path.join(folder, 'node_modules', scope));
  const page = readFileSync(path.join(root, 'docs/services.md'), 'utf8');
  const [, table = ''] = /```sql\n(CREATE TABLE.*?)```/s.exec(page) ?? [];
  expect(readFileSync(path.join(root, 'examples/service/schema.sql'), 'utf8')).toContain(table);
  expect(table).not.toBe('');
  const blocks = [...page.matchAll(/```js\n(.*?)```(?:\n\n```text\n(.*?)```)?/gs)];
  expect(blocks.length).toBeGreaterThan(8);
  const parts = blocks.map(([, code], at) => `${code}\nconsole.log('-- ${at}');`);
  writeFileSync(path.join(folder, 'page.mjs'), parts.join('\n'));
  const { stdout, stderr } = spawnSync(process.execPath, ['--preserve-symlinks', 'page.mjs'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const said = blocks.map(([, , text = ''], at) => `${text}-- ${at}\n`).join('');
  expect(stdout).toBe(said);
});
