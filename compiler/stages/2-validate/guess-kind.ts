import { nearest } from '../../diagnostics/suggest.ts';
import { type DocumentKind, documentKinds } from '../../model/document-kinds.ts';
import { schemas } from '../validators.generated.js';
import { fieldsOf } from './schema-place.ts';

/**
 * Guesses the kind of a document that names no known one: the nearest to what it names, if documents of that kind can have
 * all the fields that it has; else the only kind that can. Undefined if it could be of several kinds.
 */
export function guessKind(written: unknown, fields: readonly string[]): DocumentKind | undefined {
  const possible = documentKinds.filter((kind) => canHave(kind, fields));
  const near = typeof written === 'string' ? nearest(written, documentKinds) : undefined;
  return possible.find((kind) => kind === near) ?? (possible.length === 1 ? possible[0] : undefined);
}

function canHave(kind: DocumentKind, fields: readonly string[]): boolean {
  const known = new Set(fieldsOf(schemas[kind] ?? {}));
  return fields.every((field) => known.has(field));
}
