import type { ChangedDocument, DocumentVersion } from '../../model/change.ts';
import { type Document, placeIn, valueIn } from '../../model/document.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import { type Json, writeCanonicalJson } from '../../text/json.ts';
import { byCodeUnit } from '../../text/order.ts';

/**
 * Finds the documents that differ between two sides, compared by what they say: comments, layout, the order of keys
 * and the file do not count. They are sorted by kind, name and tenant.
 */
export function findChangedDocuments(
  base: readonly Document[],
  head: readonly Document[],
): readonly ChangedDocument[] {
  const [onlyBase, onlyHead] = omitEqual(
    ...omitEqual(base, head, ({ source }) => source.text, 'source'),
    writeContent,
    'document',
  );
  const found = new Map<string, { base: DocumentVersion[]; head: DocumentVersion[] }>();
  const file = (document: Document, side: 'base' | 'head') => {
    const version: DocumentVersion = { document, value: readContent(document) };
    const key = writeCanonicalJson(readIdentity(version));
    const known = found.get(key) ?? { base: [], head: [] };
    found.set(key, known);
    known[side].push(version);
  };
  for (const document of onlyBase) file(document, 'base');
  for (const document of onlyHead) file(document, 'head');
  return [...found.values()].flatMap(pairVersions).sort((a, b) => byCodeUnit(keyOf(a), keyOf(b)));
}

/** Returns a text that is equal exactly for one document on two sides. */
const keyOf = ({ kind, name, tenant }: ChangedDocument): string => JSON.stringify([kind, name, tenant ?? '']);

/** Omits the documents that both sides have alike, each as often as both have it. */
function omitEqual(
  base: readonly Document[],
  head: readonly Document[],
  saying: (document: Document) => string,
  unit: 'source' | 'document',
): [readonly Document[], readonly Document[]] {
  const things = (documents: readonly Document[]) =>
    unit === 'document' ? documents : [...new Map(documents.map((one) => [one.source, one])).values()];
  const left = new Map<string, number>();
  for (const thing of things(base)) left.set(saying(thing), (left.get(saying(thing)) ?? 0) + 1);
  const equal = new Map<string, number>();
  for (const thing of things(head)) {
    const key = saying(thing);
    const times = left.get(key) ?? 0;
    if (times === 0) continue;
    left.set(key, times - 1);
    equal.set(key, (equal.get(key) ?? 0) + 1);
  }
  const without = (documents: readonly Document[]) => {
    const drop = new Map(equal);
    const dropped = new Set<unknown>();
    for (const thing of things(documents)) {
      const times = drop.get(saying(thing)) ?? 0;
      if (times === 0) continue;
      drop.set(saying(thing), times - 1);
      dropped.add(unit === 'source' ? thing.source : thing);
    }
    return documents.filter((document) => !dropped.has(unit === 'source' ? document.source : document));
  };
  return [without(base), without(head)];
}

/** The values of documents, each parsed once: few documents differ, and those are read more than once. */
const contents = new WeakMap<Document, DocumentVersion['value']>();
function readContent(document: Document): DocumentVersion['value'] {
  const known =
    contents.get(document) ?? ((valueIn(placeIn(document, [])) ?? {}) as DocumentVersion['value']);
  contents.set(document, known);
  return known;
}

const sayings = new WeakMap<Document, string>();
function writeContent(document: Document): string {
  const known = sayings.get(document) ?? writeCanonicalJson(readContent(document) as Json);
  sayings.set(document, known);
  return known;
}

function readIdentity({ value }: DocumentVersion): {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly tenant?: string;
} {
  const { kind, tenant } = value;
  const called = readName(value);
  return { kind: kind as DocumentKind, name: called, ...(typeof tenant === 'string' && { tenant }) };
}

/** Returns the name of a document; of a kind without names, what it is about. */
function readName({ kind, name, model, invariant, role, user }: DocumentVersion['value']): string {
  if (typeof name === 'string') return name;
  if (kind === 'Properties') return String(model);
  return kind === 'Waiver' ? `${invariant} for ${role ?? `user ${user}`}` : '';
}

/** Pairs the versions of documents with one identity, such as lists of users, in their order. */
function pairVersions({
  base,
  head,
}: {
  base: DocumentVersion[];
  head: DocumentVersion[];
}): readonly ChangedDocument[] {
  return Array.from({ length: Math.max(base.length, head.length) }, (_, at): ChangedDocument => {
    const [before, after] = [base[at], head[at]];
    const version = after ?? before;
    return {
      ...(version ? readIdentity(version) : { kind: 'Role', name: '' }),
      ...(before && { base: before }),
      ...(after && { head: after }),
    };
  });
}
