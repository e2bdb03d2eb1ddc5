import { expect, test } from 'vitest';
import { keepRecent } from '../../compiler/text/keep-recent.ts';
import type { Source } from '../../compiler/text/source.ts';

const sourceOf = (path: string, length: number): Source => ({ path, text: 'x'.repeat(length) });

/** Asks for sources in turn, and returns the paths of those that were made. */
function listMade(
  recall: (source: Source, make: () => string) => string,
  asked: readonly Source[],
): readonly string[] {
  const made: string[] = [];
  for (const source of asked) {
    const value = recall(source, () => {
      made.push(source.path);
      return source.path;
    });
    expect(value).toBe(source.path);
  }
  return made;
}

test('keeps many short texts, and of long ones the few that were asked for last', () => {
  const short = [sourceOf('a', 10), sourceOf('b', 10), sourceOf('c', 10)];
  expect(listMade(keepRecent({ texts: 1, characters: 30 }), [...short, ...short])).toEqual(['a', 'b', 'c']);
  const long = [sourceOf('a', 31), sourceOf('b', 31), sourceOf('c', 31)];
  expect(listMade(keepRecent({ texts: 2, characters: 30 }), [...long, ...long.toReversed()])).toEqual([
    'a',
    'b',
    'c',
    'a',
  ]);
});

test('lets go first what was asked for longest ago', () => {
  const [a, b, c] = [sourceOf('a', 10), sourceOf('b', 10), sourceOf('c', 10)];
  expect(listMade(keepRecent({ texts: 1, characters: 20 }), [a, b, a, c, a, b])).toEqual([
    'a',
    'b',
    'c',
    'b',
  ]);
});

test('keeps a value of another source of the same text apart', () => {
  expect(listMade(keepRecent({ texts: 9, characters: 90 }), [sourceOf('a', 1), sourceOf('a', 1)])).toEqual([
    'a',
    'a',
  ]);
});
