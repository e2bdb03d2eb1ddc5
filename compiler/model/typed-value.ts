import type { PropertyType } from './catalog.ts';
import { isWellFormedText } from './fits-type.ts';
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

/** The words for a text that no database could store alike. */
const halfOfPair = 'text with half of a surrogate pair, which is no character';

/** Describes a value that somebody wrote where another one belongs. */
export function describeWritten(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string' && !isWellFormedText(value)) return halfOfPair;
  return typeof value === 'string' ? `the text \`${value.slice(0, 60)}\`` : `\`${String(value)}\``;
}
