import { findDocuments, type KnownDocuments } from '../../compile.ts';
import type { KeptFiles } from '../../io/keep-files.ts';
import type { Parsed } from '../../model/document.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import { findOwner } from '../../model/find-owner.ts';
import type { Policy } from '../../model/policy.ts';
import { isPolicyFile } from '../../model/policy-files.ts';
import type { PackageSettings } from './compile-arguments.ts';

/**
 * The facts on a compilation by which the next one compiles only the tenants that changed: the files from which it followed,
 * and the documents of tenants without the grants of their roles, which nothing outside of the tenant reads.
 */
export interface PackedTenants {
  /** The digest of the manifest that was written. */
  readonly manifest: string;
  readonly settings: PackageSettings;
  /** The files that are not of one tenant alone. */
  readonly common: readonly PackedFile[];
  readonly tenants: Readonly<Record<string, PackedTenant>>;
}

/** A file by its path and the digest of its bytes. */
export type PackedFile = readonly [path: string, digest: string];

/** The files that one tenant alone is about. */
export interface PackedTenant {
  /** False if it has properties of its own: it is compiled each time. */
  readonly isKept: boolean;
  readonly files: readonly (readonly [...PackedFile, documents: readonly PackedDocument[]])[];
  /** The tables of users, which other files may name too. */
  readonly tables: readonly PackedFile[];
}

/** A document by its kind and its place among those of its file. */
export type PackedDocument = readonly [kind: DocumentKind, index: number, value: unknown];

/** Packs the tenants of a policy that was just read. */
export function packTenants(
  policy: Policy,
  known: Pick<KnownDocuments, 'loaded'>,
  { files, digests }: KeptFiles,
): Pick<PackedTenants, 'common' | 'tenants'> {
  const common: PackedFile[] = [];
  const ofTenant = new Map<string, (readonly [...PackedFile, readonly PackedDocument[]])[]>();
  for (const path of files.list(isPolicyFile)) {
    const documents = findDocuments(known, files, path);
    const digest = digests.get(path) ?? '';
    const tenant = findOwner(documents);
    if (tenant === undefined) common.push([path, digest]);
    else ofTenant.set(tenant, [...(ofTenant.get(tenant) ?? []), [path, digest, documents.map(packDocument)]]);
  }
  const tables = new Map<string, PackedFile[]>();
  for (const { source, tableOf } of policy.documents)
    if (tableOf !== undefined)
      tables.set(tableOf, [...(tables.get(tableOf) ?? []), [source.path, digests.get(source.path) ?? '']]);
  const tenants = policy.tenants.map(({ name, catalog }): [string, PackedTenant] => [
    name,
    {
      isKept: catalog === policy.catalog,
      files: ofTenant.get(name) ?? [],
      tables: tables.get(name) ?? [],
    },
  ]);
  return { common, tenants: Object.fromEntries(tenants) };
}

/** Packs a document without the grants of a role. */
export const packDocument = ({ kind, document, value }: Parsed): PackedDocument => [
  kind,
  document.index,
  kind === 'Role' ? { ...(value as object), grants: {} } : value,
];
