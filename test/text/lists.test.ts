import { expect, test } from 'vitest';
import { emptyBits } from '../../compiler/model/bits.ts';
import { printGrid } from '../../compiler/print/matrix/grid.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { count, countWithVerb } from '../../compiler/text/count.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { listFirst, listFirstNames, listNames, takeFirst } from '../../compiler/text/list.ts';
import { compiled } from '../support/compiled.ts';

test('a number has the noun and the verb that go with it', () => {
  expect([0, 1, 2].map((number) => count(number, 'permission'))).toEqual([
    '0 permissions',
    '1 permission',
    '2 permissions',
  ]);
  expect([count(2, 'entry'), count(2, 'property'), count(2, 'way')]).toEqual([
    '2 entries',
    '2 properties',
    '2 ways',
  ]);
  expect(countWithVerb(1, 'permission', 'is', 'are')).toBe('1 permission is');
  expect(countWithVerb(2, 'permission', 'is', 'are')).toBe('2 permissions are');
});

test('a list in a sentence is short, however many names there are', () => {
  const names = Array.from({ length: 2_000 }, (_, at) => `Model${at}`);
  expect(listFirst(names, 2)).toBe('Model0, Model1 and 1998 more');
  expect(listFirst(['a', 'b', 'c'], 2)).toBe('a, b, c');
  expect(listFirstNames(names)).toBe('`Model0`, `Model1`, `Model2` and 1997 more');
  expect(listFirstNames(['a', 'b'])).toBe(listNames(['a', 'b']));
});

test('the number of what is left out never stands for one thing alone', () => {
  expect(takeFirst(['a', 'b', 'c'], 2)).toEqual({ shown: ['a', 'b', 'c'], more: 0 });
  expect(takeFirst(['a', 'b', 'c', 'd'], 2)).toEqual({ shown: ['a', 'b'], more: 2 });
});

test('a role that holds nothing of a large catalog says so on one short line', () => {
  const models = Array.from(
    { length: 900 },
    (_, at) => `kind: Model\nname: Model${at}\nfamily: standard\nactions: [view]\n`,
  );
  const { matrix } = compiled(filesInMemory({ 'policies/models.yaml': models.join('---\n') }));
  const { catalog } = matrix.policy;
  const line = printGrid(catalog, emptyBits(catalog.cells.length), {
    colours: chooseColours(false),
    withProperties: false,
  })
    .split('\n')
    .find((one) => one.startsWith('nothing on'));
  expect(line?.length).toBeLessThan(200);
  expect(line).toMatch(/and 888 more$/);
});
