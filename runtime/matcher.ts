import type { PathStep } from '../compiler/model/catalog.ts';
import { isThere, makeValueTest } from '../compiler/model/comparison.ts';
import { readDateInstant } from '../compiler/text/instant.ts';
import type { Alternative, Comparison } from './where.ts';

/** A test that returns true if a record meets a condition. */
export type RecordTest = (record: object) => boolean;

/** The names under which records of a model hold values, as far as the policies know them. */
export type Names = ReadonlySet<string>;

/**
 * Returns the test whether a record meets all comparisons of an alternative. `namesOf` tells what the record that has the
 * compared column can have.
 */
export function makeRecordTest(
  alternative: Alternative,
  namesOf: (comparison: Comparison) => Names,
): RecordTest {
  const [first = never, ...others] = alternative.map((comparison) => {
    const names = namesOf(comparison);
    const test = makeComparisonTest(comparison, names);
    return comparison.through ? makeFieldTest(comparison.through, test, names) : test;
  });
  if (others.length === 0) return first;
  return (record) => {
    if (!first(record)) return false;
    for (const other of others) if (!other(record)) return false;
    return true;
  };
}

const never: RecordTest = () => false;

/** Returns the test for one comparison: what a comparison means is said in `comparison.ts`. */
function makeComparisonTest(comparison: Comparison, names: Names): RecordTest {
  const { property } = comparison;
  if (comparison.operator === '$exists') {
    if (comparison.operand) return (record) => isThere(readField(record, property));
    return (record) => !isThere(readField(record, property)) && canLack(record, property, names);
  }
  const isMet = makeValueTest(comparison.type, comparison.operator, comparison.operand);
  return (record) => isMet(readField(record, property));
}

/**
 * Tells whether an object is a record that can lack a column. A promise that was not awaited, a map, or the answer of a
 * database around its rows lacks every column, and must not pass for a record in which one is missing.
 */
const canLack = (record: object, property: string, names: Names): boolean =>
  !isBuiltIn(record) && (Object.hasOwn(record, property) || isEmptyValue(record) || hasName(record, names));

/** Tells whether an object has one of some names as its own, or by an accessor of its class. */
export function hasName(record: object, names: Names): boolean {
  if (hasOwnName(record, names)) return true;
  if (isPlain(record)) return false;
  for (const name of names) if (isComputed(record, name)) return true;
  return false;
}

function hasOwnName(record: object, names: Names): boolean {
  for (const key of Object.getOwnPropertyNames(record)) if (names.has(key)) return true;
  return false;
}

/** Tells whether nothing stands on a plain object but the tag of CASL's `subject()`. */
export const isEmptyValue = (record: object): boolean =>
  isPlain(record) && Object.getOwnPropertyNames(record).every((name) => name === '__caslSubjectType__');

function isPlain(record: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(record);
  return prototype === Object.prototype || prototype === null;
}

/** Tells whether an object is something that JavaScript makes and no service fills with columns. */
const isBuiltIn = (value: object): boolean =>
  typeof (value as { readonly then?: unknown }).then === 'function' ||
  Symbol.iterator in value ||
  value instanceof Error ||
  readDateInstant(value) !== undefined;

/**
 * Tells whether an object can be a record at all, whatever is asked about it: plain, or an instance of a class that
 * holds columns, as those of an ORM. Errors, dates, lists, maps, bytes and promises are none; what calls itself
 * something else than an object, as a `Response` does, is one only if it has a column of its own.
 */
export function isRecordOf(value: object, names: Names): boolean {
  if (isPlain(value)) return true;
  if (Array.isArray(value) || isBuiltIn(value)) return false;
  const kind = Object.prototype.toString.call(value);
  return kind === '[object Object]' || (kind !== '[object Error]' && hasOwnName(value, names));
}

/**
 * Reads a column of a record: a property of its own, or one that its class computes. A property that the record
 * merely inherits is missing, so that neither a prototype that came with the data nor a polluted one can fill a
 * column.
 */
export function readField(record: object, name: string): unknown {
  if (Object.hasOwn(record, name) || isComputed(record, name))
    return (record as Readonly<Record<string, unknown>>)[name];
  const dot = name.indexOf('.');
  if (dot < 0) return undefined;
  const inner = readField(record, name.slice(0, dot));
  const isHolder = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return isHolder ? readField(inner, name.slice(dot + 1)) : undefined;
}

/** Tells whether the class of an object computes what stands under a name. */
function isComputed(record: object, name: string): boolean {
  for (
    let parent: object | null = Object.getPrototypeOf(record);
    parent !== null && parent !== Object.prototype;
    parent = Object.getPrototypeOf(parent)
  ) {
    const inherited = Object.getOwnPropertyDescriptor(parent, name);
    if (inherited) return inherited.get !== undefined;
  }
  return false;
}

/**
 * Returns the record at the end of a path of relations; undefined where a step leads to no single record. The names
 * are those that the record at the end can have.
 */
export function followPath(record: object, path: readonly string[], names: Names): object | undefined {
  let current = record;
  for (const step of path) {
    const next = readField(current, step);
    if (typeof next !== 'object' || next === null || !isRecordOf(next, names)) return undefined;
    current = next;
  }
  return current;
}

/**
 * Returns the test whether a path of relations leads to a record that passes another test; of a list one is enough. The names
 * are those that the record at the end can have.
 */
export function makePathTest(path: readonly PathStep[], test: RecordTest, names: Names): RecordTest {
  const first = path.findIndex(({ many }) => many);
  const steps = path.map(({ name }) => name);
  if (first === -1) {
    return steps.length === 0 ? test : makeFieldTest(steps, test, names);
  }
  const before = steps.slice(0, first);
  const list = steps[first] ?? '';
  const rest = makePathTest(path.slice(first + 1), test, names);
  const isReached = (item: unknown) =>
    typeof item === 'object' && item !== null && isRecordOf(item, names) && rest(item);
  return (record) => {
    const holder = followPath(record, before, names);
    const items = holder && readField(holder, list);
    return Array.isArray(items) && items.some(isReached);
  };
}

/** Returns the test whether relations, each to one record, lead to a record that passes another test. */
const makeFieldTest =
  (steps: readonly string[], test: RecordTest, names: Names): RecordTest =>
  (record) => {
    const reached = followPath(record, steps, names);
    return reached !== undefined && test(reached);
  };
