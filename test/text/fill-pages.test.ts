import { expect, test } from 'vitest';
import { fillPages, joinBlocks, pathOfPage } from '../../compiler/text/fill-pages.ts';

const linesOf = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}\n`);

test('what fits is one page, with the heads of its blocks', () => {
  const blocks = [
    { head: 'A\n', lines: linesOf(2) },
    { head: 'B\n', lines: [] },
  ];
  expect([...fillPages('# x\n', joinBlocks(blocks))]).toEqual(['# x\nA\nline 0\nline 1\nB\n']);
});

test('a page that is full goes on in another, under the same heads', () => {
  const pages = [...fillPages('# x\n', joinBlocks([{ head: 'A\n', lines: linesOf(5) }]), 20)];
  expect(pages).toEqual(['# x\nA\nline 0\nline 1\n', '# x\nA\nline 2\nline 3\n', '# x\nA\nline 4\n']);
});

test('every line is on one page, and no page is longer than it may be', () => {
  const blocks = ['A', 'B', 'C'].map((head) => ({ head: `${head}\n`, lines: linesOf(40) }));
  const pages = [...fillPages('# x\n', joinBlocks(blocks), 100)];
  expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(100);
  expect(pages.join('').match(/line \d+\n/g)).toEqual([...linesOf(40), ...linesOf(40), ...linesOf(40)]);
});

test('the first page has the name alone', () => {
  expect([0, 1, 9].map((page) => pathOfPage('a/b', 'md', page))).toEqual(['a/b.md', 'a/b~2.md', 'a/b~10.md']);
});
