import { expect, test } from 'vitest';
import { fitsAttribute, fitsType } from '../../compiler/model/fits-type.ts';

const half = '\ud83d';

test.for([
  ['string', 'a', true],
  ['string', half, false],
  ['id', half, false],
  ['string', 1, false],
  ['number', 0.5, true],
  ['number', Number.NaN, false],
  ['integer', 2 ** 53 - 1, true],
  ['integer', 2 ** 53, false],
  ['boolean', false, true],
  ['date', '2027-03-31', true],
  ['date', 'soon', false],
  ['object', {}, false],
] as const)('a value and an attribute of type %s are read alike: %j fits, %s', ([type, value, fits]) => {
  expect([fitsType(value, type), fitsAttribute(value, type)]).toEqual([fits, fits]);
});

test('a list is a value of an attribute, and its items are those that a condition compares', () => {
  expect(fitsAttribute(['a', 1, true], 'list')).toBe(true);
  for (const item of [half, Number.POSITIVE_INFINITY, null, ['a']]) {
    expect(fitsAttribute(['a', item], 'list')).toBe(false);
    expect(fitsType(item, 'list')).toBe(false);
  }
  expect(fitsAttribute('a', 'list')).toBe(false);
});
