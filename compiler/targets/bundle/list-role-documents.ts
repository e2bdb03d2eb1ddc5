import type { KeptDocument, KeptTenants, WrittenDocument, WrittenDocuments } from '../../model/artifact.ts';
import { type Document, type Parsed, placeIn, valueIn } from '../../model/document.ts';
import { type DocumentKind, documentKinds } from '../../model/document-kinds.ts';
import { listAbstractAndConcrete, type Policy } from '../../model/policy.ts';
import { proseKey, withoutDocumentProse } from '../../model/role-documents.ts';
import { keepNames } from '../../model/selection.ts';
import type { FilePiece } from '../../text/file-pieces.ts';
import { type Json, writeBlock, writeCanonicalJson } from '../../text/json.ts';
import { byCodeUnit } from '../../text/order.ts';

/** The content of `roles.json`, without the digest of the bundle that belongs to it. */
export interface RoleDocuments {
  readonly [key: string]: Json;
  readonly version: 1;
  readonly documents: readonly (readonly [label: string, value: Json])[];
  readonly common: number;
  readonly tenants: { readonly [tenant: string]: readonly number[] };
}

/** Lists the documents from which a role of a tenant can be linked. */
export function listRoleDocuments(policy: Policy): RoleDocuments {
  const { common, documents, tenants } = writeRoleDocuments(policy);
  const valuesOf = ({ entry }: WrittenDocument) =>
    JSON.parse(decoder.decode(entry)) as RoleDocuments['documents'][number];
  return { version: 1, common, documents: documents.map(valuesOf), tenants };
}

/**
 * Writes the documents from which a role of a tenant can be linked: what all tenants share, of which there are `common`, then
 * what only some have, by its place in the list. Users stay out, and so does what only people read. Those of kept tenants
 * are taken as they were written. `readValue` returns the value of a document, by default from its text.
 */
export function writeRoleDocuments(
  policy: Policy,
  kept?: Pick<KeptTenants, 'documents'>,
  readValue = (document: Document): unknown => valueIn(placeIn(document, [])),
): WrittenDocuments {
  const shared: WrittenDocument[] = [];
  const limited: (readonly [WrittenDocument, readonly string[]])[] = [];
  const tenantNames = policy.tenants.map(({ name }) => name);
  const known = listUsableNames(policy);
  for (const document of policy.documents) {
    if (document.tableOf !== undefined) continue;
    if (kept?.documents.has(document)) {
      const again = kept.documents.get(document);
      if (again) limited.push([again, [again.tenant]]);
      continue;
    }
    const raw = readValue(document) as RawDocument;
    const prepared = prepareDocument(raw, document, policy, known);
    if (prepared === undefined) continue;
    const concerned = listConcerned(raw, document, policy);
    const written = writeDocument(raw, prepared);
    if (!concerned) shared.push(written);
    else limited.push([written, concerned]);
  }
  shared.sort(compareWritten);
  limited.sort(([a], [b]) => compareWritten(a, b));
  const tenants = Object.fromEntries(tenantNames.map((name): [string, number[]] => [name, []]));
  for (const [at, [, names]] of limited.entries())
    for (const name of names) if (Object.hasOwn(tenants, name)) tenants[name]?.push(shared.length + at);
  return { common: shared.length, documents: [...shared, ...limited.map(([written]) => written)], tenants };
}

/** Prepares writing documents of tenants as `roles.json` has them; undefined for those that it leaves out. */
export function prepareTenantDocuments(
  policy: Policy,
): (documents: readonly Parsed[], tenant: string) => readonly (KeptDocument | undefined)[] {
  const known = listUsableNames(policy);
  return (documents, tenant) =>
    documents.map(({ document, value }) => {
      const raw = value as RawDocument;
      const prepared = prepareDocument(raw, document, policy, known);
      return prepared === undefined ? undefined : { ...writeDocument(raw, prepared), tenant };
    });
}

function writeDocument(raw: RawDocument, prepared: Json): WrittenDocument {
  const label = labelOf(raw);
  const text = writeSorted(prepared);
  return takeOverDocument(raw.kind, label, encoder.encode(writeEntry(label, text)), text);
}

/** Takes a document over as it stands in `roles.json`: the bytes of its entry, and the JSON of what it says. */
export const takeOverDocument = (
  kind: DocumentKind,
  label: string,
  entry: Uint8Array,
  text: string,
): WrittenDocument => {
  const deciding = otherKey.test(text) ? encoder.encode(writeEntry(label, writeDeciding(text))) : entry;
  return { kind, label, entry, deciding };
};

const writeEntry = (label: string, text: string): string => `[${JSON.stringify(label)},${text}]`;

/** Returns the JSON of what a document says. */
const textOf = ({ label, entry }: WrittenDocument): string =>
  decoder.decode(entry).slice(writeEntry(label, '').length - 1, -1);

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Returns the label of a document. It does not name the file, since whoever reads `roles.json` has no files. */
const labelOf = ({ kind, name, tenant, model }: RawDocument): string =>
  [kind, ...[tenant, name ?? model].filter((part) => typeof part === 'string')].join('/');

/** Compares documents by their kinds, as the language lists them, then by what they are called and say. */
const compareWritten = (a: WrittenDocument, b: WrittenDocument): number =>
  documentKinds.indexOf(a.kind) - documentKinds.indexOf(b.kind) ||
  byCodeUnit(a.label, b.label) ||
  byCodeUnit(writeCanonical(textOf(a)), writeCanonical(textOf(b)));

/** Matches the JSON of a map with a number as its key, which JavaScript puts before all others. */
const numberKey = /"\d+":/;

/** Matches the JSON of every document that decides by another text than its own, and of some others. */
const otherKey = new RegExp(`${numberKey.source}|${proseKey.source}`);

/** Writes a value with the keys of maps sorted, in which order says nothing. */
function writeSorted(value: Json): string {
  const canonical = writeCanonicalJson(value);
  return numberKey.test(canonical) ? JSON.stringify(JSON.parse(canonical)) : canonical;
}

const writeCanonical = (text: string): string =>
  numberKey.test(text) ? writeCanonicalJson(JSON.parse(text) as Json) : text;

interface RawDocument {
  readonly kind: DocumentKind;
  readonly name?: string;
  readonly tenant?: string;
  readonly [field: string]: unknown;
}

/** The names that documents may use; in a policy restricted to tenants, some documents speak of others. */
interface UsableNames {
  readonly roles: ReadonlySet<string>;
  readonly seats: ReadonlySet<string>;
  readonly portfolios: ReadonlySet<string>;
}

function listUsableNames(policy: Policy): UsableNames {
  const namesOf = (named: readonly { readonly name: string }[]) => new Set(named.map(({ name }) => name));
  return {
    roles: namesOf(listAbstractAndConcrete(policy)),
    seats: namesOf(policy.seats),
    portfolios: namesOf(policy.portfolios),
  };
}

/** The fields of documents that only people read; those of roles stay, which can be copied. */
const prose: ReadonlySet<string> = new Set(['description', 'notes', 'where', 'source']);

/** Returns the content of a document for `roles.json`; undefined if nothing of it belongs there. */
function prepareDocument(
  raw: RawDocument,
  document: Document,
  policy: Policy,
  known: UsableNames,
): Json | undefined {
  switch (raw.kind) {
    case 'Users':
    case 'Test':
    case 'Mapping':
    case 'Runbook':
      return undefined;
    case 'Role':
      return known.roles.has(raw.name ?? '') ? (raw as Json) : undefined;
    case 'Seat':
      return known.seats.has(raw.name ?? '') ? withoutProse(raw) : undefined;
    case 'Portfolio':
      return known.portfolios.has(raw.name ?? '') ? withoutProse(raw) : undefined;
    case 'Waiver':
      return known.roles.has(String(raw.role)) ? (raw as Json) : undefined;
    case 'Invariant': {
      const invariant = policy.invariants.find(({ at }) => at.document === document);
      // `mustSomeone` is demanded of users, and `roles.json` has none.
      if (!invariant || invariant.demand === 'mustSomeone') return undefined;
      const { tenants, roles, ...rest } = raw;
      const knownRoles = roles === undefined ? undefined : keepNames(roles, known.roles);
      return withoutProse({ ...rest, ...(knownRoles !== undefined && { roles: knownRoles }) });
    }
    default:
      return withoutProse(raw);
  }
}

/** Returns the tenants that a document is about; undefined if it is about all. */
function listConcerned(
  { kind, name, tenant }: RawDocument,
  document: Document,
  { invariants, tenants }: Policy,
): readonly string[] | undefined {
  if (kind === 'Tenant') return [name ?? ''];
  if (kind !== 'Invariant') return tenant === undefined ? undefined : [tenant];
  const concerned = invariants.find(({ at }) => at.document === document)?.tenants ?? new Set();
  return concerned.size === tenants.length ? undefined : [...concerned];
}

const withoutProse = (raw: { readonly [field: string]: unknown }): Json =>
  Object.fromEntries(Object.entries(raw).filter(([field]) => !prose.has(field))) as Json;

/** Lists the pieces of `roles.json`, each document on a line of its own: what can change alone. */
export function* listLaidOutPieces(
  { common, documents, tenants }: WrittenDocuments,
  bundle: string,
): Iterable<FilePiece> {
  yield `{\n  "version": 1,\n  "bundle": ${JSON.stringify(bundle)},\n  "common": ${common},\n  "documents": [`;
  yield* separate('\n    ', ',\n    ', documents, ({ entry }) => entry);
  const lines = Object.entries(tenants).map(
    ([name, own]) => `${JSON.stringify(name)}: ${JSON.stringify(own)}`,
  );
  yield `${documents.length > 0 ? '\n  ' : ''}],\n  "tenants": ${writeBlock('{}', lines, '  ')}\n}\n`;
}

/** Lists the pieces of `roles.json` without white space, of which the loaders have the digest. */
export function* listCompactPieces(
  { common, documents, tenants }: WrittenDocuments,
  bundle: string,
): Iterable<FilePiece> {
  yield `{"version":1,"bundle":${JSON.stringify(bundle)},"common":${common},"documents":[`;
  yield* separate('', ',', documents, ({ entry }) => entry);
  yield `],"tenants":${JSON.stringify(tenants)}}`;
}

/**
 * Lists the pieces of the canonical JSON of what `readDecidingParts` reads from `roles.json`, of which the bundle has the
 * digest.
 */
export function* listDecidingPieces({ common, documents, tenants }: WrittenDocuments): Iterable<FilePiece> {
  yield `{"common":${common},"documents":[`;
  yield* separate('', ',', documents, ({ deciding }) => deciding);
  yield `],"tenants":${writeCanonicalJson(tenants)},"version":1}`;
}

/** Lists one piece of each document, with one text before the first of them and another one between two. */
function* separate(
  before: string,
  between: string,
  documents: readonly WrittenDocument[],
  pieceOf: (document: WrittenDocument) => Uint8Array,
): Iterable<FilePiece> {
  for (const [at, document] of documents.entries()) {
    yield at > 0 ? between : before;
    yield pieceOf(document);
  }
}

/** Returns the canonical JSON of what of a document decides. */
function writeDeciding(text: string): string {
  if (!proseKey.test(text)) return writeCanonical(text);
  return writeCanonicalJson(withoutDocumentProse(JSON.parse(text) as object) as Json);
}
