import { type Bits, has } from '../compiler/model/bits.ts';
import {
  findComparedModel,
  isHole,
  type ListOperator,
  readComparedColumn,
} from '../compiler/model/condition.ts';
import type { RecordReach } from '../compiler/model/record-reach.ts';
import type { Attributes } from './attributes.ts';
import type { BoundReach } from './bound-reach.ts';
import type { Index, IndexedComparison, IndexedLink, IndexedReach } from './bundle-index.ts';
import { canBeMet } from './can-be-met.ts';
import { isOfType } from './column-test.ts';
import { isStorable } from './is-storable.ts';
import { makePathTest, makeRecordTest, type Names, type RecordTest } from './matcher.ts';
import type { Table } from './table.ts';
import type { Alternative, ComparableType, ComparedColumn, Comparison, Scalar } from './where.ts';

/** An attribute that the conditions of some role need and that cannot be used, so that they hold for nothing. */
export interface Unfilled {
  readonly attribute: string;
  /** The reason why the attribute cannot be used: `is null`, `is empty text`, `is an object, not an id`. */
  readonly because: string;
}

/** A table's scopes for one user. */
export interface BoundReaches {
  /** The scopes whose conditions could be filled. */
  readonly scopes: readonly BoundScope[];
  readonly unfilled: readonly Unfilled[];
}

/** Cells with the records for which they hold. */
export interface BoundScope {
  readonly cells: Bits;
  readonly reach: BoundReach;
  /** Returns true if a record is reached. */
  readonly reaches: RecordTest;
  /** Returns true if there can be a record that is reached. */
  readonly isPossible: () => boolean;
}

/** Fills what conditions ask of the user. Alternatives that need what cannot be used are left out. */
export function bindReaches({ index, scopes }: Table, attributes: Attributes): BoundReaches {
  const unfilled = new Map<string, Unfilled>();
  const filling: Filling = { attributes, unfilled, index };
  return {
    scopes: scopes.flatMap(({ cells, reach }): BoundScope[] => {
      const filled = fillReach(reach, filling);
      return filled ? [bindScope(cells, filled)] : [];
    }),
    unfilled: [...unfilled.values()],
  };
}

function bindScope(cells: Bits, { reach, test }: Filled): BoundScope {
  let known: boolean | undefined;
  const isPossible = () => {
    known ??= canBeMet(reach);
    return known;
  };
  return { cells, reach, reaches: test, isPossible };
}

/** Lists the scopes of a cell in which there can be a record. */
export const listPossible = ({ scopes }: BoundReaches, cell: number): readonly BoundScope[] =>
  scopes.filter(({ cells, isPossible }) => has(cells, cell) && isPossible());

/** Returns the test whether a record is in a reach, with what conditions ask of a user filled in. */
export function makeReachTest(index: Index, reach: RecordReach, attributes: Attributes): RecordTest {
  if (reach === 'all') return () => true;
  const filled = fillReach(reach as Exclude<IndexedReach, 'all'>, { attributes, unfilled: new Map(), index });
  return filled?.test ?? (() => false);
}

interface Filling {
  readonly attributes: Attributes;
  readonly unfilled: Map<string, Unfilled>;
  readonly index: Index;
}

interface Filled {
  readonly reach: BoundReach;
  readonly test: RecordTest;
}

/** Fills a reach with values; undefined if no record can be reached. */
function fillReach(reach: Exclude<IndexedReach, 'all'>, filling: Filling): Filled | undefined {
  if (reach.kind === 'linked') return fillLink(reach, filling);
  const { kind } = reach;
  const parts = reach.of.map((part) => fillReach(part, filling));
  const filled = parts.filter((part) => part !== undefined);
  const [first] = filled;
  if (!first || (kind === 'common' && filled.length < parts.length)) return undefined;
  if (filled.length === 1) return first;
  const tests = filled.map(({ test }) => test);
  return {
    reach: { kind, of: filled.map((part) => part.reach) },
    test: kind === 'union' ? joinByOr(tests) : joinByAnd(tests),
  };
}

function fillLink(
  { on, path, alternatives: reached }: IndexedLink,
  { attributes, unfilled, index }: Filling,
): Filled | undefined {
  const alternatives: Alternative[] = [];
  const namesOf = (model: string) => index.models.get(model)?.names ?? index.reached;
  const names = namesOf(on);
  const further = new Map<Comparison, Names>();
  for (const alternative of reached) {
    const filled = alternative.map((comparison) => {
      const whole = fillComparison(comparison, attributes, unfilled);
      if (whole?.through) further.set(whole, namesOf(findComparedModel(on, comparison)));
      return whole;
    });
    if (filled.every((comparison) => comparison !== undefined)) alternatives.push(filled);
  }
  if (alternatives.length === 0) return undefined;
  const test = joinByOr(
    alternatives.map((alternative) =>
      makeRecordTest(alternative, (comparison) => further.get(comparison) ?? names),
    ),
  );
  return { reach: { kind: 'linked', path, alternatives }, test: makePathTest(path, test, names) };
}

function joinByOr(tests: readonly RecordTest[]): RecordTest {
  const [first] = tests;
  if (first && tests.length === 1) return first;
  return (record) => {
    for (const test of tests) if (test(record)) return true;
    return false;
  };
}

const joinByAnd =
  (tests: readonly RecordTest[]): RecordTest =>
  (record) => {
    for (const test of tests) if (!test(record)) return false;
    return true;
  };

/** Fills a comparison with a value; undefined if no record can meet it. */
export function fillComparison(
  comparison: IndexedComparison,
  attributes: Attributes,
  unfilled: Map<string, Unfilled>,
): Comparison | undefined {
  const { type, operator, operand } = comparison;
  const column = readColumn(comparison);
  if (operator === '$exists')
    return typeof operand === 'boolean' ? { ...column, type, operator, operand } : undefined;
  if (type === 'object') return undefined;
  const value = isHole(operand) ? fillHole(operand.$user, attributes, unfilled) : operand;
  if (value === undefined) return undefined;
  if (operator === '$in' || operator === '$nin') {
    if (!isList(value)) return undefined;
    const items = readItems(value, type, operator);
    if (items === undefined && isHole(operand))
      unfilled.set(operand.$user, {
        attribute: operand.$user,
        because: `holds a value that is not of type ${type}`,
      });
    // No value is one of an empty list, and every value differs from all of its items.
    return items === undefined || (operator === '$in' && items.length === 0)
      ? undefined
      : { ...column, type, operator, operand: items };
  }
  if (isList(value)) return undefined;
  if (!isOfType(type, value)) {
    if (isHole(operand))
      unfilled.set(operand.$user, { attribute: operand.$user, because: `is not of type ${type}` });
    return undefined;
  }
  if (type === 'list') {
    const isHere = operator === '$ne' || (operator === '$eq' && isHeld(value));
    return isHere ? { ...column, type, operator, operand: value } : undefined;
  }
  return operator === '$ne' || isHeld(value) ? { ...column, type, operator, operand: value } : undefined;
}

const readColumn = (comparison: IndexedComparison): ComparedColumn => {
  const { through } = comparison;
  const property = readComparedColumn(comparison);
  return through ? { property, through: through.map(({ name }) => name) } : { property };
};

function fillHole(
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
 * Returns the items of a list, each once; of those to look for, only the ones that a database can hold. Returns
 * undefined if an item is of another type than the column. A long list is looked through once for all comparisons.
 */
function readItems(
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

/** Returns true if a database can hold a value. */
const isHeld = (value: Scalar): boolean => typeof value !== 'string' || isStorable(value);

const isList = (value: unknown): value is readonly Scalar[] => Array.isArray(value);
