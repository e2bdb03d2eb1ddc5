import { type Document, placeIn, valueIn } from '../../model/document.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import type { Pair } from '../../model/pair.ts';
import type { Policy } from '../../model/policy.ts';

/**
 * Returns the kinds of documents that the settings of either side say are the vendor's to decide, so that no change
 * takes itself out by changing the settings.
 */
export const listVendorKinds = ({ base, head }: Pair<Policy>): ReadonlySet<DocumentKind> =>
  new Set([...base.settings.vendor, ...head.settings.vendor]);

/** Prepares telling whether a document is of one of some kinds; each document is read once. */
export function prepareKindTest(kinds: ReadonlySet<DocumentKind>): (document: Document) => boolean {
  const known = new Map<Document, boolean>();
  return (document) => {
    if (kinds.size === 0) return false;
    const found = known.get(document) ?? kinds.has(valueIn(placeIn(document, ['kind'])) as DocumentKind);
    known.set(document, found);
    return found;
  };
}
