import { readInstant } from '../../compiler/text/instant.ts';
import {
  type ColumnTest,
  isBoolean,
  isDate,
  isHeldItem,
  isNumber,
  isText,
  isUuid,
  listOperands,
  readColumnTest,
  requireWhole,
  type ValueComparison,
} from '../column-test.ts';
import type { Comparison } from '../where.ts';
import { joinSqlByAnd } from './join.ts';
import { makeStorageError, type StorageType } from './schema.ts';

type Bind = (value: string | number | boolean | string[] | number[] | boolean[]) => string;

/** Writes a comparison in the words of PostgreSQL. */
export function comparePostgresColumn(
  comparison: Comparison,
  column: string,
  held: StorageType,
  bind: Bind,
): string {
  if (comparison.operator === '$exists') return testExistence(comparison, column);
  switch (comparison.type) {
    case 'id':
    case 'string':
      return compareText(comparison, column, held ?? 'text', bind);
    case 'number':
    case 'integer':
      if (held !== undefined) throw makeStorageError(comparison, held);
      return compareNumber(comparison, column, bind);
    case 'boolean':
      if (held !== undefined) throw makeStorageError(comparison, held);
      return compareBoolean(comparison, column, bind);
    case 'date':
      return compareDate(comparison, column, held ?? 'timestamptz', bind);
    case 'list':
      return compareList(comparison, column, bind);
  }
}

/** Writes the test for a value; to a record, the null of JSON is null like any other. */
function testExistence({ type, operand }: Comparison, column: string): string {
  if (type === 'list' || type === 'object')
    return `COALESCE(to_jsonb(${column}), 'null'::jsonb) ${operand ? '<>' : '='} 'null'::jsonb`;
  return `${column} IS ${operand ? 'NOT NULL' : 'NULL'}`;
}

/**
 * Writes the test for an item in an array of whatever type, or in JSON. A JSON value that is no list contains itself,
 * so the test also asks whether it is a list.
 */
function compareList(comparison: ValueComparison, column: string, bind: Bind): string {
  const test = readColumnTest(comparison, isHeldItem);
  if (!test) return 'FALSE';
  const json = `to_jsonb(${column})`;
  const isList = `jsonb_typeof(${json}) = 'array'`;
  const items = `ARRAY(SELECT jsonb_array_elements(${bind(JSON.stringify(listOperands(test)))}::text::jsonb))`;
  return joinSqlByAnd([isList, `${test.kind === 'other' ? 'NOT ' : ''}${json} @> ANY(${items})`]);
}

function compareText(
  comparison: ValueComparison,
  column: string,
  held: NonNullable<StorageType>,
  bind: Bind,
): string {
  const test = readColumnTest(comparison, isText);
  switch (held) {
    case 'text':
      return writeTest(test?.kind === 'order' ? `${column} COLLATE "C"` : column, test, 'text', bind);
    case 'uuid':
      if (test?.kind === 'order') return comparePrinted(column, test, bind);
      return writeTest(column, readColumnTest(comparison, isUuid), 'uuid', bind);
    case 'cast':
      return comparePrinted(column, test, bind);
    default:
      throw makeStorageError(comparison, held);
  }
}

/**
 * Writes the test for a text that a column prints. Unlike a cast, `concat` keeps the blanks at the end of char(n);
 * but it takes null for an empty text.
 */
const comparePrinted = (column: string, test: ColumnTest<string> | undefined, bind: Bind): string =>
  joinSqlByAnd([`${column} IS NOT NULL`, writeTest(`concat(${column}) COLLATE "C"`, test, 'text', bind)]);

function compareNumber(comparison: ValueComparison, column: string, bind: Bind): string {
  const test = readColumnTest(comparison, isNumber);
  const type = listOperands(test).every(Number.isSafeInteger) ? 'int8' : 'float8';
  return joinSqlByAnd([
    writeTest(column, test, type, bind),
    ...requireFinite(column, test),
    ...requireWhole(comparison, test, `trunc(${column}) = ${column}`),
  ]);
}

/** Writes the test for true or false, neither of which is more than the other. */
function compareBoolean(comparison: ValueComparison, column: string, bind: Bind): string {
  const test = readColumnTest(comparison, isBoolean);
  return writeTest(column, test?.kind === 'order' ? undefined : test, 'boolean', bind);
}

function compareDate(
  comparison: ValueComparison,
  column: string,
  held: NonNullable<StorageType>,
  bind: Bind,
): string {
  const test = readColumnTest(comparison, isDate);
  switch (held) {
    case 'text':
      return compareDateText(column, test, bind);
    case 'timestamptz':
    case 'timestamp':
    case 'date':
      return compareInstant(column, test, held, bind);
    default:
      throw makeStorageError(comparison, held);
  }
}

/**
 * Writes the test for a date that is held as text. The digits are written out: the meaning of a backslash depends on
 * the session, that of a digit on the collation.
 */
function compareDateText(column: string, test: ColumnTest<string> | undefined, bind: Bind): string {
  if (test?.kind === 'equal' || test?.kind === 'listed') return writeTest(column, test, 'text', bind);
  const text = `${column} COLLATE "C"`;
  return joinSqlByAnd([writeTest(text, test, 'text', bind), `${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'`]);
}

/**
 * Writes the test for a date that is held as an instant. PostgreSQL has microseconds, a record's `Date` the
 * milliseconds before them. The first of the parts refuses a column of another type, which the time zone of the
 * session would change; no plan has it any more.
 */
function compareInstant(
  column: string,
  test: ColumnTest<string> | undefined,
  held: 'timestamptz' | 'timestamp' | 'date',
  bind: Bind,
): string {
  if (!test) return 'FALSE';
  const type = held === 'timestamptz' ? 'timestamptz' : 'timestamp';
  const bound = (instant: number) => `${bind(writeInstant(instant, type))}::${type}`;
  const each = (dates: readonly string[]) => dates.map((date) => writeInstant(readInstant(date), type));
  const whole = held === 'date' ? column : `date_trunc('milliseconds', ${column})`;
  const parts = () => {
    switch (test.kind) {
      case 'equal': {
        const from = readInstant(test.to);
        return [`${column} >= ${bound(from)}`, `${column} < ${bound(from + 1)}`];
      }
      case 'listed':
        return [`${whole} = ANY(${bind(each(test.among))}::${type}[])`];
      case 'other':
        return [
          `${whole} <> ALL(${bind(each(test.than))}::${type}[])`,
          `${column} > '-infinity'::${held}`,
          `${column} < 'infinity'::${held}`,
        ];
      case 'order': {
        const instant = readInstant(test.to);
        const from = test.sign === '>' || test.sign === '<=' ? instant + 1 : instant;
        return test.sign === '>' || test.sign === '>='
          ? [`${column} >= ${bound(from)}`, `${column} < 'infinity'::${held}`]
          : [`${column} < ${bound(from)}`, `${column} > '-infinity'::${held}`];
      }
    }
  };
  return joinSqlByAnd([`(ARRAY[${column}] = NULL::${held}[]) IS NULL`, ...parts()]);
}

/** Writes an instant as PostgreSQL reads it in UTC, which has no year 0 and no sign before a year. */
function writeInstant(instant: number, type: 'timestamptz' | 'timestamp'): string {
  const date = new Date(instant);
  const year = date.getUTCFullYear();
  const rest = date.toISOString().slice(-20, type === 'timestamp' ? -1 : undefined);
  return `${String(year > 0 ? year : 1 - year).padStart(4, '0')}${rest}${year > 0 ? '' : ' BC'}`;
}

/** Writes the test for a number. PostgreSQL has the infinite and NaN in its order, while records have numbers only. */
function requireFinite(column: string, test: ColumnTest<number> | undefined): readonly string[] {
  const isBelow = `${column} < 'Infinity'::float8`;
  const isAbove = `${column} > '-Infinity'::float8`;
  if (test?.kind === 'other') return [isAbove, isBelow];
  if (test?.kind !== 'order') return [];
  return [test.sign === '>' || test.sign === '>=' ? isBelow : isAbove];
}

function writeTest<Operand extends string | number | boolean>(
  column: string,
  test: ColumnTest<Operand> | undefined,
  type: 'text' | 'uuid' | 'int8' | 'float8' | 'boolean',
  bind: Bind,
): string {
  switch (test?.kind) {
    case undefined:
      return 'FALSE';
    case 'equal':
      return `${column} = ${bind(test.to)}::${type}`;
    case 'listed':
      return `${column} = ANY(${bind([...test.among] as string[])}::${type}[])`;
    case 'other':
      // Null is other than each of no values.
      return test.than.length === 0
        ? `${column} IS NOT NULL`
        : `${column} <> ALL(${bind([...test.than] as string[])}::${type}[])`;
    case 'order':
      return `${column} ${test.sign} ${bind(test.to)}::${type}`;
  }
}
