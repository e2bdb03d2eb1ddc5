import { readInstant } from '../compiler/text/instant.ts';
import { isStorable } from './is-storable.ts';
import type { ComparableType, Comparison, Scalar } from './where.ts';

/** The demand of a comparison on a column, with operands that fit the column. */
export type ColumnTest<Operand> =
  | { readonly kind: 'equal'; readonly to: Operand }
  | { readonly kind: 'listed'; readonly among: readonly Operand[] }
  /** A value that is there and differs from each of some. */
  | { readonly kind: 'other'; readonly than: readonly Operand[] }
  | { readonly kind: 'order'; readonly sign: Sign; readonly to: Operand };

/** The operators by which SQL compares order. */
export type Sign = '>' | '>=' | '<' | '<=';

/** A comparison with a value or with several. */
export type ValueComparison = Exclude<Comparison, { readonly operator: '$exists' }>;

/** Returns the test that a comparison makes of a column; undefined if no operand fits, so that no value can meet it. */
export function readColumnTest<Operand extends Scalar>(
  comparison: ValueComparison,
  fits: (operand: Scalar) => operand is Operand,
): ColumnTest<Operand> | undefined {
  const { type, operator, operand } = comparison;
  switch (operator) {
    case '$in': {
      const among = operand.filter(fits);
      return among.length === 0 ? undefined : { kind: 'listed', among };
    }
    case '$nin':
      return testOther(operand, type, fits);
    case '$ne':
      return testOther([operand], type, fits);
    case '$eq':
      return fits(operand) ? { kind: 'equal', to: operand } : undefined;
    default:
      return fits(operand) ? { kind: 'order', sign: signs[operator], to: operand } : undefined;
  }
}

/**
 * Returns the demand to differ from some operands. An operand that the column cannot hold excludes nothing; with one
 * of another type, no value can meet the comparison.
 */
const testOther = <Operand extends Scalar>(
  excluded: readonly Scalar[],
  type: ComparableType | 'list',
  fits: (operand: Scalar) => operand is Operand,
): ColumnTest<Operand> | undefined =>
  excluded.every((item) => isOfType(type, item)) ? { kind: 'other', than: excluded.filter(fits) } : undefined;

/** Returns a test for whole numbers where a comparison of integers could be met by a fraction. */
export const requireWhole = (
  { type }: Comparison,
  test: ColumnTest<number> | undefined,
  isWhole: string,
): readonly string[] =>
  type === 'integer' &&
  (test?.kind === 'order' || test?.kind === 'other' || !listOperands(test).every(Number.isInteger))
    ? [isWhole]
    : [];

/** Lists the values that a comparison compares with. */
export function listOperands<Operand>(test: ColumnTest<Operand> | undefined): readonly Operand[] {
  switch (test?.kind) {
    case undefined:
      return [];
    case 'equal':
    case 'order':
      return [test.to];
    case 'listed':
      return test.among;
    case 'other':
      return test.than;
  }
}

/** Returns the same question with other operands. */
export function mapOperands<Operand, Written>(
  test: ColumnTest<Operand>,
  write: (operand: Operand) => Written,
): ColumnTest<Written> {
  switch (test.kind) {
    case 'equal':
      return { kind: 'equal', to: write(test.to) };
    case 'order':
      return { ...test, to: write(test.to) };
    case 'listed':
      return { kind: 'listed', among: test.among.map(write) };
    case 'other':
      return { kind: 'other', than: test.than.map(write) };
  }
}

const signs = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' } as const;

/** Returns true if an operand can be an item of a list: a text, a number, true or false. */
export const isItem = (operand: Scalar): operand is Scalar =>
  typeof operand === 'string' || isNumber(operand) || isBoolean(operand);

/** Returns true if an operand can be an item of a list that a database holds. */
export const isHeldItem = (operand: Scalar): operand is Scalar =>
  typeof operand === 'string' ? isStorable(operand) : isItem(operand);

/** Returns true if an operand compares with a type at all, whatever a database can hold: an integer with every number. */
export function isOfType(type: ComparableType | 'list', value: Scalar): boolean {
  switch (type) {
    case 'id':
    case 'string':
      return typeof value === 'string';
    case 'date':
      return isDate(value);
    case 'number':
    case 'integer':
      return isNumber(value);
    case 'boolean':
      return isBoolean(value);
    case 'list':
      return isItem(value);
  }
}

/** Returns true if an operand is a text that a database can hold. */
export const isText = (operand: Scalar): operand is string =>
  typeof operand === 'string' && isStorable(operand);

/** Returns true if an operand is a date as policies write it. */
export const isDate = (operand: Scalar): operand is string =>
  typeof operand === 'string' && !Number.isNaN(readInstant(operand));

/** Returns true if an operand is a number that JSON can write. */
export const isNumber = (operand: Scalar): operand is number => Number.isFinite(operand);

/** Returns true if an operand is true or false. */
export const isBoolean = (operand: Scalar): operand is boolean => typeof operand === 'boolean';

/** Returns true if an operand is a uuid as a database prints it: another writing is another text. */
export const isUuid = (operand: Scalar): operand is string =>
  isText(operand) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(operand);
