/** Names in a sentence: `a`, `b` and `c`. */
export function listOf(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop();
  if (last === undefined) return 'nothing';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}

/** The first few names in a sentence and how many there are besides: `a`, `b`, `c` and 4 more. */
export function someOf(names: readonly string[], most = 3): string {
  if (names.length <= most + 1) return listOf(names);
  const shown = names.slice(0, most).map((name) => `\`${name}\``);
  return `${shown.join(', ')} and ${names.length - most} more`;
}
