import type { Bits } from '../compiler/model/bits.ts';
import { isHole, type ListOperator } from '../compiler/model/condition.ts';
import { isOfType } from './asked.ts';
import type { Attributes } from './attributes.ts';
import type { IndexedComparison } from './index.ts';
import { type Names, type Test, testOf } from './matcher.ts';
import type { Scope, Table } from './table.ts';
import { isStorable } from './text.ts';
import type { Alternative, ComparableType, Comparison, Scalar } from './where.ts';

/** An attribute that the conditions of some role need and that cannot be used, so that they hold for nothing. */
export interface Unfilled {
  readonly attribute: string;
  /** Why not: `is null`, `is empty text`, `is an object, not an id`. */
  readonly because: string;
}

/** A table's scopes for one user. */
export interface Bound {
  /** Those that some record can meet. */
  readonly scopes: readonly BoundScope[];
  readonly unfilled: readonly Unfilled[];
}

/** Cells with the records for which they hold. */
export interface BoundScope {
  readonly cells: Bits;
  readonly alternatives: readonly Alternative[];
  /** Whether a record of the portfolio's own model meets one of the alternatives. */
  readonly reaches: Test;
}

/** Fills what conditions ask of the user. Alternatives that need what cannot be used are left out. */
export function bind({ index, scopes }: Table, attributes: Attributes): Bound {
  const unfilled = new Map<string, Unfilled>();
  return {
    scopes: scopes.flatMap((scope) => boundScope(scope, attributes, unfilled, index.reached)),
    unfilled: [...unfilled.values()],
  };
}

function boundScope(
  { cells, reach }: Scope,
  attributes: Attributes,
  unfilled: Map<string, Unfilled>,
  names: Names,
): readonly BoundScope[] {
  const alternatives: Alternative[] = [];
  for (const alternative of reach) {
    const filled = alternative.map((comparison) => fill(comparison, attributes, unfilled));
    if (filled.every((comparison) => comparison !== undefined)) alternatives.push(filled);
  }
  if (alternatives.length === 0) return [];
  const tests = alternatives.map((alternative) => testOf(alternative, names));
  const [first] = tests;
  const reaches: Test =
    first && tests.length === 1
      ? first
      : (record) => {
          for (const test of tests) if (test(record)) return true;
          return false;
        };
  return [{ cells, alternatives, reaches }];
}

/** A comparison with a value in it; nothing where no record can meet it. */
export function fill(
  { property, type, operator, operand }: IndexedComparison,
  attributes: Attributes,
  unfilled: Map<string, Unfilled>,
): Comparison | undefined {
  if (operator === '$exists')
    return typeof operand === 'boolean' ? { property, type, operator, operand } : undefined;
  if (type === 'object') return undefined;
  const value = isHole(operand) ? filled(operand.$user, attributes, unfilled) : operand;
  if (value === undefined) return undefined;
  if (operator === '$in' || operator === '$nin') {
    if (!isList(value)) return undefined;
    const items = itemsOf(value, type, operator);
    if (items === undefined && isHole(operand))
      unfilled.set(operand.$user, {
        attribute: operand.$user,
        because: `holds a value that is not of type ${type}`,
      });
    // No value is one of none, and every value is another than none.
    return items === undefined || (operator === '$in' && items.length === 0)
      ? undefined
      : { property, type, operator, operand: items };
  }
  if (isList(value) || !isOfType(type, value)) return undefined;
  if (type === 'list') {
    const isHere = operator === '$ne' || (operator === '$eq' && isHeld(value));
    return isHere ? { property, type, operator, operand: value } : undefined;
  }
  return operator === '$ne' || isHeld(value) ? { property, type, operator, operand: value } : undefined;
}

function filled(
  attribute: string,
  attributes: Attributes,
  unfilled: Map<string, Unfilled>,
): Scalar | readonly Scalar[] | undefined {
  const known = attributes(attribute);
  if (known.usable) return known.value;
  unfilled.set(attribute, { attribute, because: known.because });
  return undefined;
}

const looked = new WeakMap<readonly Scalar[], Map<string, readonly Scalar[] | undefined>>();

/**
 * Returns the items of a list, each once, of those that are looked for the ones that a database can hold; undefined if
 * one is of another type than the column. Long lists are looked through once for all comparisons.
 */
function itemsOf(
  list: readonly Scalar[],
  type: ComparableType | 'list',
  operator: ListOperator,
): readonly Scalar[] | undefined {
  const known = looked.get(list) ?? new Map<string, readonly Scalar[] | undefined>();
  looked.set(list, known);
  const key = `${type} ${operator}`;
  if (known.has(key)) return known.get(key);
  const isFitting = list.every((item) => isOfType(type, item));
  const items = isFitting ? [...new Set(operator === '$in' ? list.filter(isHeld) : list)] : undefined;
  known.set(key, items);
  return items;
}

/** Whether a database can hold a value. */
const isHeld = (value: Scalar): boolean => typeof value !== 'string' || isStorable(value);

const isList = (value: unknown): value is readonly Scalar[] => Array.isArray(value);
