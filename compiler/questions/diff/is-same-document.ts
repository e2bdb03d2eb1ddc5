import type { Document } from '../../model/document.ts';

/** Returns true if two documents are one. */
export const isSameDocument = (a: Document, b: Document): boolean =>
  a.source === b.source && a.index === b.index;
