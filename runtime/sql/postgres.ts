import { instantOf } from '../../compiler/text/instant.ts';
import {
  type Asked,
  askedBy,
  isBoolean,
  isDate,
  isHeldItem,
  isNumber,
  isText,
  isUuid,
  operandsOf,
  type Valued,
} from '../asked.ts';
import type { Comparison } from '../where.ts';
import { all } from './logic.ts';
import { type HeldAs, heldWrongly } from './schema.ts';

type Bind = (value: string | number | boolean | string[] | number[] | boolean[]) => string;

/** Writes a comparison in the words of PostgreSQL. */
export function postgres(comparison: Comparison, column: string, held: HeldAs, bind: Bind): string {
  if (comparison.operator === '$exists') return existence(comparison, column);
  switch (comparison.type) {
    case 'id':
    case 'string':
      return textual(comparison, column, held ?? 'text', bind);
    case 'number':
    case 'integer':
      if (held !== undefined) throw heldWrongly(comparison, held);
      return numeric(comparison, column, bind);
    case 'boolean':
      if (held !== undefined) throw heldWrongly(comparison, held);
      return logical(comparison, column, bind);
    case 'date':
      return dated(comparison, column, held ?? 'timestamptz', bind);
    case 'list':
      return containing(comparison, column, bind);
  }
}

/** Writes the test for a value; to a record, the null of JSON is null like any other. */
function existence({ type, operand }: Comparison, column: string): string {
  if (type === 'list' || type === 'object')
    return `COALESCE(to_jsonb(${column}), 'null'::jsonb) ${operand ? '<>' : '='} 'null'::jsonb`;
  return `${column} IS ${operand ? 'NOT NULL' : 'NULL'}`;
}

/**
 * Writes the test for an item in an array of whatever type, or in JSON. A JSON value that is no list contains itself,
 * so the test also asks whether it is a list.
 */
function containing(comparison: Valued, column: string, bind: Bind): string {
  const asked = askedBy(comparison, isHeldItem);
  if (!asked) return 'FALSE';
  const json = `to_jsonb(${column})`;
  const isList = `jsonb_typeof(${json}) = 'array'`;
  const items = `ARRAY(SELECT jsonb_array_elements(${bind(JSON.stringify(operandsOf(asked)))}::text::jsonb))`;
  return all([isList, `${asked.asks === 'other' ? 'NOT ' : ''}${json} @> ANY(${items})`]);
}

function textual(comparison: Valued, column: string, held: NonNullable<HeldAs>, bind: Bind): string {
  const asked = askedBy(comparison, isText);
  switch (held) {
    case 'text':
      return compared(asked?.asks === 'order' ? `${column} COLLATE "C"` : column, asked, 'text', bind);
    case 'uuid':
      if (asked?.asks === 'order') return printed(column, asked, bind);
      return compared(column, askedBy(comparison, isUuid), 'uuid', bind);
    case 'cast':
      return printed(column, asked, bind);
    default:
      throw heldWrongly(comparison, held);
  }
}

/**
 * Writes the test for a text that a column prints. Unlike a cast, `concat` keeps the blanks at the end of char(n);
 * but it takes null for an empty text.
 */
const printed = (column: string, asked: Asked<string> | undefined, bind: Bind): string =>
  all([`${column} IS NOT NULL`, compared(`concat(${column}) COLLATE "C"`, asked, 'text', bind)]);

function numeric(comparison: Valued, column: string, bind: Bind): string {
  const asked = askedBy(comparison, isNumber);
  const type = operandsOf(asked).every(Number.isSafeInteger) ? 'int8' : 'float8';
  return all([compared(column, asked, type, bind), ...finite(column, asked)]);
}

/** Writes the test for true or false, neither of which is more than the other. */
function logical(comparison: Valued, column: string, bind: Bind): string {
  const asked = askedBy(comparison, isBoolean);
  return compared(column, asked?.asks === 'order' ? undefined : asked, 'boolean', bind);
}

function dated(comparison: Valued, column: string, held: NonNullable<HeldAs>, bind: Bind): string {
  const asked = askedBy(comparison, isDate);
  switch (held) {
    case 'text':
      return datedByText(column, asked, bind);
    case 'timestamptz':
    case 'timestamp':
    case 'date':
      return datedByInstant(column, asked, held, bind);
    default:
      throw heldWrongly(comparison, held);
  }
}

/**
 * Writes the test for a date that is held as text. The digits are written out: the meaning of a backslash depends on
 * the session, that of a digit on the collation.
 */
function datedByText(column: string, asked: Asked<string> | undefined, bind: Bind): string {
  if (asked?.asks === 'equal' || asked?.asks === 'listed') return compared(column, asked, 'text', bind);
  const text = `${column} COLLATE "C"`;
  return all([compared(text, asked, 'text', bind), `${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'`]);
}

/**
 * Writes the test for a date that is held as an instant. PostgreSQL has microseconds, a record's `Date` the
 * milliseconds before them. The first of the parts refuses a column of another type, which the time zone of the
 * session would change; no plan has it any more.
 */
function datedByInstant(
  column: string,
  asked: Asked<string> | undefined,
  held: 'timestamptz' | 'timestamp' | 'date',
  bind: Bind,
): string {
  if (!asked) return 'FALSE';
  const type = held === 'timestamptz' ? 'timestamptz' : 'timestamp';
  const bound = (instant: number) => `${bind(written(instant, type))}::${type}`;
  const each = (dates: readonly string[]) => dates.map((date) => written(instantOf(date), type));
  const whole = held === 'date' ? column : `date_trunc('milliseconds', ${column})`;
  const parts = () => {
    switch (asked.asks) {
      case 'equal': {
        const from = instantOf(asked.to);
        return [`${column} >= ${bound(from)}`, `${column} < ${bound(from + 1)}`];
      }
      case 'listed':
        return [`${whole} = ANY(${bind(each(asked.among))}::${type}[])`];
      case 'other':
        return [
          `${whole} <> ALL(${bind(each(asked.than))}::${type}[])`,
          `${column} > '-infinity'::${held}`,
          `${column} < 'infinity'::${held}`,
        ];
      case 'order': {
        const instant = instantOf(asked.to);
        const from = asked.sign === '>' || asked.sign === '<=' ? instant + 1 : instant;
        return asked.sign === '>' || asked.sign === '>='
          ? [`${column} >= ${bound(from)}`, `${column} < 'infinity'::${held}`]
          : [`${column} < ${bound(from)}`, `${column} > '-infinity'::${held}`];
      }
    }
  };
  return all([`(ARRAY[${column}] = NULL::${held}[]) IS NULL`, ...parts()]);
}

/** Writes an instant as PostgreSQL reads it in UTC, which has no year 0 and no sign before a year. */
function written(instant: number, type: 'timestamptz' | 'timestamp'): string {
  const date = new Date(instant);
  const year = date.getUTCFullYear();
  const rest = date.toISOString().slice(-20, type === 'timestamp' ? -1 : undefined);
  return `${String(year > 0 ? year : 1 - year).padStart(4, '0')}${rest}${year > 0 ? '' : ' BC'}`;
}

/** Writes the test for a number. PostgreSQL has the infinite and NaN in its order, while records have numbers only. */
function finite(column: string, asked: Asked<number> | undefined): readonly string[] {
  const isBelow = `${column} < 'Infinity'::float8`;
  const isAbove = `${column} > '-Infinity'::float8`;
  if (asked?.asks === 'other') return [isAbove, isBelow];
  if (asked?.asks !== 'order') return [];
  return [asked.sign === '>' || asked.sign === '>=' ? isBelow : isAbove];
}

function compared<Operand extends string | number | boolean>(
  column: string,
  asked: Asked<Operand> | undefined,
  type: 'text' | 'uuid' | 'int8' | 'float8' | 'boolean',
  bind: Bind,
): string {
  switch (asked?.asks) {
    case undefined:
      return 'FALSE';
    case 'equal':
      return `${column} = ${bind(asked.to)}::${type}`;
    case 'listed':
      return `${column} = ANY(${bind([...asked.among] as string[])}::${type}[])`;
    case 'other':
      // Null is other than each of no values.
      return asked.than.length === 0
        ? `${column} IS NOT NULL`
        : `${column} <> ALL(${bind([...asked.than] as string[])}::${type}[])`;
    case 'order':
      return `${column} ${asked.sign} ${bind(asked.to)}::${type}`;
  }
}
