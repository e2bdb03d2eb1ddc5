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
