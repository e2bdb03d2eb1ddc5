import type { PrismaWhere } from './schema.ts';

/** A part of a condition: every record meets it, none does, or those that meet a condition of Prisma. */
export type PrismaPart = 'all' | 'none' | PrismaWhere;

/** Joins parts that must all be met. Without parts no record meets the result: it fails closed. */
export function joinPrismaByAnd(parts: readonly PrismaPart[]): PrismaPart {
  if (parts.length === 0 || parts.includes('none')) return 'none';
  const conditions = parts.filter((part) => typeof part === 'object');
  const [first, ...others] = conditions;
  if (first === undefined) return 'all';
  return others.length === 0 ? first : joinInGroups('AND', conditions);
}

/**
 * Joins parts of which one must be met. Prisma takes `{}` for every record, but not below `OR`, so it is never put
 * there.
 */
export function joinPrismaByOr(parts: readonly PrismaPart[]): PrismaPart {
  if (parts.includes('all')) return 'all';
  const conditions = parts.filter((part) => typeof part === 'object');
  const [first, ...others] = conditions;
  if (first === undefined) return 'none';
  return others.length === 0 ? first : joinInGroups('OR', conditions);
}

/**
 * The most conditions of one chain: Prisma writes them as one, and SQLite takes expressions of at most 1,000 levels.
 */
const longestChain = 64;

/** Joins conditions; many of them in groups of groups. */
function joinInGroups(word: 'AND' | 'OR', conditions: readonly PrismaWhere[]): PrismaWhere {
  if (conditions.length <= longestChain) return { [word]: conditions };
  const size = Math.ceil(conditions.length / longestChain);
  const groups: PrismaWhere[] = [];
  for (let at = 0; at < conditions.length; at += size)
    groups.push(joinInGroups(word, conditions.slice(at, at + size)));
  return { [word]: groups };
}
