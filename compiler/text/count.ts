/** Writes a number with its noun: `1 error`, `2 errors`, `1 entry`, `2 entries`. */
export function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${number} ${/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

/** Writes a number with its noun and its verb: `1 permission is`, `2 permissions are`. */
export const countWithVerb = (number: number, noun: string, one: string, many: string): string =>
  `${count(number, noun)} ${number === 1 ? one : many}`;

/** Returns a noun with its indefinite article: `a role`, `an action`. */
export const addArticle = (noun: string): string => (/^[aeio]/.test(noun) ? `an ${noun}` : `a ${noun}`);

/** Writes a number of bytes in the unit that people would use. */
export function countBytes(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte');
  const [unit, size] =
    bytes < 1e6 ? ['kB', bytes / 1e3] : bytes < 1e9 ? ['MB', bytes / 1e6] : ['GB', bytes / 1e9];
  return `${size.toFixed(1)} ${unit}`;
}
