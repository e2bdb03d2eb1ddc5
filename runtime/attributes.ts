import { instantOf, instantOfDate } from '../compiler/text/instant.ts';
import { read } from './matcher.ts';
import { isStorable } from './text.ts';
import type { ColumnType, Scalar } from './where.ts';

/** The attributes of the signed-in user, as they were when asked for; looked at when a condition needs them. */
export type Attributes = (name: string) => Known;

/** An attribute that can be used, or the reason why not. */
export type Known =
  | { readonly usable: true; readonly value: Scalar | readonly Scalar[] }
  | { readonly usable: false; readonly because: string };

/**
 * Copies a user's attributes. One that is missing, null, empty, not a number or not of its declared type
 * is not usable: what needs it is dropped, since compared with nothing a condition may match anything.
 */
export function attributesOf(types: Readonly<Record<string, ColumnType>>, user: object): Attributes {
  const names = Object.keys(types);
  const copied: unknown[] = [];
  for (const name of names) {
    const value = read(user, name);
    copied.push(typeof value === 'object' && value !== null ? copyOf(value) : value);
  }
  const looked: Known[] = [];
  return (name) => {
    const at = names.indexOf(name);
    if (at < 0) return unusable('is not declared');
    looked[at] ??= known(copied[at], types[name] ?? 'object');
    return looked[at];
  };
}

/** Copies a value so that nobody else can change it: a list of its own, and a date as its instant. */
function copyOf(value: object): unknown {
  if (Array.isArray(value)) return itemsOf(value);
  const instant = instantOfDate(value);
  return instant === undefined ? value : new Date(instant);
}

/** Returns the items of a list by their places, whatever the list yields when it is iterated. */
function itemsOf(list: readonly unknown[]): readonly unknown[] {
  const items: unknown[] = [];
  for (let at = 0; at < list.length; at++) items.push(list[at]);
  return items;
}

function known(value: unknown, type: ColumnType): Known {
  if (value === undefined) return unusable('is missing');
  if (value === null) return unusable('is null');
  switch (type) {
    case 'id':
    case 'string':
      return textOf(value, type);
    case 'number':
      return numberOf(value, Number.isFinite(value), 'a number');
    case 'integer':
      return numberOf(value, Number.isInteger(value), 'an integer');
    case 'boolean':
      return typeof value === 'boolean' ? usable(value) : unusable(`is ${wordFor(value)}, not a boolean`);
    case 'date':
      return dateOf(value);
    case 'list':
      return listOf(value);
    case 'object':
      return unusable('is an object, which no condition can compare with');
  }
}

function textOf(value: unknown, type: ColumnType): Known {
  if (typeof value !== 'string')
    return unusable(`is ${wordFor(value)}, not ${type === 'id' ? 'an id' : 'text'}`);
  if (value === '') return unusable('is empty text');
  return isStorable(value) ? usable(value) : unusable('is text that no database can hold');
}

function numberOf(value: unknown, isOfType: boolean, word: string): Known {
  if (typeof value !== 'number' || !isOfType) return unusable(`is ${wordFor(value)}, not ${word}`);
  return isExact(value) ? usable(value) : unusable(beyond('is'));
}

/** Tells whether a number is no other than the one that was meant: beyond this, numbers that differ are read as one. */
const isExact = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER;

const beyond = (verb: 'is' | 'holds'): string =>
  `${verb} a number beyond ${Number.MAX_SAFE_INTEGER}, where other numbers are read as the same`;

function dateOf(value: unknown): Known {
  const instant = instantOfDate(value);
  const text = instant === undefined || Number.isNaN(instant) ? value : new Date(instant).toISOString();
  if (typeof text === 'string' && !Number.isNaN(instantOf(text))) return usable(text);
  if (instant !== undefined && !Number.isNaN(instant))
    return unusable('is a date in a year without four digits');
  return unusable(`is ${wordFor(value)}, not a date`);
}

function listOf(value: unknown): Known {
  if (!Array.isArray(value)) return unusable(`is ${wordFor(value)}, not a list`);
  for (const item of value as readonly unknown[]) {
    if (typeof item === 'string' && item !== '') {
      if (!isStorable(item)) return unusable('holds text that no database can hold');
    } else if (typeof item !== 'boolean' && !Number.isFinite(item))
      return unusable(`holds ${wordFor(item)}, which a list may not hold`);
    else if (typeof item === 'number' && !isExact(item)) return unusable(beyond('holds'));
  }
  return usable(value as readonly Scalar[]);
}

const usable = (value: Scalar | readonly Scalar[]): Known => ({ usable: true, value });
const unusable = (because: string): Known => ({ usable: false, because });

/** Describes a value in words: `a list`, `empty text`, `an invalid date`. */
export function wordFor(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const instant = instantOfDate(value);
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
