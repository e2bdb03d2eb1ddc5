import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonMistakeError, readJsonValues } from '../../compiler/text/json-document.ts';
import { runs } from '../support/random.ts';

const read = (text: string) => readJsonValues({ path: 'rows.json', text });
const plain = (text: string) => read(text).map(({ value }) => JSON.parse(JSON.stringify(value)));

const mistakeIn = (text: string) => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof JsonMistakeError) return error.mistake;
    throw error;
  }
  return undefined;
};

const accepts = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('JSON with places', () => {
  test('has the values that JSON.parse reads, one behind another', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.constantFrom(undefined, 1, '\t'),
        (values, indent) => {
          const text = values.map((one) => JSON.stringify(one, undefined, indent)).join('\n');
          const exact = !mistakeIn(text) || mistakeIn(text)?.kind === 'inexact-number';
          expect(exact).toBe(true);
          if (!mistakeIn(text))
            expect(plain(text)).toEqual(values.map((one) => JSON.parse(JSON.stringify(one))));
        },
      ),
      runs(200),
    );
  });

  test('refuses what JSON.parse refuses, and nothing else', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        ' ',
        '\n',
        '"a"',
        '"b"',
        '"',
        '\\',
        '1',
        '01',
        '-',
        '1.',
        '.5',
        '1e3',
        'true',
        'nul',
      ],
      ...['"\\u00zz"', '"\\ud800"', '"\\x"', '"\t"', '\u00a0', "'a'", '//', 'NaN'],
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => `[${pieces.join('')}]`);
    fc.assert(
      fc.property(text, (one) => {
        const mistake = mistakeIn(one);
        // Several values one behind another are JSON lines, and no JSON.
        if (mistake?.kind !== 'duplicate-key' && (mistake || read(one).length === 1))
          expect([one, mistake === undefined]).toEqual([one, accepts(one)]);
      }),
      runs(2000),
    );
  });

  test('says where, and what is expected there', () => {
    expect(mistakeIn('{"a":1,}')).toEqual({
      kind: 'syntax',
      detail: '`}` is not expected here, where a text in quotes is expected',
      at: { start: 7, end: 8 },
    });
    expect(mistakeIn('[1 2]')?.detail).toBe('`2` is not expected here, where `,` or `]` is expected');
    expect(mistakeIn('{"a" 1}')?.detail).toBe('`1` is not expected here, where `:` is expected');
    expect(mistakeIn('[1')?.detail).toBe('it ends too early, where `,` or `]` is expected');
    for (const text of ['', ' \n'])
      expect(mistakeIn(text)?.detail).toBe('it is empty; an empty list is `[]`');
    expect(mistakeIn('{"a":1,"b":{"c":0,"c":1}}')).toMatchObject({
      kind: 'duplicate-key',
      detail: 'c',
      at: { start: 18, end: 21 },
      related: { start: 12, end: 15 },
    });
    expect(mistakeIn('[9007199254740993]')).toMatchObject({
      kind: 'inexact-number',
      detail: '9007199254740993',
    });
    expect(mistakeIn('['.repeat(100_000))).toMatchObject({ kind: 'too-deep', at: { start: 100 } });
  });

  test('takes keys that JavaScript owns as any other', () => {
    const [node] = read('{"__proto__":{"isAdmin":true},"constructor":1}');
    expect(Object.keys(node?.value as object)).toEqual(['__proto__', 'constructor']);
    expect(node?.value).not.toHaveProperty('isAdmin');
  });
});
