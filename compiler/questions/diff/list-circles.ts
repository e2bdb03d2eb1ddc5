/** Lists the circles in which names point to one another, each from its first name on. */
export function listCircles(nextOf: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const seen = new Set<string>();
  return [...nextOf.keys()].flatMap((start) => {
    if (seen.has(start)) return [];
    const path: string[] = [];
    let name: string | undefined = start;
    while (name !== undefined && !seen.has(name)) {
      seen.add(name);
      path.push(name);
      name = nextOf.get(name);
    }
    return name === start ? [path] : [];
  });
}
