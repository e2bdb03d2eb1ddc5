/** The most parts of one chain: SQLite reads a chain as a tree of that depth, and has a limit of 1,000. */
const longestChain = 64;

/**
 * Returns an expression that is true if all of some are, to stand beside AND and OR. Without any expression it is
 * false: it fails closed.
 */
export const joinSqlByAnd = (parts: readonly string[]): string => chain(parts, ' AND ') || 'FALSE';

/** Returns an expression that is true if one of some is, to stand anywhere. */
export const joinSqlByOr = (parts: readonly string[]): string => `(${chain(parts, ' OR ') || 'FALSE'})`;

/** Joins parts by a word; many of them in groups of groups, so that the expression stays shallow. */
function chain(parts: readonly string[], word: string): string {
  if (parts.length <= longestChain) return parts.join(word);
  const size = Math.ceil(parts.length / longestChain);
  const groups: string[] = [];
  for (let at = 0; at < parts.length; at += size) groups.push(`(${chain(parts.slice(at, at + size), word)})`);
  return groups.join(word);
}
