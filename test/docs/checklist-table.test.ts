import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rows = readFileSync('docs/planhat.md', 'utf8')
  .split('\n## The checklist\n')[1]
  ?.matchAll(/^\| ([SRDN]-\d+) \| ([^|]+) \| ([^|]+) \| `([^`]+)`(?: “([^”]+)”)? \|$/gm);
const table = [...(rows ?? [])].map(([, id = '', , , file = '', words]) => ({
  id,
  file,
  words: words ?? id,
}));

/** Returns the ids of a letter from one number to another. */
const idsFrom = (letter: string, from: number, to: number, digits = 3): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `${letter}-${String(from + at).padStart(digits, '0')}`);

test('every row of the checklist is there, once and in its order', () => {
  expect(table.map(({ id }) => id)).toEqual([
    ...idsFrom('S', 1, 122),
    ...idsFrom('R', 1, 23),
    ...idsFrom('R', 30, 44),
    ...idsFrom('R', 50, 57),
    ...idsFrom('R', 60, 84),
    ...idsFrom('R', 90, 93),
    ...idsFrom('D', 1, 16, 2),
    ...idsFrom('N', 1, 10, 2),
  ]);
});

test('every row names a test that there is, by its number or by words of it', () => {
  const texts = new Map(
    [...new Set(table.map(({ file }) => file))].map((file) => [
      file,
      existsSync(file) ? readFileSync(file, 'utf8') : '',
    ]),
  );
  const isFound = (text: string, words: string) =>
    /^[SRDN]-\d+$/.test(words) ? new RegExp(`\\b${words}\\b`).test(text) : text.includes(words);
  expect(table.filter(({ file, words }) => !isFound(texts.get(file) ?? '', words))).toEqual([]);
  expect(table.filter(({ file }) => !file.startsWith('test/'))).toEqual([]);
});
