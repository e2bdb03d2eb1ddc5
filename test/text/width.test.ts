import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { measureWidth } from '../../compiler/text/width.ts';

test('every character is as wide as string-width says, also beside others', () => {
  const others = Array.from({ length: 0x2800 }, (_, unit) => String.fromCharCode(unit)).filter(
    (text) =>
      measureWidth(text) !== stringWidth(text) || measureWidth(`·${text}é`) !== stringWidth(`·${text}é`),
  );
  expect(others).toEqual([]);
});

test('colours take no column, and wide characters take two', () => {
  expect(measureWidth('\u001B[31m— 漢 ✓\u001B[39m')).toBe(6);
});
