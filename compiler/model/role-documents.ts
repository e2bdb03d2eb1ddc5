/** The fields of documents that only people read. */
const prose: ReadonlySet<string> = new Set([
  ...['title', 'titles', 'description', 'notes', 'because', 'where', 'source'],
]);

/**
 * Returns the parts of a parsed `roles.json` that say what roles of databases can mean: neither its text for people nor the digest of the
 * bundle that belongs to it.
 */
export function readDecidingParts({ bundle: _, ...content }: { readonly [key: string]: unknown }): object {
  const documents = (content.documents as readonly (readonly [string, object])[]).map(([label, value]) => [
    label,
    Object.fromEntries(Object.entries(value).filter(([field]) => !prose.has(field))),
  ]);
  return { ...content, documents };
}
