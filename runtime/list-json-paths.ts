/**
 * Returns the paths to a tenant's property inside of JSON, the one that counts first at the front: in each object the key of
 * the whole rest of a name comes before a path to it.
 */
export const listJsonPaths = (names: readonly string[]): readonly (readonly string[])[] =>
  names.map((_, at) => [...names.slice(0, at), names.slice(at).join('.')]);
