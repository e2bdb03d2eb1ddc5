/** @module-tag slow */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Folder, mutate, readWhole } from '../support/mutations.ts';

/** The policies folders of every mistake and every lint rule; `bench/mutations.mjs` takes many more, and policies/ too. */
const folders: readonly Folder[] = ['test/mistakes', 'test/lints'].flatMap((room) =>
  readdirSync(room)
    .sort()
    .filter((name) => name !== 'too-large')
    .map((name) => filesBelow(path.join(room, name, 'policies'))),
);

function filesBelow(folder: string): Folder {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    entries
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [`policies/${path.relative(folder, file)}`, readFileSync(file)]),
  );
}

test('whatever happens to the bytes of a file, findings say what is wrong, and nothing is thrown', () => {
  const seen = new Set<string>();
  let compiled = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const folder = folders[seed % folders.length];
    if (!folder) continue;
    const { isCompiled, codes } = readWhole(mutate(folder, seed));
    if (isCompiled) compiled++;
    for (const code of codes) seen.add(code);
  }
  expect(compiled).toBeGreaterThan(0);
  expect([...seen]).toEqual(expect.arrayContaining(['syntax', 'too-deep']));
});
