import { readInstant } from '../../compiler/text/instant.ts';
import {
  type ColumnTest,
  isBoolean,
  isDate,
  isHeldItem,
  isNumber,
  isText,
  listOperands,
  mapOperands,
  readColumnTest,
  requireWhole,
  type ValueComparison,
} from '../column-test.ts';
import type { Comparison, Scalar } from '../where.ts';
import { joinSqlByAnd, joinSqlByOr } from './join.ts';
import { makeStorageError, type StorageType } from './schema.ts';

type Bind = (value: string | number) => string;

/** Writes a comparison in the words of SQLite, where a column holds values of any type. */
export function compareSqliteColumn(
  comparison: Comparison,
  column: string,
  held: StorageType,
  bind: Bind,
): string {
  if (comparison.operator === '$exists') return `${column} IS ${comparison.operand ? 'NOT NULL' : 'NULL'}`;
  switch (comparison.type) {
    case 'id':
    case 'string':
      if ((held ?? 'text') !== 'text') throw makeStorageError(comparison, `${held}`);
      return compareText(column, readColumnTest(comparison, isText), bind);
    case 'number':
    case 'integer':
      if (held !== undefined) throw makeStorageError(comparison, held);
      return compareNumber(comparison, column, bind);
    case 'boolean':
      if (held !== undefined) throw makeStorageError(comparison, held);
      return compareBoolean(column, readColumnTest(comparison, isBoolean), bind);
    case 'date':
      return compareDate(comparison, column, held ?? 'text', bind);
    case 'list':
      return compareList(column, readColumnTest(comparison, isHeldItem), bind);
  }
}

/**
 * Writes the test for an item in a text that is a list in JSON. A number in the list is read as SQLite reads it,
 * which may be off by the last digit, so it is compared with the operand both as SQLite reads the operand and as it
 * is.
 */
function compareList(column: string, test: ColumnTest<Scalar> | undefined, bind: Bind): string {
  if (!test) return 'FALSE';
  const items = listOperands(test);
  const texts = items.filter((one) => typeof one === 'string');
  const numbers = items.filter((one) => typeof one === 'number');
  const writeAmong = (some: readonly Scalar[]) =>
    `item.value IN (SELECT value FROM json_each(${bind(JSON.stringify(some))}))`;
  const is = [
    ...(texts.length > 0 ? [joinSqlByAnd([`item.type = 'text'`, writeAmong(texts)])] : []),
    ...(numbers.length > 0
      ? [
          joinSqlByAnd([
            `item.type IN ('integer', 'real')`,
            joinSqlByOr([
              writeAmong(numbers),
              compareQuantity('item.value', { kind: 'listed', among: numbers }, bind),
            ]),
          ]),
        ]
      : []),
    ...[true, false].filter((one) => items.includes(one)).map((one) => `item.type = '${one}'`),
  ];
  const isList = `typeof(${column}) = 'text' AND json_valid(${column}) AND json_type(${column}) = 'array'`;
  const contains = `EXISTS (SELECT 1 FROM json_each(${column}) AS item WHERE ${joinSqlByOr(is)})`;
  return `CASE WHEN ${isList} THEN ${test.kind === 'other' ? 'NOT ' : ''}${contains} ELSE FALSE END`;
}

/**
 * Writes the test for a text. The plus keeps a column of numbers from taking a text that looks like one for a number;
 * but it uses no index.
 */
function compareText(column: string, test: ColumnTest<string> | undefined, bind: Bind): string {
  const text = `${test?.kind === 'order' ? '+' : ''}${column} COLLATE BINARY`;
  return joinSqlByAnd([`typeof(${column}) = 'text'`, writeTest(text, test, bind)]);
}

function compareNumber(comparison: ValueComparison, column: string, bind: Bind): string {
  const test = readColumnTest(comparison, isNumber);
  return joinSqlByAnd([
    `typeof(${column}) IN ('integer', 'real')`,
    ...requireFinite(column, test),
    ...requireWhole(comparison, test, `(typeof(${column}) = 'integer' OR round(${column}) = ${column})`),
    compareQuantity(column, test, bind),
  ]);
}

/**
 * Writes a number as a parameter. JSON in SQLite is exact for safe integers. Other numbers are written as one times
 * or over powers of two that are safe too: neither rounds. Those near the ends of the range have parameters of their
 * own.
 */
function compareQuantity(column: string, test: ColumnTest<number> | undefined, bind: Bind): string {
  if (test?.kind === 'other') {
    // No list is always true of a number: to compare with none of nothing is not.
    if (test.than.length === 0) return 'TRUE';
    return `NOT ${compareQuantity(column, { kind: 'listed', among: test.than }, bind)}`;
  }
  if (test?.kind !== 'listed') return writeTest(column, test, bind);
  const whole = test.among.filter(Number.isSafeInteger);
  const others = test.among
    .filter((item) => !Number.isSafeInteger(item))
    .map((item) => ({ item, exact: factorNumber(item) }));
  const exact = others.flatMap((other) => (other.exact ? [other.exact] : []));
  const extreme = others.flatMap((other) => (other.exact ? [] : [other.item]));
  return joinSqlByOr([
    ...(whole.length > 0 ? [writeTest(column, { kind: 'listed', among: whole }, bind)] : []),
    ...(exact.length > 0
      ? [`${column} IN (SELECT ${product} FROM json_each(${bind(JSON.stringify(exact))}))`]
      : []),
    ...(extreme.length > 0 ? [`${column} IN (${extreme.map(bind).join(', ')})`] : []),
  ]);
}

const item = (at: number): string => `json_extract(value, '$[${at}]')`;

const product = `CAST(${item(0)} AS REAL) * ${item(1)} * ${item(2)} / ${item(3)} / ${item(4)}`;

/** Returns safe integers whose product and quotient is a number: the first times two of them, over the last two. */
function factorNumber(number: number): readonly number[] | undefined {
  let [whole, twos] = [number, 0];
  while (!Number.isInteger(whole) && twos < 2 * mostTwos) [whole, twos] = [whole * 2, twos + 1];
  if (twos > 0) return Number.isSafeInteger(whole) ? [whole, 1, 1, ...splitTwos(twos)] : undefined;
  while (!Number.isSafeInteger(whole) && twos < 2 * mostTwos) [whole, twos] = [whole / 2, twos + 1];
  return Number.isSafeInteger(whole) ? [whole, ...splitTwos(twos), 1, 1] : undefined;
}

/** The largest power of two that is a safe integer. */
const mostTwos = 52;

const splitTwos = (twos: number): readonly number[] => [
  2 ** Math.min(twos, mostTwos),
  2 ** Math.max(twos - mostTwos, 0),
];

/**
 * Writes the test for a number. SQLite has the infinite, while records have numbers only; no literal but one that is
 * too large stands for it.
 */
function requireFinite(column: string, test: ColumnTest<number> | undefined): readonly string[] {
  const [isBelow, isAbove] = [`${column} < 9e999`, `${column} > -9e999`];
  if (test?.kind === 'other') return [isAbove, isBelow];
  if (test?.kind !== 'order') return [];
  return [test.sign === '>' || test.sign === '>=' ? isBelow : isAbove];
}

/** Writes the test for true or false, neither of which is more than the other. */
function compareBoolean(column: string, test: ColumnTest<boolean> | undefined, bind: Bind): string {
  if (!test || test.kind === 'order') return 'FALSE';
  const values = [...new Set(listOperands(test))].map((value) => bind(value ? 1 : 0)).join(', ');
  const isOne = `typeof(${column}) = 'integer'`;
  return test.kind === 'other'
    ? joinSqlByAnd([isOne, `${column} IN (0, 1)`, `${column} NOT IN (${values})`])
    : joinSqlByAnd([isOne, `${column} IN (${values})`]);
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
    case 'milliseconds':
      return compareDateNumber(column, test, 1, bind);
    case 'seconds':
      return compareDateNumber(column, test, 1000, bind);
    default:
      throw makeStorageError(comparison, held);
  }
}

function compareDateText(column: string, test: ColumnTest<string> | undefined, bind: Bind): string {
  const parts = [`typeof(${column}) = 'text'`, writeTest(`${column} COLLATE BINARY`, test, bind)];
  if (test?.kind === 'equal' || test?.kind === 'listed') return joinSqlByAnd(parts);
  const digits = (count: number) => '[0-9]'.repeat(count);
  return joinSqlByAnd([...parts, `${column} GLOB '${digits(4)}-${digits(2)}-${digits(2)}*'`]);
}

/** The last instant that a `Date` can be, and with a minus the first. */
const lastInstant = 8_640_000_000_000_000;

function compareDateNumber(
  column: string,
  test: ColumnTest<string> | undefined,
  unit: 1 | 1000,
  bind: Bind,
): string {
  const number = (date: string) => readInstant(date) / unit;
  const bound = lastInstant / unit;
  const instants = test && mapOperands(test, number);
  return joinSqlByAnd([
    `typeof(${column}) = 'integer'`,
    `${column} BETWEEN -${bound} AND ${bound}`,
    compareQuantity(column, instants, bind),
  ]);
}

function writeTest<Operand extends string | number>(
  column: string,
  test: ColumnTest<Operand> | undefined,
  bind: Bind,
): string {
  switch (test?.kind) {
    case undefined:
      return 'FALSE';
    case 'equal':
      return `${column} = ${bind(test.to)}`;
    case 'listed':
      return `${column} IN (SELECT value FROM json_each(${bind(JSON.stringify(test.among))}))`;
    case 'other':
      return `${column} NOT IN (SELECT value FROM json_each(${bind(JSON.stringify(test.than))}))`;
    case 'order':
      return `${column} ${test.sign} ${bind(test.to)}`;
  }
}
