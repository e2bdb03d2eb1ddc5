import { instantOf } from '../../compiler/text/instant.ts';
import {
  type Asked,
  askedBy,
  isBoolean,
  isDate,
  isHeldItem,
  isNumber,
  isText,
  mapOperands,
  operandsOf,
  type Valued,
} from '../asked.ts';
import type { Comparison, Scalar } from '../where.ts';
import { all, any } from './logic.ts';
import { type HeldAs, heldWrongly } from './schema.ts';

type Bind = (value: string | number) => string;

/** Writes a comparison in the words of SQLite, where a column holds values of any type. */
export function sqlite(comparison: Comparison, column: string, held: HeldAs, bind: Bind): string {
  if (comparison.operator === '$exists') return `${column} IS ${comparison.operand ? 'NOT NULL' : 'NULL'}`;
  switch (comparison.type) {
    case 'id':
    case 'string':
      if ((held ?? 'text') !== 'text') throw heldWrongly(comparison, `${held}`);
      return textual(column, askedBy(comparison, isText), bind);
    case 'number':
    case 'integer':
      if (held !== undefined) throw heldWrongly(comparison, held);
      return numeric(column, askedBy(comparison, isNumber), bind);
    case 'boolean':
      if (held !== undefined) throw heldWrongly(comparison, held);
      return logical(column, askedBy(comparison, isBoolean), bind);
    case 'date':
      return dated(comparison, column, held ?? 'text', bind);
    case 'list':
      return containing(column, askedBy(comparison, isHeldItem), bind);
  }
}

/**
 * Writes the test for an item in a text that is a list in JSON. A number in the list is read as SQLite reads it,
 * which may be off by the last digit, so it is compared with the operand both as SQLite reads the operand and as it
 * is.
 */
function containing(column: string, asked: Asked<Scalar> | undefined, bind: Bind): string {
  if (!asked) return 'FALSE';
  const items = operandsOf(asked);
  const texts = items.filter((one) => typeof one === 'string');
  const numbers = items.filter((one) => typeof one === 'number');
  const among = (some: readonly Scalar[]) =>
    `item.value IN (SELECT value FROM json_each(${bind(JSON.stringify(some))}))`;
  const is = [
    ...(texts.length > 0 ? [all([`item.type = 'text'`, among(texts)])] : []),
    ...(numbers.length > 0
      ? [
          all([
            `item.type IN ('integer', 'real')`,
            any([among(numbers), quantity('item.value', { asks: 'listed', among: numbers }, bind)]),
          ]),
        ]
      : []),
    ...[true, false].filter((one) => items.includes(one)).map((one) => `item.type = '${one}'`),
  ];
  const isList = `typeof(${column}) = 'text' AND json_valid(${column}) AND json_type(${column}) = 'array'`;
  const contains = `EXISTS (SELECT 1 FROM json_each(${column}) AS item WHERE ${any(is)})`;
  return `CASE WHEN ${isList} THEN ${asked.asks === 'other' ? 'NOT ' : ''}${contains} ELSE FALSE END`;
}

/**
 * Writes the test for a text. The plus keeps a column of numbers from taking a text that looks like one for a number;
 * but it uses no index.
 */
function textual(column: string, asked: Asked<string> | undefined, bind: Bind): string {
  const text = `${asked?.asks === 'order' ? '+' : ''}${column} COLLATE BINARY`;
  return all([`typeof(${column}) = 'text'`, compared(text, asked, bind)]);
}

function numeric(column: string, asked: Asked<number> | undefined, bind: Bind): string {
  return all([
    `typeof(${column}) IN ('integer', 'real')`,
    ...finite(column, asked),
    quantity(column, asked, bind),
  ]);
}

/**
 * Writes a number as a parameter. JSON in SQLite is exact for safe integers. Other numbers are written as one times
 * or over powers of two that are safe too: neither rounds. Those near the ends of the range have parameters of their
 * own.
 */
function quantity(column: string, asked: Asked<number> | undefined, bind: Bind): string {
  if (asked?.asks === 'other') {
    // No list is always true of a number: to compare with none of nothing is not.
    if (asked.than.length === 0) return 'TRUE';
    return `NOT ${quantity(column, { asks: 'listed', among: asked.than }, bind)}`;
  }
  if (asked?.asks !== 'listed') return compared(column, asked, bind);
  const whole = asked.among.filter(Number.isSafeInteger);
  const others = asked.among
    .filter((item) => !Number.isSafeInteger(item))
    .map((item) => ({ item, exact: exactly(item) }));
  const exact = others.flatMap((other) => (other.exact ? [other.exact] : []));
  const extreme = others.flatMap((other) => (other.exact ? [] : [other.item]));
  return any([
    ...(whole.length > 0 ? [compared(column, { asks: 'listed', among: whole }, bind)] : []),
    ...(exact.length > 0
      ? [`${column} IN (SELECT ${product} FROM json_each(${bind(JSON.stringify(exact))}))`]
      : []),
    ...(extreme.length > 0 ? [`${column} IN (${extreme.map(bind).join(', ')})`] : []),
  ]);
}

const item = (at: number): string => `json_extract(value, '$[${at}]')`;

const product = `CAST(${item(0)} AS REAL) * ${item(1)} * ${item(2)} / ${item(3)} / ${item(4)}`;

/** Returns safe integers whose product and quotient is a number: the first times two of them, over the last two. */
function exactly(number: number): readonly number[] | undefined {
  let [whole, twos] = [number, 0];
  while (!Number.isInteger(whole) && twos < 2 * mostTwos) [whole, twos] = [whole * 2, twos + 1];
  if (twos > 0) return Number.isSafeInteger(whole) ? [whole, 1, 1, ...powers(twos)] : undefined;
  while (!Number.isSafeInteger(whole) && twos < 2 * mostTwos) [whole, twos] = [whole / 2, twos + 1];
  return Number.isSafeInteger(whole) ? [whole, ...powers(twos), 1, 1] : undefined;
}

/** The largest power of two that is a safe integer. */
const mostTwos = 52;

const powers = (twos: number): readonly number[] => [
  2 ** Math.min(twos, mostTwos),
  2 ** Math.max(twos - mostTwos, 0),
];

/**
 * Writes the test for a number. SQLite has the infinite, while records have numbers only; no literal but one that is
 * too large stands for it.
 */
function finite(column: string, asked: Asked<number> | undefined): readonly string[] {
  const [isBelow, isAbove] = [`${column} < 9e999`, `${column} > -9e999`];
  if (asked?.asks === 'other') return [isAbove, isBelow];
  if (asked?.asks !== 'order') return [];
  return [asked.sign === '>' || asked.sign === '>=' ? isBelow : isAbove];
}

/** Writes the test for true or false, neither of which is more than the other. */
function logical(column: string, asked: Asked<boolean> | undefined, bind: Bind): string {
  if (!asked || asked.asks === 'order') return 'FALSE';
  const values = [...new Set(operandsOf(asked))].map((value) => bind(value ? 1 : 0)).join(', ');
  const isOne = `typeof(${column}) = 'integer'`;
  return asked.asks === 'other'
    ? all([isOne, `${column} IN (0, 1)`, `${column} NOT IN (${values})`])
    : all([isOne, `${column} IN (${values})`]);
}

function dated(comparison: Valued, column: string, held: NonNullable<HeldAs>, bind: Bind): string {
  const asked = askedBy(comparison, isDate);
  switch (held) {
    case 'text':
      return datedByText(column, asked, bind);
    case 'milliseconds':
      return datedByNumber(column, asked, 1, bind);
    case 'seconds':
      return datedByNumber(column, asked, 1000, bind);
    default:
      throw heldWrongly(comparison, held);
  }
}

function datedByText(column: string, asked: Asked<string> | undefined, bind: Bind): string {
  const parts = [`typeof(${column}) = 'text'`, compared(`${column} COLLATE BINARY`, asked, bind)];
  if (asked?.asks === 'equal' || asked?.asks === 'listed') return all(parts);
  const digits = (count: number) => '[0-9]'.repeat(count);
  return all([...parts, `${column} GLOB '${digits(4)}-${digits(2)}-${digits(2)}*'`]);
}

/** The last instant that a `Date` can be, and with a minus the first. */
const lastInstant = 8_640_000_000_000_000;

function datedByNumber(column: string, asked: Asked<string> | undefined, unit: 1 | 1000, bind: Bind): string {
  const number = (date: string) => instantOf(date) / unit;
  const bound = lastInstant / unit;
  const instants = asked && mapOperands(asked, number);
  return all([
    `typeof(${column}) = 'integer'`,
    `${column} BETWEEN -${bound} AND ${bound}`,
    quantity(column, instants, bind),
  ]);
}

function compared<Operand extends string | number>(
  column: string,
  asked: Asked<Operand> | undefined,
  bind: Bind,
): string {
  switch (asked?.asks) {
    case undefined:
      return 'FALSE';
    case 'equal':
      return `${column} = ${bind(asked.to)}`;
    case 'listed':
      return `${column} IN (SELECT value FROM json_each(${bind(JSON.stringify(asked.among))}))`;
    case 'other':
      return `${column} NOT IN (SELECT value FROM json_each(${bind(JSON.stringify(asked.than))}))`;
    case 'order':
      return `${column} ${asked.sign} ${bind(asked.to)}`;
  }
}
