import { type Document, placeIn, valueIn } from '../../model/document.ts';
import { type DocumentKind, documentKinds } from '../../model/document-kinds.ts';
import { listAbstractAndConcrete, type Policy } from '../../model/policy.ts';
import { keepNames } from '../../model/selection.ts';
import { type Json, writeBlock, writeCanonicalJson } from '../../text/json.ts';
import { byCodeUnit } from '../../text/order.ts';

/** A document in `roles.json`: its label, and its content. */
type LabelledDocument = readonly [label: string, value: Json];

/** The content of `roles.json`, without the digest of the bundle that belongs to it. */
export interface RoleDocuments {
  readonly [key: string]: Json;
  readonly version: 1;
  readonly documents: readonly LabelledDocument[];
  readonly common: number;
  readonly tenants: { readonly [tenant: string]: readonly number[] };
}

/**
 * Lists the documents from which a role of a tenant can be linked: what all tenants share, of which there are `common`, then
 * what only some have, by its place in the list. Users stay out, and so does what only people read.
 */
export function listRoleDocuments(policy: Policy): RoleDocuments {
  const shared: LabelledDocument[] = [];
  const limited: (readonly [LabelledDocument, readonly string[]])[] = [];
  const tenantNames = policy.tenants.map(({ name }) => name);
  const known = listUsableNames(policy);
  for (const document of policy.documents) {
    if (document.tableOf !== undefined) continue;
    const raw = valueIn(placeIn(document, [])) as RawDocument;
    const prepared = prepareDocument(raw, document, policy, known);
    if (!prepared) continue;
    const value = sortKeys(prepared);
    const concerned = listConcerned(raw, document, policy);
    const written = [labelOf(raw), value] as const;
    if (!concerned) shared.push(written);
    else limited.push([written, concerned.filter((tenant) => tenantNames.includes(tenant))]);
  }
  shared.sort(compareLabelledDocuments);
  limited.sort(([a], [b]) => compareLabelledDocuments(a, b));
  const tenants = Object.fromEntries(tenantNames.map((name): [string, number[]] => [name, []]));
  for (const [at, [, names]] of limited.entries())
    for (const name of names) tenants[name]?.push(shared.length + at);
  const documents = [...shared, ...limited.map(([written]) => written)];
  return { version: 1, common: shared.length, documents, tenants };
}

/** Returns the label of a document. It does not name the file, since whoever reads `roles.json` has no files. */
const labelOf = ({ kind, name, tenant, model }: RawDocument): string =>
  [kind, ...[tenant, name ?? model].filter((part) => typeof part === 'string')].join('/');

/** Compares documents by their kinds, as the language lists them, then by what they are called and say. */
const compareLabelledDocuments = ([a, one]: LabelledDocument, [b, other]: LabelledDocument): number =>
  documentKinds.indexOf(kindOf(one)) - documentKinds.indexOf(kindOf(other)) ||
  byCodeUnit(a, b) ||
  byCodeUnit(writeCanonicalJson(one), writeCanonicalJson(other));

const kindOf = (value: Json): DocumentKind => (value as unknown as RawDocument).kind;

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

/** Sorts the keys of maps, whose order means nothing. */
const sortKeys = (value: Json): Json => JSON.parse(writeCanonicalJson(value)) as Json;

/** Writes `roles.json` with each document on a line of its own, so that a change shows as one line. */
export function layOutRoleDocuments({ documents, tenants, ...head }: RoleDocuments): string {
  const lines = [
    ...Object.entries(head).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`),
    `"documents": ${writeBlock(
      '[]',
      documents.map((one) => JSON.stringify(one)),
      '  ',
    )}`,
    `"tenants": ${writeBlock(
      '{}',
      Object.entries(tenants).map(([name, own]) => `${JSON.stringify(name)}: ${JSON.stringify(own)}`),
      '  ',
    )}`,
  ];
  return `${writeBlock('{}', lines, '')}\n`;
}
