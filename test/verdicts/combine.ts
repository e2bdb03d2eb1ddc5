/** Returns each value of every name together with each of the others, or with so many that no more than `most` come out. */
export function combine(
  names: readonly (readonly [string, readonly unknown[]])[],
  most: number,
): readonly Readonly<Record<string, unknown>>[] {
  const size = names.reduce((product, [, values]) => product * values.length, 1);
  const found: Readonly<Record<string, unknown>>[] = [];
  for (const at of choosePositions(size, most)) {
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

/** Returns all positions below `size`, or `most` of them from all over and in no regular distance. */
export function choosePositions(size: number, most: number): readonly number[] {
  if (size <= most) return Array.from({ length: size }, (_, at) => at);
  const stride = [7919, 7907, 7901].find((prime) => size % prime !== 0) ?? 1;
  return Array.from({ length: most }, (_, at) => (at * stride) % size);
}
