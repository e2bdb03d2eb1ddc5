import { isThere, makeValueTest } from '../compiler/model/comparison.ts';
import { instantOfDate } from '../compiler/text/instant.ts';
import type { Alternative, Comparison } from './where.ts';

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

/** Returns whether a record meets one comparison: what a comparison means is said in `comparison.ts`. */
function comparisonOf(comparison: Comparison): Test {
  const { property } = comparison;
  if (comparison.operator === '$exists') {
    if (comparison.operand) return (record) => isThere(read(record, property));
    return (record) => !isThere(read(record, property)) && isSingle(record);
  }
  const isMet = makeValueTest(comparison.type, comparison.operator, comparison.operand);
  return (record) => isMet(read(record, property));
}

/**
 * Whether an object is one record at all. A promise that was not waited for, a map or a buffer lacks every column,
 * and must not pass for a record of which a column is missing.
 */
const isSingle = (record: object): boolean =>
  typeof (record as { readonly then?: unknown }).then !== 'function' &&
  !(Symbol.iterator in record) &&
  instantOfDate(record) === undefined;

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
