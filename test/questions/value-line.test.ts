import { expect, test } from 'vitest';
import { has, listIndices } from '../../compiler/model/bits.ts';
import { makeValueTest } from '../../compiler/model/comparison.ts';
import { drawValueLine, selectKindsMeeting } from '../../compiler/model/value-line.ts';

const texts = [
  '',
  '\0',
  '0',
  '2026',
  '2026-01-3',
  '2026-01-30',
  '2026-01-30T00:00:00Z',
  '2026-01-31',
  '2026-01-39',
  '2026-01-3:',
  '2026-02-01',
  '2026-1',
  '9999-99-99',
  ':',
  'u1',
  '\uffff',
  '\u{10000}',
];

test('every text between two is of a kind that is drawn between them, and every kind drawn has a text', () => {
  const tried = texts.flatMap((text) => [
    text,
    `${text}\0`,
    `${text.slice(0, 9)}:`,
    `${text}-01-01`,
    `${text}-01`,
    `${text}0-01-01`,
    ...Array.from({ length: 11 }, (_, at) => `${text.slice(0, at)}${'0000-00-00'.slice(at)}`),
    ...Array.from({ length: 11 }, (_, at) => `${text.slice(0, at)}${'9999-99-99'.slice(at)}`),
  ]);
  const isLikeDate = (text: string) => /^\d{4}-\d\d-\d\d/.test(text);
  for (const low of texts)
    for (const high of texts) {
      const line = drawValueLine([{ type: 'string', operand: [low, high] }]);
      const between = listIndices(selectKindsMeeting(line, 'string', '$gt', low)).filter((index) =>
        has(selectKindsMeeting(line, 'string', '$lt', high), index),
      );
      const drawn = new Set(
        between.map((index) => {
          const kind = line.kinds[index];
          return kind?.sort === 'text' && kind.writes !== 'plain';
        }),
      );
      const [isAbove, isBelow] = [makeValueTest('string', '$gt', low), makeValueTest('string', '$lt', high)];
      const found = new Set(tried.filter((text) => isAbove(text) && isBelow(text)).map(isLikeDate));
      expect([low, high, [...drawn].sort()]).toEqual([low, high, [...found].sort()]);
    }
});

test('integers have no value between neighbours, and no fraction', () => {
  const numbers = [-1, -0.5, 0, 1, 2, 2.5, 5];
  const tried = [-2, -1, -0.75, -0.5, -0.25, 0, 0.5, 1, 1.5, 2, 2.25, 2.5, 2.75, 3, 4.5, 5, 6, 6.5];
  for (const low of numbers)
    for (const high of numbers) {
      const line = drawValueLine([{ type: 'number', operand: [low, high] }]);
      for (const type of ['integer', 'number'] as const) {
        const isDrawn = listIndices(selectKindsMeeting(line, type, '$gt', low)).some((index) =>
          has(selectKindsMeeting(line, type, '$lt', high), index),
        );
        const [isAbove, isBelow] = [makeValueTest(type, '$gt', low), makeValueTest(type, '$lt', high)];
        const isFound = tried.some((number) => isAbove(number) && isBelow(number));
        expect([type, low, high, isDrawn]).toEqual([type, low, high, isFound]);
      }
    }
  expect([1.5, 2].map(makeValueTest('integer', '$ne', 1))).toEqual([false, true]);
});

test('a property of integers holds no fraction, and an integer compares with one', () => {
  const meets = (operator: '$eq' | '$in' | '$ne' | '$nin' | '$lt', operand: number | number[]) =>
    [2, 2.5, 3].filter(makeValueTest('integer', operator, operand));
  expect(meets('$eq', 2.5)).toEqual([]);
  expect(meets('$in', [2, 2.5])).toEqual([2]);
  expect(meets('$ne', 2.5)).toEqual([2, 3]);
  expect(meets('$nin', [2, 2.5])).toEqual([3]);
  expect(meets('$lt', 2.75)).toEqual([2]);
});
