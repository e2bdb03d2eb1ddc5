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
