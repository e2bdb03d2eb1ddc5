/** Returns a function that makes a thing when it is first called, and returns the same thing from then on. */
export function makeOnce<Thing extends object>(make: () => Thing): () => Thing {
  let made: Thing | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
