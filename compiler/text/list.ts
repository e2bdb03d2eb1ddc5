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
  const rest = texts.length - most;
  return rest > 1 ? `${texts.slice(0, most).join(', ')} and ${rest} more` : texts.join(', ');
}
