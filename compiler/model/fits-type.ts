import { readInstant } from '../text/instant.ts';
import type { PropertyType } from './catalog.ts';
import type { Literal } from './condition.ts';

/** Returns true if a value is one that conditions compare with a property of a type; with a list, an item of one. */
export function fitsType(value: unknown, type: PropertyType): value is Literal {
  switch (type) {
    case 'id':
    case 'string':
      return isWellFormedText(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && !Number.isNaN(readInstant(value));
    case 'list':
      return isWellFormedText(value) || typeof value === 'boolean' || Number.isFinite(value);
    case 'object':
      return false;
  }
}

/** Returns true if a value is one that an attribute or a property of a type can have. */
export const fitsAttribute = (value: unknown, type: PropertyType): value is Literal | readonly Literal[] =>
  type === 'list'
    ? Array.isArray(value) && value.every((item) => fitsType(item, type))
    : fitsType(value, type);

/** Returns true for text without half of a surrogate pair, which is no character: each database stores it differently. */
export const isWellFormedText = (value: unknown): value is string =>
  typeof value === 'string' && value.isWellFormed();
