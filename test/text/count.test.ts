import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { count, countBytes, countWithVerb } from '../../compiler/text/count.ts';

test('one is one, and nothing else is', () => {
  expect([0, 1, 2].map((number) => count(number, 'user'))).toEqual(['0 users', '1 user', '2 users']);
  expect([1, 2].map((number) => count(number, 'property'))).toEqual(['1 property', '2 properties']);
  expect([0, 1, 2].map((number) => countWithVerb(number, 'user', 'loses', 'lose'))).toEqual([
    '0 users lose',
    '1 user loses',
    '2 users lose',
  ]);
  expect([1, 999, 1000, 2_340_000].map(countBytes)).toEqual(['1 byte', '999 bytes', '1.0 kB', '2.3 MB']);
});

/** The words that are wrong behind a number that may be one. */
const verbs = '(?:that )?(?:are|were|have|hold|lose|gain|differ|need|keep|reach|give|grant|do|cannot)';

test('no sentence has a verb behind a number that fits only several', () => {
  const wrong = new RegExp(`(?<!of )\\$\\{count\\((?:[^{}]|\\{[^{}]*\\})*\\)\\} ${verbs}\\b`, 'g');
  const files = ['compiler', 'explorer', 'action'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
  );
  const sources = files.filter((file) => /(?<!\.generated)\.tsx?$/.test(file));
  expect(sources.length).toBeGreaterThan(400);
  const found = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(wrong)].map(([words]) => `${file}: ${words}`),
  );
  expect(found).toEqual([]);
});
