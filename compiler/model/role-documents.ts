/** The version of the form in which documents of roles are written. */
export const roleDocumentsVersion = 2;

/** The fields of documents that only people read. */
const prose: ReadonlySet<string> = new Set([
  ...['title', 'titles', 'description', 'notes', 'because', 'where', 'source'],
]);

/** A document as it stands in `roles.json`. */
export type LabelledDocument = readonly [label: string, value: object];

/**
 * Returns the parts of a parsed `roles.json` that say what roles of databases can mean: neither its text for people nor the digest of the
 * bundle that belongs to it.
 */
export function readDecidingParts({ bundle: _, ...content }: { readonly [key: string]: unknown }): object {
  return { ...content, documents: omitProse(content.documents as readonly LabelledDocument[]) };
}

/** Returns documents without what only people read. */
export const omitProse = (documents: readonly LabelledDocument[]): readonly LabelledDocument[] =>
  documents.map(([label, value]) => [label, withoutDocumentProse(value)]);

/** Returns the fields of a document without those that only people read. */
export const withoutDocumentProse = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([field]) => !prose.has(field)));

/** Matches the JSON of every document with a field that only people read, and of some others. */
export const proseKey: RegExp = new RegExp(`"(?:${[...prose].join('|')})":`);
