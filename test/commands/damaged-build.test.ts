import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/* The files of the written package stand in the build, and one of them may be damaged there. */

const root = path.resolve(import.meta.dirname, '../..');

let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'plafond-damaged-'));
  for (const name of ['start.cjs', 'everyday.cjs', 'written-package.cjs', 'runtime'])
    cpSync(path.join(root, 'dist', name), path.join(place, 'dist', name), { recursive: true });
  cpSync(path.join(root, 'policies'), path.join(place, 'policies'), { recursive: true });
});
afterEach(() => rmSync(place, { recursive: true }));

const file = (name: string) => path.join(place, 'dist/runtime', name);

function compile() {
  const line = [path.join(place, 'dist/start.cjs'), 'compile', '--out', 'out'];
  const env = { ...process.env, PLAFOND_CACHE: 'off' };
  return spawnSync(process.execPath, line, { cwd: place, env, encoding: 'utf8' });
}

test('what stands in the build is written byte for byte', () => {
  expect(compile().status).toBe(0);
  const written = readdirSync(path.join(place, 'out/lib'), { recursive: true, encoding: 'utf8' });
  expect(written).toEqual(readdirSync(file('lib'), { recursive: true, encoding: 'utf8' }));
  for (const name of ['facade.js', 'roles.cjs', 'mongo.d.ts'])
    expect(readFileSync(path.join(place, 'out/lib', name)).equals(readFileSync(file(`lib/${name}`)))).toBe(
      true,
    );
});

test.each([
  ['one byte of another', (bytes: Buffer) => bytes.fill('~', 1000, 1001)],
  ['its end missing', (bytes: Buffer) => bytes.subarray(0, -1)],
])('a file with %s is not written into a package', (_, damage) => {
  const before = readFileSync(file('lib/facade.js'));
  writeFileSync(file('lib/facade.js'), damage(Buffer.from(before)));
  expect(readFileSync(file('lib/facade.js')).equals(before)).toBe(false);
  const { status, stderr } = compile();
  expect(status).toBe(70);
  expect(stderr).toContain('dist/runtime/lib/facade.js is not the file that was built');
  expect(existsSync(path.join(place, 'out'))).toBe(false);
});
