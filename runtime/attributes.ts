import { readDateInstant, readInstant } from '../compiler/text/instant.ts';
import { isStorable } from './is-storable.ts';
import { readField } from './matcher.ts';
import type { ColumnType, Scalar } from './where.ts';

/**
 * The attributes of the signed-in user as they were when `permissions` was called; each is looked at when a condition
 * needs it.
 */
export type Attributes = (name: string) => KnownAttribute;

/** An attribute that can be used, or the reason why not. */
export type KnownAttribute =
  | { readonly usable: true; readonly value: Scalar | readonly Scalar[] }
  | { readonly usable: false; readonly because: string };

/**
 * Copies a user's attributes. An attribute that is missing, null, empty, not a number or not of its declared type
 * cannot be used: an alternative that needs it is dropped, since compared with no value a condition may match anything.
 */
export function copyAttributes(types: Readonly<Record<string, ColumnType>>, user: object): Attributes {
  const names = Object.keys(types);
  const copied: unknown[] = [];
  for (const name of names) {
    const value = readField(user, name);
    copied.push(typeof value === 'object' && value !== null ? copyValue(value) : value);
  }
  const looked: KnownAttribute[] = [];
  return (name) => {
    const at = names.indexOf(name);
    if (at < 0) return makeUnusable('is not declared');
    looked[at] ??= readAttribute(copied[at], types[name] ?? 'object');
    return looked[at];
  };
}

/** Copies a value so that nobody else can change it: a list of its own, and a date as its instant. */
function copyValue(value: object): unknown {
  if (Array.isArray(value)) return copyItems(value);
  const instant = readDateInstant(value);
  return instant === undefined ? value : new Date(instant);
}

/** Returns the items of a list by their places, whatever the list yields when it is iterated. */
function copyItems(list: readonly unknown[]): readonly unknown[] {
  const items: unknown[] = [];
  for (let at = 0; at < list.length; at++) items.push(list[at]);
  return items;
}

function readAttribute(value: unknown, type: ColumnType): KnownAttribute {
  if (value === undefined) return makeUnusable('is missing');
  if (value === null) return makeUnusable('is null');
  switch (type) {
    case 'id':
    case 'string':
      return readText(value, type);
    case 'number':
      return readNumber(value, Number.isFinite(value), 'a number');
    case 'integer':
      return readNumber(value, Number.isInteger(value), 'an integer');
    case 'boolean':
      return typeof value === 'boolean'
        ? makeUsable(value)
        : makeUnusable(`is ${describeType(value)}, not a boolean`);
    case 'date':
      return readDate(value);
    case 'list':
      return readList(value);
    case 'object':
      return makeUnusable('is an object, which no condition can compare with');
  }
}

function readText(value: unknown, type: ColumnType): KnownAttribute {
  if (typeof value !== 'string')
    return makeUnusable(`is ${describeType(value)}, not ${type === 'id' ? 'an id' : 'text'}`);
  if (value === '') return makeUnusable('is empty text');
  return isStorable(value) ? makeUsable(value) : makeUnusable('is text that no database can hold');
}

function readNumber(value: unknown, isOfType: boolean, word: string): KnownAttribute {
  if (typeof value !== 'number' || !isOfType) return makeUnusable(`is ${describeType(value)}, not ${word}`);
  return isExact(value) ? makeUsable(value) : makeUnusable(describeInexact('is'));
}

/** Tells whether a number was read exactly: beyond this, different numbers are read as one. */
const isExact = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER;

const describeInexact = (verb: 'is' | 'holds'): string =>
  `${verb} a number beyond ${Number.MAX_SAFE_INTEGER}, where other numbers are read as the same`;

function readDate(value: unknown): KnownAttribute {
  const instant = readDateInstant(value);
  const text = instant === undefined || Number.isNaN(instant) ? value : new Date(instant).toISOString();
  if (typeof text === 'string' && !Number.isNaN(readInstant(text))) return makeUsable(text);
  if (instant !== undefined && !Number.isNaN(instant))
    return makeUnusable('is a date in a year without four digits');
  return makeUnusable(`is ${describeType(value)}, not a date`);
}

function readList(value: unknown): KnownAttribute {
  if (!Array.isArray(value)) return makeUnusable(`is ${describeType(value)}, not a list`);
  for (const item of value as readonly unknown[]) {
    if (typeof item === 'string' && item !== '') {
      if (!isStorable(item)) return makeUnusable('holds text that no database can hold');
    } else if (typeof item !== 'boolean' && !Number.isFinite(item))
      return makeUnusable(`holds ${describeType(item)}, which a list may not hold`);
    else if (typeof item === 'number' && !isExact(item)) return makeUnusable(describeInexact('holds'));
  }
  return makeUsable(value as readonly Scalar[]);
}

const makeUsable = (value: Scalar | readonly Scalar[]): KnownAttribute => ({ usable: true, value });
const makeUnusable = (because: string): KnownAttribute => ({ usable: false, because });

/** Describes a value in words: `a list`, `empty text`, `an invalid date`. */
export function describeType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const instant = readDateInstant(value);
  if (instant !== undefined) return Number.isNaN(instant) ? 'an invalid date' : 'a date';
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : String(value);
  if (value === '') return 'empty text';
  const words: Readonly<Record<string, string>> = {
    undefined: 'undefined',
    string: 'text',
    boolean: 'a boolean',
    bigint: 'a bigint',
    object: 'an object',
    function: 'a function',
    symbol: 'a symbol',
  };
  return words[typeof value] ?? typeof value;
}
