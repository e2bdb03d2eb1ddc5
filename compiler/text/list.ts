/** Lists names in a sentence: `a`, `b` and `c`. */
export function listNames(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop();
  if (last === undefined) return 'nothing';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}

/** Lists the first few names in a sentence, and the number of the others: `a`, `b`, `c` and 4 more. */
export function listFirstNames(names: readonly string[], most = 3): string {
  if (names.length <= most + 1) return listNames(names);
  return listFirst(
    names.map((name) => `\`${name}\``),
    most,
  );
}

/** Says which names there are, the first few of them: there is `a`; there are `a` and `b`. */
export const listThereAre = (names: readonly string[], most = 3): string =>
  `there ${names.length === 1 ? 'is' : 'are'} ${listFirstNames(names, most)}`;

/** Lists the first few texts as they are, and the number of the others: a, b, c and 4 more. */
export function listFirst(texts: readonly string[], most: number): string {
  const { shown, more } = takeFirst(texts, most);
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Returns the first few items and the number of the others, never of one alone: it has room where its number would stand. */
export function takeFirst<T>(
  items: readonly T[],
  most: number,
): { readonly shown: readonly T[]; readonly more: number } {
  const shown = items.length > most + 1 ? items.slice(0, most) : items;
  return { shown, more: items.length - shown.length };
}
