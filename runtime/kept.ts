/** Makes a thing for a key, or gives the one that it has made for it and still keeps. */
export type Kept<Key, Thing> = (key: Key, make: () => Thing) => Thing;

/** Keeps so many things, the newest. */
export function kept<Key, Thing>(limit: number): Kept<Key, Thing> {
  const things = new Map<Key, Thing>();
  return (key, make) => {
    const known = things.get(key);
    if (known !== undefined) return known;
    const thing = make();
    if (things.size >= limit) things.delete(things.keys().next().value as Key);
    things.set(key, thing);
    return thing;
  };
}
