/** Returns each value of every name together with each of the others, or with so many that no more than `most` come out. */
export function combine(
  names: readonly (readonly [string, readonly unknown[]])[],
  most: number,
): readonly Readonly<Record<string, unknown>>[] {
  const size = names.reduce((product, [, values]) => product * values.length, 1);
  const step = size > most ? Math.ceil(size / most) | 1 : 1;
  const found: Readonly<Record<string, unknown>>[] = [];
  for (let at = 0; at < size; at += step) {
    let rest = at;
    const entries = names.map(([name, values]) => {
      const value = values[rest % values.length];
      rest = Math.floor(rest / values.length);
      return [name, value] as const;
    });
    found.push(Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
  }
  return found;
}
