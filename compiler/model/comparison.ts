/**
 * The one meaning of a comparison: which values can meet it, and in which order they stand. The linker, the diff and the
 * matcher of the runtime all use it.
 *
 * - A value of another type meets no comparison, and a value that is null or missing meets `$exists: false` alone.
 * - `$ne` and `$nin` are met by a value of the property's type that is there and differs.
 * - A list is met by what it contains: `$eq` and `$in` want an item, `$ne` and `$nin` a list without one. Its items are
 *   compared as they stand.
 * - Text is ordered by code point. Numbers that are not finite compare with nothing, nor do fractions with a property of integers.
 * - A date is a `Date` or text that begins like one in ISO 8601. A `Date` is compared as an instant, text as text, so two
 *   bounds in different zones stand in two orders at once.
 */
import { beginsLikeDate, readDateInstant, readInstant } from '../text/instant.ts';
import { byCodePoint } from '../text/order.ts';
import type { PropertyType } from './catalog.ts';
import type { Literal, Operator } from './condition.ts';

/** An operator that compares values; `$exists` only asks whether there is one. */
export type ValueOperator = Exclude<Operator, '$exists'>;

/** A way to compare values, which several property types share. */
export type ValueFamily = 'text' | 'number' | 'boolean' | 'date' | 'list';

/** Returns how the values of a type are compared; undefined for a type of which only `$exists` can be asked. */
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
    case 'list':
      return type;
    case 'object':
      return undefined;
  }
}

/**
 * Tests by operator. Each takes how the value stands to the operand: negative if below, zero if equal, positive if above,
 * and NaN, which meets no operator, if the two do not compare.
 */
export const isMetBy: Readonly<Record<ValueOperator, (order: number) => boolean>> = {
  $eq: (order) => order === 0,
  $in: (order) => order === 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
  $ne: (order) => order < 0 || order > 0,
  $nin: (order) => order < 0 || order > 0,
};

/** Returns true if there is a value, of whatever type: the question of `$exists`. */
export const isThere = (value: unknown): boolean => value !== null && value !== undefined;

/** A test of one value. */
export type ValueTest = (value: unknown) => boolean;

/** Returns the test that a value of a property must pass to meet a comparison with a literal. */
export function makeValueTest(
  type: PropertyType,
  operator: ValueOperator,
  operand: Literal | readonly Literal[],
): ValueTest {
  const family = familyOf(type);
  if (family === undefined) return meetsNothing;
  if (family === 'date') return makeDateTest(operator, toList(operand));
  if (family === 'list') return makeContentTest(operator, toList(operand));
  const isOfType = type === 'integer' ? Number.isInteger : typeTests[family];
  if (operator === '$in') {
    const isMember = makeMemberTest(toList(operand));
    return type === 'integer' ? (value) => isOfType(value) && isMember(value) : isMember;
  }
  if (operator === '$ne' || operator === '$nin') {
    const isExcluded = makeMemberTest(toList(operand));
    return (value) => isOfType(value) && !isExcluded(value);
  }
  const [bound] = toList(operand);
  if (bound === undefined) return meetsNothing;
  if (operator === '$eq') return (value) => value === bound && (type !== 'integer' || isOfType(value));
  const isMet = isMetBy[operator];
  if (typeof bound === 'string')
    return (value) => typeof value === 'string' && isMet(byCodePoint(value, bound));
  if (typeof bound === 'number') return (value) => isOfType(value) && isMet(Number(value) - bound);
  return meetsNothing;
}

const meetsNothing: ValueTest = () => false;

/** Tests whether a value is of a type that is compared as it stands. */
const typeTests: Readonly<Record<Exclude<ValueFamily, 'date' | 'list'>, ValueTest>> = {
  text: (value) => typeof value === 'string',
  number: (value) => Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
};

const toList = (operand: Literal | readonly Literal[]): readonly Literal[] =>
  typeof operand === 'object' ? operand : [operand];

/** A list of up to so many items is searched faster than a set. */
const shortList = 8;

function makeMemberTest(items: readonly Literal[]): ValueTest {
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

/** Sets of long lists; several comparisons share a list, such as those of owner and co-owner. */
const sets = new WeakMap<readonly Literal[], ReadonlySet<unknown>>();

/** Returns the test of what a list contains; lists have no order. */
function makeContentTest(operator: ValueOperator, items: readonly Literal[]): ValueTest {
  const isWanted = makeMemberTest(items);
  switch (operator) {
    case '$eq':
    case '$in':
      return (value) => Array.isArray(value) && value.some(isWanted);
    case '$ne':
    case '$nin':
      return (value) => Array.isArray(value) && !value.some(isWanted);
    default:
      return meetsNothing;
  }
}

function makeDateTest(operator: ValueOperator, operands: readonly Literal[]): ValueTest {
  const bounds = operands.map((operand) => ({
    text: String(operand),
    instant: readInstant(String(operand)),
  }));
  const isMet = isMetBy[operator];
  // One of several values is met if it is equal, and is left out only if it differs from each.
  const isExclusion = operator === '$ne' || operator === '$nin';
  const meetsBounds = (meets: (bound: (typeof bounds)[number]) => boolean) =>
    isExclusion ? bounds.every(meets) : bounds.some(meets);
  return (value) => {
    if (typeof value === 'string')
      return beginsLikeDate(value) && meetsBounds(({ text }) => isMet(byCodePoint(value, text)));
    const instant = readDateInstant(value);
    return (
      instant !== undefined &&
      !Number.isNaN(instant) &&
      meetsBounds((bound) => isMet(instant - bound.instant))
    );
  };
}
