import { isReadExactly } from '../compiler/text/number.ts';
import type { Sliced } from './slices.ts';

/**
 * The error for a text that is no JSON, or JSON that is not accepted here; its message is half a sentence that says
 * why.
 */
export class JsonError extends Error {}

/** The most levels at which lists and maps are nested: no compiler writes more. */
const deepest = 100;

/** The number of characters that are read between two pauses, which takes some milliseconds. */
const sliceLength = 200_000;

/** A list or map whose end was not read yet. */
interface OpenContainer {
  readonly value: unknown[] | Record<string, unknown>;
  /** The key of the map whose value comes next. */
  key: string;
}

/**
 * Parses JSON in slices, to the same values as `JSON.parse`, frozen. Throws a `JsonError` where the text is no JSON,
 * where a map has the same key twice, of which readers take one or the other, where a number is not the one that was
 * written, and where it is nested too deep.
 */
export function* parseJson(text: string): Sliced<unknown> {
  const reader: Reader = { text, at: 0 };
  const open: OpenContainer[] = [];
  for (let until = sliceLength; ; ) {
    if (reader.at >= until) {
      yield;
      until = reader.at + sliceLength;
    }
    let value = readOpening(reader, open);
    if (value === undefined) continue;
    // A value ends every list and map of which it is the last.
    for (;;) {
      const inside = open.at(-1);
      if (!inside) {
        skipSpace(reader);
        if (reader.at < text.length) fail('is not JSON');
        return value;
      }
      put(inside, value);
      if (!isAtEnd(reader, inside)) break;
      open.pop();
      value = Object.freeze(inside.value);
    }
  }
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Reads a value that stands for itself; opens a list or map that is not empty and returns undefined. */
function readOpening(reader: Reader, open: OpenContainer[]): unknown {
  skipSpace(reader);
  const sign = reader.text[reader.at];
  if (sign === '"') return readString(reader);
  if (sign !== '[' && sign !== '{') return readScalar(reader);
  if (open.length === deepest) fail('is nested too deep');
  reader.at++;
  skipSpace(reader);
  const isEmpty = reader.text[reader.at] === (sign === '[' ? ']' : '}');
  if (isEmpty) {
    reader.at++;
    return Object.freeze(sign === '[' ? [] : {});
  }
  const inside: OpenContainer = { value: sign === '[' ? [] : {}, key: '' };
  if (sign === '{') readKey(reader, inside);
  open.push(inside);
  return undefined;
}

function put({ value, key }: OpenContainer, item: unknown): void {
  if (Array.isArray(value)) value.push(item);
  // Not by assignment, to which `__proto__` is no key.
  else if (key === '__proto__')
    Object.defineProperty(value, key, { value: item, enumerable: true, configurable: true, writable: true });
  else value[key] = item;
}

/** Tells whether a list or map ends after a value; if not, reads up to the next value. */
function isAtEnd(reader: Reader, inside: OpenContainer): boolean {
  skipSpace(reader);
  const sign = reader.text[reader.at++];
  const isList = Array.isArray(inside.value);
  if (sign === (isList ? ']' : '}')) return true;
  if (sign !== ',') fail('is not JSON');
  if (!isList) readKey(reader, inside);
  return false;
}

function readKey(reader: Reader, inside: OpenContainer): void {
  skipSpace(reader);
  if (reader.text[reader.at] !== '"') fail('is not JSON');
  inside.key = readString(reader);
  if (Object.hasOwn(inside.value, inside.key))
    fail(`has the key \`${inside.key.slice(0, 80)}\` twice in one map`);
  skipSpace(reader);
  if (reader.text[reader.at++] !== ':') fail('is not JSON');
}

function readString(reader: Reader): string {
  const { text } = reader;
  const start = reader.at + 1;
  let end = text.indexOf('"', start);
  while (end >= 0 && isEscaped(text, end, start)) end = text.indexOf('"', end + 1);
  if (end < 0) fail('is not JSON');
  reader.at = end + 1;
  const raw = text.slice(start, end);
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at);
    if (code < 0x20) fail('is not JSON');
    if (code === backslash) return decodeEscapes(raw);
  }
  return raw;
}

const backslash = 0x5c;

/** Tells whether a quote is preceded by an odd number of backslashes. */
function isEscaped(text: string, quote: number, start: number): boolean {
  let first = quote;
  while (first > start && text.charCodeAt(first - 1) === backslash) first--;
  return (quote - first) % 2 === 1;
}

function decodeEscapes(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`);
  } catch {
    return fail('is not JSON');
  }
}

const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readScalar(reader: Reader): unknown {
  scalar.lastIndex = reader.at;
  const [written] = scalar.exec(reader.text) ?? [];
  if (written === undefined) return fail('is not JSON');
  reader.at += written.length;
  if (written === 'true' || written === 'false') return written === 'true';
  return written === 'null' ? null : readNumber(written);
}

function readNumber(written: string): number {
  const value = Number(written);
  const isPlain = Number.isSafeInteger(value) && String(value) === written;
  if (!isPlain && !isReadExactly(written, value))
    fail(`has the number \`${written.slice(0, 80)}\`, which does not survive being read`);
  return value;
}

function skipSpace(reader: Reader): void {
  const { text } = reader;
  for (;;) {
    const code = text.charCodeAt(reader.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    reader.at++;
  }
}

function fail(why: string): never {
  throw new JsonError(why);
}
