/** Makes a thing for a key, or returns the one that was made for the key before, if it is still kept. */
export type Memo<Key, Thing> = (key: Key, make: () => Thing) => Thing;

/** Makes a memo that keeps at most `limit` things: the newest. */
export function memoize<Key, Thing>(limit: number): Memo<Key, Thing> {
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
