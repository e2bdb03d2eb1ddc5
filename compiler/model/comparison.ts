/**
 * The one meaning of a comparison: which values it is about, in which order they stand, and which of them meet it. The
 * linker, the diff and the matcher of the runtime hold to it.
 *
 * - Values of different types never compare, and a value that is null or missing meets `$exists: false` alone.
 * - Text is ordered by code point. Numbers that are not finite compare with nothing.
 * - A date is a `Date` or text that begins like one in ISO 8601. A `Date` is compared as an instant, text as text, so two
 *   bounds in different zones stand in two orders at once.
 */
import { beginsLikeDate, instantOf, instantOfDate } from '../text/instant.ts';
import { byCodePoint } from '../text/order.ts';
import type { PropertyType } from './catalog.ts';
import type { Literal, Operator } from './condition.ts';

/** An operator that compares a value, not only asks whether there is one. */
export type ValueOperator = Exclude<Operator, '$exists'>;

/** Types whose values are compared in the same way. */
export type ValueFamily = 'text' | 'number' | 'boolean' | 'date';

/** Returns how the values of a type are compared; undefined where they can only be there or not. */
export function familyOf(type: PropertyType): ValueFamily | undefined {
  switch (type) {
    case 'id':
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
    case 'date':
      return type;
    case 'list':
    case 'object':
      return undefined;
  }
}

/** By operator: whether a value meets it that stands so to the operand; NaN, where the two do not compare, meets none. */
export const isMetBy: Readonly<Record<ValueOperator, (order: number) => boolean>> = {
  $eq: (order) => order === 0,
  $in: (order) => order === 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
};

/** Whether a value is there: what `$exists` asks, of whatever type it is. */
export const isThere = (value: unknown): boolean => value !== null && value !== undefined;

/** Whether a value meets something. */
export type ValueTest = (value: unknown) => boolean;

/** Returns the test for one comparison with a literal operand, of a property of a type. */
export function makeValueTest(
  type: PropertyType,
  operator: ValueOperator,
  operand: Literal | readonly Literal[],
): ValueTest {
  const family = familyOf(type);
  if (family === undefined) return meetsNothing;
  if (family === 'date') return makeDateTest(operator, listed(operand));
  if (operator === '$in') return makeListTest(listed(operand));
  const [bound] = listed(operand);
  if (bound === undefined) return meetsNothing;
  if (operator === '$eq') return (value) => value === bound;
  const isMet = isMetBy[operator];
  if (typeof bound === 'string')
    return (value) => typeof value === 'string' && isMet(byCodePoint(value, bound));
  if (typeof bound === 'number') return (value) => Number.isFinite(value) && isMet(Number(value) - bound);
  return meetsNothing;
}

const meetsNothing: ValueTest = () => false;

const listed = (operand: Literal | readonly Literal[]): readonly Literal[] =>
  typeof operand === 'object' ? operand : [operand];

/** Up to here a list is looked through faster than a set is asked. */
const shortList = 8;

function makeListTest(items: readonly Literal[]): ValueTest {
  if (items.length <= shortList) {
    return (value) => {
      for (const item of items) if (item === value) return true;
      return false;
    };
  }
  const values = sets.get(items) ?? new Set<unknown>(items);
  sets.set(items, values);
  return (value) => values.has(value);
}

/** Several comparisons ask for the same list: owner and co-owner, of one model and the next. */
const sets = new WeakMap<readonly Literal[], ReadonlySet<unknown>>();

function makeDateTest(operator: ValueOperator, operands: readonly Literal[]): ValueTest {
  const bounds = operands.map((operand) => ({ text: String(operand), instant: instantOf(String(operand)) }));
  const isMet = isMetBy[operator];
  return (value) => {
    if (typeof value === 'string')
      return beginsLikeDate(value) && bounds.some(({ text }) => isMet(byCodePoint(value, text)));
    const instant = instantOfDate(value);
    return instant !== undefined && bounds.some((bound) => isMet(instant - bound.instant));
  };
}
