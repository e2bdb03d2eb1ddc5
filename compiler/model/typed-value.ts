import { readInstant } from '../text/instant.ts';
import type { PropertyType } from './catalog.ts';
import type { Literal } from './condition.ts';
import { splitList } from './users-table.ts';

/** Reads the text of a cell as a value of a type; a text that is none comes back as it is. */
export function readTypedText(text: string, type: PropertyType): unknown {
  switch (type) {
    case 'number':
    case 'integer':
      return text.trim() !== '' && String(Number(text)) === text.trim() ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'list':
      return splitList(text);
    default:
      return text;
  }
}

/** Returns true if a value is of a type, and one that a condition can compare. */
export function fitsAttribute(value: unknown, type: PropertyType): value is Literal | readonly Literal[] {
  switch (type) {
    case 'id':
    case 'string':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && !Number.isNaN(readInstant(value));
    case 'list':
      return (
        Array.isArray(value) && value.every((item) => ['string', 'number', 'boolean'].includes(typeof item))
      );
    case 'object':
      return false;
  }
}

/** The words for a value of each type. */
export const typeWords: Readonly<Record<PropertyType, string>> = {
  id: 'text',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  date: 'a date, like `2027-03-31`',
  list: 'a list of text, numbers, `true` or `false`',
  object: 'left out, since no condition compares an object',
};

/** Describes a value that somebody wrote where another one belongs. */
export function describeWritten(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `the text \`${value.slice(0, 60)}\`` : `\`${String(value)}\``;
}
