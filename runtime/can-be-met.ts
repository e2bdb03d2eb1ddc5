import { makeValueTest, type ValueTest } from '../compiler/model/comparison.ts';
import { conjoin } from '../compiler/model/conjoin.ts';
import { prefixOf } from '../compiler/model/record-reach.ts';
import { groupBy } from '../compiler/text/group-by.ts';
import { readInstant } from '../compiler/text/instant.ts';
import type { BoundReach } from './bound-reach.ts';
import type { ValueComparison } from './column-test.ts';
import type { Comparison, Scalar } from './where.ts';

/**
 * The most alternatives that are tried, and the most values of one field that are put in order: where it takes more to tell, a
 * record is taken to be possible.
 */
const most = { tries: 1000, values: 100 };

/**
 * Returns true if there can be a record in a reach: no value meets demands that exclude each other, such as two of one user's
 * values, or those of two portfolios that must both hold.
 */
export const canBeMet = (reach: BoundReach): boolean => canAllBeMet([reach], [], { left: most.tries });

/** A comparison of a field, whose name has the relations to its record before it. */
type FieldComparison = Comparison & { readonly field: string };

/** Returns true if one record can be in several reaches and meet some comparisons of its fields besides. */
function canAllBeMet(
  [reach, ...others]: readonly BoundReach[],
  demanded: readonly FieldComparison[],
  tries: { left: number },
): boolean {
  if (!reach) return true;
  if (reach.kind !== 'linked')
    return reach.kind === 'union'
      ? reach.of.some((part) => canAllBeMet([part, ...others], demanded, tries))
      : canAllBeMet([...reach.of, ...others], demanded, tries);
  const { path, alternatives } = reach;
  const inList = path.some(({ many }) => many);
  return alternatives.some((alternative) => {
    if (tries.left-- <= 0) return true;
    const own = alternative.map((comparison) => nameField(prefixOf(path), comparison));
    // Each record of a list may be another one: what is demanded of one excludes nothing on the others.
    const together = inList ? own : [...demanded, ...own];
    return canHoldTogether(together) && canAllBeMet(others, inList ? demanded : together, tries);
  });
}

const nameField = (prefix: string, comparison: Comparison): FieldComparison => ({
  ...comparison,
  field: [prefix, ...(comparison.through ?? []).map((step) => `${step}.`), comparison.property].join(''),
});

/** Returns true if a record can meet all comparisons. */
const canHoldTogether = (comparisons: readonly FieldComparison[]): boolean =>
  [...groupBy(comparisons, ({ field }) => field).values()].every(hasCommonValue);

/** Returns true if some value of a field, or that there is none, meets all comparisons of it. */
function hasCommonValue(comparisons: readonly FieldComparison[]): boolean {
  const compared = comparisons.flatMap((one) => (one.operator === '$exists' ? [] : [one]));
  if (comparisons.some(({ operator, operand }) => operator === '$exists' && operand === false))
    return compared.length === 0 && comparisons.every(({ operand }) => operand === false);
  const isWanted = ({ operator }: Comparison) => operator === '$eq' || operator === '$in';
  const wanted = compared.filter(isWanted);
  if (compared.some(({ type }) => type === 'list')) {
    const isKept = makeTest(compared.filter((one) => !isWanted(one)));
    // A list has room for an item of each demand.
    return wanted.every((one) => listOperands(one).some((item) => isKept([item])));
  }
  const [equal] = wanted;
  if (equal) {
    const isMet = makeTest(compared);
    return listOperands(equal).some((operand) => listEqual(equal, operand).some(isMet));
  }
  if (compared.flatMap(listOperands).length > most.values) return true;
  return (
    conjoin(
      compared.map(({ field, type, operator, operand }) => ({ property: field, type, operator, operand })),
    ).is !== 'never'
  );
}

const listOperands = ({ operand }: Comparison): readonly Scalar[] =>
  typeof operand === 'object' ? operand : [operand];

/** Returns the test of the values that meet all of some comparisons. */
function makeTest(comparisons: readonly ValueComparison[]): ValueTest {
  const tests = comparisons.map(({ type, operator, operand }) => makeValueTest(type, operator, operand));
  return (value) => tests.every((isMet) => isMet(value));
}

/** Lists the values of a record that equal an operand; for a date these are its text and its instant. */
const listEqual = ({ type }: Comparison, operand: Scalar): readonly unknown[] =>
  type === 'date' ? [operand, new Date(readInstant(String(operand)))] : [operand];
