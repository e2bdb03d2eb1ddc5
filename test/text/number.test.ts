import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isReadExactly } from '../../compiler/text/number.ts';
import { parseYaml } from '../../compiler/text/yaml.ts';
import { runs } from '../support/random.ts';

/** The numbers of a text that are not read exactly, and the value where there are none. */
function read(text: string): unknown {
  const [document] = parseYaml({ path: 'a.yaml', text });
  const inexact = document?.mistakes.map(({ kind, detail }) => `${kind} ${detail}`) ?? [];
  return inexact.length > 0 ? inexact : document?.value;
}

describe('a number that is not read as it is written is a mistake', () => {
  const lost = [
    '9007199254740993',
    '9007199254740992',
    '-9007199254740993',
    '+9007199254740993',
    '0x20000000000001',
    '0o400000000000000001',
    '1e400',
    '-1e400',
    '.inf',
    '-.inf',
    '.nan',
    '1e-400',
    '1e16',
    '9007199254740993.0',
    '900719925474099.3e1',
    '0.1000000000000000055',
    '1.00000000000000000001',
    `1${'0'.repeat(500)}`,
    `0.${'0'.repeat(500)}1`,
  ];
  test.each(lost)('%s', (number) => {
    for (const text of [
      `a: ${number}\n`,
      `- ${number}\n`,
      `[${number}]\n`,
      `{ "a": ${number} }\n`,
      `{ "a": [1, { "b": ${number} }] }\n`,
      `a: &n ${number}\n`,
      `${number}\n`,
    ])
      expect(read(text), text).toEqual([`inexact-number ${number}`]);
  });

  test('with a tag too', () => {
    expect(read('a: !!int "9007199254740993"\n')).toEqual(['inexact-number 9007199254740993']);
    expect(read('a: !!float "1e400"\n')).toEqual(['inexact-number 1e400']);
  });

  test('and each of them is told', () => {
    expect(read('a: 1e400\nb: [9007199254740993, 1]\n')).toEqual([
      'inexact-number 1e400',
      'inexact-number 9007199254740993',
    ]);
  });
});

test.each([
  ['9007199254740991', 9007199254740991],
  ['-9007199254740991', -9007199254740991],
  ['0x1fffffffffffff', 9007199254740991],
  ['0o17', 15],
  ['007', 7],
  ['+1', 1],
  ['1.50', 1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['1.5E-7', 1.5e-7],
  ['0.0', 0],
  ['0e99', 0],
  ['0.1', 0.1],
  ['5e-324', 5e-324],
  ['"9007199254740993"', '9007199254740993'],
  ['1_000', '1_000'],
  ['1e', '1e'],
])('%s is what it says', (written, value) => {
  expect(read(`a: ${written}\n`)).toEqual({ a: value });
});

test('of integers exactly those up to 2^53 - 1 are read, and of fractions those whose digits come back', {
  tags: ['slow'],
}, () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }), (integer) => {
      const isSafe = integer > -(2n ** 53n) && integer < 2n ** 53n;
      expect(isReadExactly(String(integer), Number(integer))).toBe(isSafe);
    }),
    runs(500),
  );
  fc.assert(
    fc.property(
      fc.double({ min: -1e15, max: 1e15, noNaN: true }),
      fc.integer({ min: 18, max: 30 }),
      (value, places) => {
        expect(isReadExactly(String(value), value)).toBe(true);
        // Digits behind the twentieth place are never rounded away by chance: they are those of another number, but for
        // its own zeros.
        const longer = `${value.toFixed(20)}${'1'.repeat(places)}`;
        expect(isReadExactly(longer, Number(longer))).toBe(false);
      },
    ),
    runs(500),
  );
});
