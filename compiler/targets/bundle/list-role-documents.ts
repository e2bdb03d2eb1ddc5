import type { KeptTenants, WrittenDocument, WrittenDocuments } from '../../model/artifact.ts';
import { type Document, placeIn, valueIn } from '../../model/document.ts';
import { type DocumentKind, documentKinds } from '../../model/document-kinds.ts';
import { listAbstractAndConcrete, type Policy } from '../../model/policy.ts';
import { proseKey, roleDocumentsVersion, withoutDocumentProse } from '../../model/role-documents.ts';
import { keepNames } from '../../model/selection.ts';
import type { FilePiece } from '../../text/file-pieces.ts';
import { findOrMake } from '../../text/find-or-make.ts';
import { type Json, writeBlock, writeCanonicalJson } from '../../text/json.ts';
import { byCodeUnit } from '../../text/order.ts';

/**
 * The documents from which a role of a tenant can be linked, in the form that a signed bundle has beside it. In `roles.json` the list of
 * a tenant's own documents is the digest of what of them decides, since each tenant has them in a file.
 */
export interface RoleDocuments {
  readonly [key: string]: Json;
  readonly version: typeof roleDocumentsVersion;
  /** The documents that all tenants share, of which there are `common`, then those that are about some tenants. */
  readonly documents: readonly LabelledJson[];
  readonly common: number;
  /** Of each tenant, the places of the documents that are about it and not about all. */
  readonly tenants: { readonly [tenant: string]: readonly number[] };
  /** Of each tenant that has some, the documents that it has for itself alone. */
  readonly own: { readonly [tenant: string]: readonly LabelledJson[] };
}

type LabelledJson = readonly [label: string, value: Json];

/** Reads the documents that were written. None of their tenants may be kept. */
export function readRoleDocuments({ common, documents, tenants, own }: WrittenDocuments): RoleDocuments {
  const read = (some: readonly WrittenDocument[]) =>
    some.map(({ entry }) => JSON.parse(decoder.decode(entry)) as LabelledJson);
  return {
    version: roleDocumentsVersion,
    common,
    documents: read(documents),
    tenants,
    own: Object.fromEntries([...own].map(([tenant, written]) => [tenant, read(written)])),
  };
}

/**
 * Writes the documents from which a role of a tenant can be linked. Users stay out, and so does what only people read. The files of
 * kept tenants stay as they are, so theirs are left out. `readValue` returns the value of a document, by default from its text.
 */
export function writeRoleDocuments(
  policy: Policy,
  kept?: Pick<KeptTenants, 'names'>,
  readValue = (document: Document): unknown => valueIn(placeIn(document, [])),
): WrittenDocuments {
  const shared: WrittenDocument[] = [];
  const limited: (readonly [WrittenDocument, readonly string[]])[] = [];
  const owned = new Map<string, WrittenDocument[]>();
  const tenantNames = policy.tenants.map(({ name }) => name);
  const known = listUsableNames(policy);
  for (const document of policy.documents) {
    if (document.tableOf !== undefined) continue;
    const raw = readValue(document) as RawDocument;
    const owner = ownKinds.has(raw.kind) ? raw.tenant : undefined;
    if (owner !== undefined && kept?.names.has(owner)) continue;
    const prepared = prepareDocument(raw, document, policy, known);
    if (prepared === undefined) continue;
    const written = writeDocument(raw, prepared);
    const concerned = listConcerned(raw, document, policy);
    if (owner !== undefined) findOrMake(owned, owner, () => []).push(written);
    else if (concerned) limited.push([written, concerned]);
    else shared.push(written);
  }
  shared.sort(compareWritten);
  limited.sort(([a], [b]) => compareWritten(a, b));
  const tenants = Object.fromEntries(tenantNames.map((name): [string, number[]] => [name, []]));
  for (const [at, [, names]] of limited.entries())
    for (const name of names) if (Object.hasOwn(tenants, name)) tenants[name]?.push(shared.length + at);
  const own = new Map(
    tenantNames.flatMap((name) => {
      const written = owned.get(name);
      return written ? [[name, written.sort(compareWritten)] as const] : [];
    }),
  );
  const documents = [...shared, ...limited.map(([written]) => written)];
  return { common: shared.length, documents, tenants, own };
}

function writeDocument(raw: RawDocument, prepared: Json): WrittenDocument {
  const label = labelOf(raw);
  const text = writeSorted(prepared);
  const entry = encoder.encode(writeEntry(label, text));
  const deciding = otherKey.test(text) ? encoder.encode(writeEntry(label, writeDeciding(text))) : entry;
  return { kind: raw.kind, label, entry, deciding };
}

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

/** The kinds of documents that stand in the file of the tenant that they name; waivers are checked beside all others. */
const ownKinds: ReadonlySet<DocumentKind> = new Set(['Portfolio', 'Properties', 'Role']);

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

/** The digests of what decides in the documents that each tenant has for itself alone, of those that have some. */
export type OwnDigests = { readonly [tenant: string]: string };

/** Lists the pieces of `roles.json`, each document on a line of its own: what can change alone. */
export function* listLaidOutPieces(
  { common, documents, tenants }: WrittenDocuments,
  own: OwnDigests,
  bundle: string,
): Iterable<FilePiece> {
  const writeLines = (values: { readonly [tenant: string]: Json }) => {
    const lines = Object.entries(values).map(
      ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    );
    return writeBlock('{}', lines, '  ');
  };
  yield `{\n  "version": ${roleDocumentsVersion},\n  "bundle": ${JSON.stringify(bundle)},\n  "common": ${common},\n  "documents": `;
  yield* listLines(documents);
  yield `,\n  "tenants": ${writeLines(tenants)},\n  "own": ${writeLines(own)}\n}\n`;
}

/** Lists the pieces of the file with the documents that a tenant has for itself alone. */
export function* listOwnPieces(tenant: string, documents: readonly WrittenDocument[]): Iterable<FilePiece> {
  yield `{\n  "tenant": ${JSON.stringify(tenant)},\n  "documents": `;
  yield* listLines(documents);
  yield '\n}\n';
}

/** Lists the pieces of `roles.json` without white space, of which the loaders have the digest. */
export function* listCompactPieces(
  { common, documents, tenants }: WrittenDocuments,
  own: OwnDigests,
  bundle: string,
): Iterable<FilePiece> {
  yield `{"version":${roleDocumentsVersion},"bundle":${JSON.stringify(bundle)},"common":${common},"documents":[`;
  yield* separate('', ',', documents, ({ entry }) => entry);
  yield `],"tenants":${JSON.stringify(tenants)},"own":${JSON.stringify(own)}}`;
}

/**
 * Lists the pieces of the canonical JSON of what `readDecidingParts` reads from `roles.json`, of which the bundle has the
 * digest.
 */
export function* listDecidingPieces(
  { common, documents, tenants }: WrittenDocuments,
  own: OwnDigests,
): Iterable<FilePiece> {
  yield `{"common":${common},"documents":`;
  yield* listDecidingDocuments(documents);
  yield `,${writeCanonicalJson({ own, tenants, version: roleDocumentsVersion }).slice(1)}`;
}

/** Lists the pieces of the canonical JSON of what decides in some documents. */
export function* listDecidingDocuments(documents: readonly WrittenDocument[]): Iterable<FilePiece> {
  yield '[';
  yield* separate('', ',', documents, ({ deciding }) => deciding);
  yield ']';
}

/** Lists the pieces of documents as a list with each on a line of its own, inside of a map. */
function* listLines(documents: readonly WrittenDocument[]): Iterable<FilePiece> {
  yield '[';
  yield* separate('\n    ', ',\n    ', documents, ({ entry }) => entry);
  yield documents.length > 0 ? '\n  ]' : ']';
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
