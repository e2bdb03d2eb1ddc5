import { beginsLikeDate, readInstant } from '../text/instant.ts';
import { byCodePoint } from '../text/order.ts';
import { add, type Bits, emptyBits } from './bits.ts';
import type { PropertyType } from './catalog.ts';
import { familyOf, isMetBy, type ValueOperator } from './comparison.ts';
import type { Literal } from './condition.ts';

/**
 * All values that a property can have, divided into the finitely many kinds that some comparisons tell apart: null or
 * missing, each boolean, and on the lines of numbers, texts and instants each operand and each gap between two operands; in a gap
 * of numbers, whole ones and fractions.
 * Every comparison is met by a set of whole kinds, so one compares these sets and need not reason about operators.
 */
export interface ValueLine {
  readonly kinds: readonly ValueKind[];
  /** The position of each operand on its line. */
  readonly places: {
    readonly number: ReadonlyMap<number, number>;
    readonly text: ReadonlyMap<string, number>;
    readonly instant: ReadonlyMap<number, number>;
  };
}

/**
 * Values that no comparison tells apart. On a line the operands are at 0, 2, 4 and so on; the gaps before, between and
 * after them are at the odd numbers.
 */
export type ValueKind =
  | { readonly sort: 'missing' | 'other' | 'list' }
  | { readonly sort: 'boolean'; readonly value: boolean }
  | { readonly sort: 'number'; readonly at: number; readonly isWhole: boolean }
  | { readonly sort: 'instant'; readonly at: number }
  | { readonly sort: 'text'; readonly at: number; readonly writes: Writing };

/** The extent to which a text is a date: as a whole, at its beginning only, or not at all. */
type Writing = 'date' | 'like-date' | 'plain';

/** Divides the values of a property by some operands; an operand of a date divides both texts and instants. */
export function drawValueLine(
  operands: Iterable<{ readonly type: PropertyType; readonly operand: Literal | readonly Literal[] }>,
): ValueLine {
  const [numbers, texts, instants] = [new Set<number>(), new Set<string>(), new Set<number>()];
  for (const { type, operand } of operands)
    for (const value of toList(operand)) {
      if (typeof value === 'number') numbers.add(value);
      if (typeof value !== 'string') continue;
      texts.add(value);
      if (familyOf(type) === 'date') instants.add(readInstant(value));
    }
  const byNumber = (a: number, b: number) => a - b;
  const [number, text, instant] = [
    [...numbers].sort(byNumber),
    [...texts].sort(byCodePoint),
    [...instants].sort(byNumber),
  ];
  return {
    kinds: listKinds(number, text, instant),
    places: { number: placeOperands(number), text: placeOperands(text), instant: placeOperands(instant) },
  };
}

const placeOperands = <T>(sorted: readonly T[]): ReadonlyMap<T, number> =>
  new Map(sorted.map((value, index) => [value, 2 * index]));

function listKinds(
  numbers: readonly number[],
  texts: readonly string[],
  instants: readonly number[],
): readonly ValueKind[] {
  const kinds: ValueKind[] = [
    { sort: 'missing' },
    { sort: 'other' },
    { sort: 'list' },
    { sort: 'boolean', value: false },
    { sort: 'boolean', value: true },
  ];
  for (let at = -1; at < 2 * numbers.length; at++) {
    const number = numbers[at / 2];
    if (number !== undefined) kinds.push({ sort: 'number', at, isWhole: Number.isInteger(number) });
    else {
      kinds.push({ sort: 'number', at, isWhole: false });
      if (isWholeBetween(numbers[(at - 1) / 2], numbers[(at + 1) / 2]))
        kinds.push({ sort: 'number', at, isWhole: true });
    }
  }
  for (let at = -1; at < 2 * texts.length; at++) {
    const text = texts[at / 2];
    if (text !== undefined) kinds.push({ sort: 'text', at, writes: readWriting(text) });
    else
      for (const writes of listWritingsBetween(texts[(at - 1) / 2], texts[(at + 1) / 2]))
        kinds.push({ sort: 'text', at, writes });
  }
  for (let at = -1; at < 2 * instants.length; at++)
    if (at % 2 === 0 || isInstantBetween(instants[(at - 1) / 2], instants[(at + 1) / 2]))
      kinds.push({ sort: 'instant', at });
  return kinds;
}

const readWriting = (text: string): Writing =>
  !Number.isNaN(readInstant(text)) ? 'date' : beginsLikeDate(text) ? 'like-date' : 'plain';

/**
 * Lists how far texts between two others can be dates. The list is empty if there is no text between them, as between a
 * text and the same with a NUL behind it.
 */
function listWritingsBetween(low: string | undefined, high: string | undefined): readonly Writing[] {
  const isBelow = (text: string | undefined) =>
    text !== undefined && (high === undefined || byCodePoint(text, high) < 0);
  const isLikeDate = low !== undefined && beginsLikeDate(low);
  const next = low === undefined ? '' : `${low}\0`;
  const firstDate = isLikeDate ? next : findFirstDateAfter(low ?? '');
  // After a day come others of its decade, then what has no digit there.
  const firstPlain = isLikeDate ? `${low.slice(0, 9)}:` : next;
  return [
    ...(isBelow(firstDate) ? (['date', 'like-date'] as const) : []),
    ...(isBelow(firstPlain) ? (['plain'] as const) : []),
  ];
}

/** Returns the first text after another that begins like a date; undefined if there is none. */
function findFirstDateAfter(text: string): string | undefined {
  const first = '0000-00-00';
  const start = [...first].findIndex((char, at) => !isLikeIn(char, text[at]));
  for (let at = start < 0 ? first.length - 1 : start; at >= 0; at--) {
    const follower = findFollower(first[at] ?? '', text[at]);
    if (follower !== undefined) return `${text.slice(0, at)}${follower}${first.slice(at + 1)}`;
  }
  return undefined;
}

const isLikeIn = (char: string, other = ''): boolean => (char === '-' ? other === '-' : /^\d$/.test(other));

/** Returns the first digit, or for a hyphen the hyphen, that comes after a character; the very first if there is none. */
function findFollower(char: string, after: string | undefined): string | undefined {
  const allowed = char === '-' ? '-' : '0123456789';
  return [...allowed].find((one) => after === undefined || byCodePoint(one, after) > 0);
}

/** Returns true if there is an instant between two others: a `Date` holds whole milliseconds. */
const isInstantBetween = (low: number | undefined, high: number | undefined): boolean =>
  low === undefined || high === undefined || high - low > 1;

/** Returns true if there is a whole number between two others. */
const isWholeBetween = (low: number | undefined, high: number | undefined): boolean =>
  low === undefined || high === undefined || Math.floor(low) + 1 < high;

const toList = (operand: Literal | readonly Literal[]): readonly Literal[] =>
  typeof operand === 'object' ? operand : [operand];

/** Returns the set of those kinds that pass a test. */
export function selectKinds({ kinds }: ValueLine, holds: (kind: ValueKind) => boolean): Bits {
  const bits = emptyBits(kinds.length);
  for (const [index, kind] of kinds.entries()) if (holds(kind)) add(bits, index);
  return bits;
}

/** Returns true if a value of some kind can meet a comparison of a property of some type. */
export function isComparable(type: PropertyType, kind: ValueKind): boolean {
  const family = familyOf(type);
  if (kind.sort === 'number') return family === 'number' && (type === 'number' || kind.isWhole);
  if (family !== 'date') return kind.sort === family;
  return kind.sort === 'instant' || (kind.sort === 'text' && kind.writes !== 'plain');
}

/** Returns the kinds of values that meet a comparison with a literal operand, as `makeValueTest` says of each value. */
export function selectKindsMeeting(
  line: ValueLine,
  type: PropertyType,
  operator: ValueOperator,
  operand: Literal | readonly Literal[],
): Bits {
  const isMet = isMetBy[operator];
  const places = new Map<ValueKind['sort'], Set<number>>();
  for (const value of toList(operand))
    for (const [sort, at] of placesOf(line, value)) {
      const known = places.get(sort);
      if (known) known.add(at);
      else places.set(sort, new Set([at]));
    }
  return selectKinds(line, (kind) => {
    const others = places.get(kind.sort);
    if (!isComparable(type, kind)) return false;
    const at = placeOf(kind);
    if (operator === '$ne' || operator === '$nin') return !others?.has(at);
    if (others === undefined) return false;
    if (operator === '$in') return others.has(at);
    const [other = Number.NaN] = others;
    return isMet(at - other);
  });
}

/** Lists the positions of a literal on the lines; a date is on that of texts and on that of instants. */
function placesOf({ places }: ValueLine, value: Literal): readonly (readonly [ValueKind['sort'], number])[] {
  if (typeof value === 'boolean') return [['boolean', Number(value)]];
  if (typeof value === 'number') return [['number', places.number.get(value) ?? Number.NaN]];
  const instant = places.instant.get(readInstant(value));
  const text = ['text', places.text.get(value) ?? Number.NaN] as const;
  return instant === undefined ? [text] : [text, ['instant', instant]];
}

function placeOf(kind: ValueKind): number {
  if ('at' in kind) return kind.at;
  return kind.sort === 'boolean' ? Number(kind.value) : Number.NaN;
}
