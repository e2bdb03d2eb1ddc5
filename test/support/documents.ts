import fc from 'fast-check';
import type { Where } from '../../runtime/where.ts';
import type { RecordValue } from './where.ts';

/** The values that a collection can hold in place of an embedded document. */
const bendings = [
  'kept',
  'kept',
  'kept',
  'missing',
  'listed',
  'listed twice',
  'text',
  'empty',
  'a list',
] as const;

type Bending = (typeof bendings)[number];

/** Ways to bend the documents in a document: one for each, over and over. */
export const ways: fc.Arbitrary<readonly Bending[]> = fc.array(fc.constantFrom(...bendings), {
  minLength: 1,
  maxLength: 9,
});

/** A record as a collection of little discipline holds it: null is missing at times, and relations lead to nonsense. */
export function bent(
  record: RecordValue,
  ways: readonly Bending[],
  relations: readonly string[],
): RecordValue {
  let next = 0;
  const bend = (value: unknown): unknown => {
    const way = ways[next++ % ways.length];
    if (Array.isArray(value)) return bendList(value.map(document), way);
    const inner = value === null ? null : document(value as RecordValue);
    switch (way) {
      case 'missing':
        return undefined;
      case 'listed':
        return [inner];
      case 'listed twice':
        return [inner, inner];
      case 'text':
        return 'u1';
      case 'empty':
        return {};
      case 'a list':
        return [];
      default:
        return inner;
    }
  };
  /** A list keeps its documents mostly, or has them twice, or is a document itself. */
  const bendList = (items: readonly RecordValue[], way: Bending | undefined): unknown => {
    switch (way) {
      case 'missing':
        return undefined;
      case 'listed':
        return [...items, ...items];
      case 'text':
        return 'u1';
      case 'empty':
        return items[0] ?? {};
      default:
        return items;
    }
  };
  const document = (inner: RecordValue): RecordValue =>
    Object.fromEntries(
      Object.entries(inner).flatMap(([name, value]) => {
        const held = relations.includes(name) ? bend(value) : value;
        const isLeftOut = held === undefined || (held === null && next++ % 2 === 0);
        return isLeftOut ? [] : [[name, held]];
      }),
    );
  return document(record);
}

/**
 * A document or a filter as mingo has to see it to do what MongoDB does. MongoDB compares texts by their bytes, mingo by
 * JavaScript's code units, which is another order: here each byte is a character. And to MongoDB NaN is neither more
 * nor less than any number, to mingo it is equal to all: here it is no number.
 */
export function forMingo(value: unknown): unknown {
  if (typeof value === 'string') return Buffer.from(value, 'utf8').toString('latin1');
  if (Number.isNaN(value)) return { not: 'a number' };
  if (Array.isArray(value)) return value.map(forMingo);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, forMingo(held)]));
}

/** Every key of a condition with its value, however deep. */
export function entriesOf(condition: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(condition)) return condition.flatMap(entriesOf);
  if (typeof condition !== 'object' || condition === null || condition instanceof Date) return [];
  return Object.entries(condition).flatMap(([key, value]) => [[key, value] as const, ...entriesOf(value)]);
}

/** A filter of one comparison. */
export const comparing = (
  property: string,
  type: string,
  operator: string,
  operand: unknown,
  through: readonly string[] = [],
): Where =>
  ({ model: 'Task', through, alternatives: [[{ property, type, operator, operand }]] }) as unknown as Where;
