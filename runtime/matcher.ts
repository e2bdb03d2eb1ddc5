import { instantOf } from '../compiler/text/instant.ts';
import { byCodePoint } from '../compiler/text/order.ts';
import { beginsLikeDate, instantOfDate } from './text.ts';
import type { Alternative, Comparison, Scalar } from './where.ts';

/** Whether a record meets something. */
export type Test = (record: object) => boolean;

/** Whether a record meets all comparisons of an alternative. */
export function testOf(alternative: Alternative): Test {
  const [first = never, ...others] = alternative.map(comparisonOf);
  if (others.length === 0) return first;
  return (record) => {
    if (!first(record)) return false;
    for (const other of others) if (!other(record)) return false;
    return true;
  };
}

const never: Test = () => false;

/**
 * One comparison, strictly: values of different types never match, and nothing but `$exists: false` matches
 * a column that is null or missing.
 */
function comparisonOf(comparison: Comparison): Test {
  const { property } = comparison;
  if (comparison.operator === '$exists') {
    if (comparison.operand) return (record) => read(record, property) != null;
    return (record) => read(record, property) == null && isSingle(record);
  }
  if (comparison.type === 'date') return dateComparison(comparison);
  const { operator, operand } = comparison;
  switch (operator) {
    case '$eq':
      return (record) => read(record, property) === operand;
    case '$in':
      return listed(property, operand);
    case '$gt':
      return ordered(property, operand, (order) => order > 0);
    case '$gte':
      return ordered(property, operand, (order) => order >= 0);
    case '$lt':
      return ordered(property, operand, (order) => order < 0);
    case '$lte':
      return ordered(property, operand, (order) => order <= 0);
  }
}

/** Up to here a list is looked through faster than a set is asked. */
const shortList = 8;

function listed(property: string, operand: readonly Scalar[]): Test {
  if (operand.length <= shortList) {
    return (record) => {
      const value = read(record, property);
      for (const item of operand) if (item === value) return true;
      return false;
    };
  }
  const values = sets.get(operand) ?? new Set<unknown>(operand);
  sets.set(operand, values);
  return (record) => values.has(read(record, property));
}

/** Several comparisons ask for the same list: owner and co-owner, of one model and the next. */
const sets = new WeakMap<readonly Scalar[], ReadonlySet<unknown>>();

function ordered(property: string, operand: Scalar, holds: (order: number) => boolean): Test {
  if (typeof operand === 'string')
    return (record) => {
      const value = read(record, property);
      return typeof value === 'string' && holds(byCodePoint(value, operand));
    };
  if (typeof operand === 'number')
    return (record) => {
      const value = read(record, property);
      return Number.isFinite(value) && holds(Number(value) - operand);
    };
  return never;
}

/**
 * Whether an object is one record at all. A promise that was not waited for, a map or a buffer lacks every column,
 * and must not pass for a record of which a column is missing.
 */
const isSingle = (record: object): boolean =>
  typeof (record as { readonly then?: unknown }).then !== 'function' &&
  !(Symbol.iterator in record) &&
  instantOfDate(record) === undefined;

type DateComparison = Exclude<Comparison, { readonly operator: '$exists' }>;

/** Text is compared as text, where it is a date at all; a `Date` as an instant. */
function dateComparison({ property, operator, operand }: DateComparison): Test {
  const operands = (operator === '$in' ? operand : [operand]).map((item) => {
    const text = String(item);
    return { text, instant: instantOf(text) };
  });
  const holds = holding[operator];
  return (record) => {
    const value = read(record, property);
    if (typeof value === 'string')
      return beginsLikeDate(value) && operands.some(({ text }) => holds(byCodePoint(value, text)));
    const instant = instantOfDate(value);
    return instant !== undefined && operands.some((other) => holds(instant - other.instant));
  };
}

const holding: Readonly<Record<DateComparison['operator'], (order: number) => boolean>> = {
  $eq: (order) => order === 0,
  $in: (order) => order === 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
};

/**
 * A column of a record: a property of its own, or one that its class computes. What it merely inherits is
 * missing, so that neither a prototype that came with the data nor a polluted one can fill a column.
 */
export function read(record: object, name: string): unknown {
  if (Object.hasOwn(record, name)) return (record as Readonly<Record<string, unknown>>)[name];
  for (
    let parent: object | null = Object.getPrototypeOf(record);
    parent !== null && parent !== Object.prototype;
    parent = Object.getPrototypeOf(parent)
  ) {
    const inherited = Object.getOwnPropertyDescriptor(parent, name);
    if (inherited) return inherited.get ? (record as Readonly<Record<string, unknown>>)[name] : undefined;
  }
  return undefined;
}

/** The record at the end of a path of relations; nothing where a step leads to no single record. */
export function follow(record: object, path: readonly string[]): object | undefined {
  let current = record;
  for (const step of path) {
    const next = read(current, step);
    if (typeof next !== 'object' || next === null || Array.isArray(next)) return undefined;
    current = next;
  }
  return current;
}
