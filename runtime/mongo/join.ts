import type { MongoFilter } from './schema.ts';

/**
 * A part of a filter; undefined if no document meets it. The conjunction of no parts is undefined too: it fails
 * closed.
 */
export type MongoPart = MongoFilter | undefined;

/** Joins parts that must all be met. */
export function joinMongoByAnd(parts: readonly MongoPart[]): MongoPart {
  const filters = parts.filter((part) => part !== undefined);
  if (filters.length < parts.length) return undefined;
  return filters.length > 1 ? { $and: filters } : filters[0];
}

/** Joins parts of which one must be met. */
export function joinMongoByOr(parts: readonly MongoPart[]): MongoPart {
  const filters = parts.filter((part) => part !== undefined);
  return filters.length > 1 ? { $or: filters } : filters[0];
}
