import type { Json } from '../text/json.ts';
import type { Catalog } from './catalog.ts';
import type { DocumentKind } from './document-kinds.ts';
import type { Matrix, Row } from './matrix.ts';
import type { Tenant } from './policy.ts';
import type { Rule } from './rule.ts';

/** A file that compile writes: its path inside `generated/` and its whole content. */
export interface Artifact {
  readonly path: string;
  readonly content: string;
}

/** A file that compile writes, with its content as it is on the disk. */
export interface EncodedArtifact extends Artifact {
  readonly bytes: Uint8Array;
}

/** A file that compile writes, with the digest of its bytes, in hex. */
export interface DigestedArtifact extends EncodedArtifact {
  readonly sha256: string;
}

/** A policy that was compiled: what artifacts are made from and questions are answered from. */
export interface Compiled {
  readonly matrix: Matrix;
  /**
   * Returns the CASL rules of a row of the matrix, on all subjects or on some, lowered when they are asked for: a fleet
   * has too many to hold.
   */
  readonly rulesOf: (row: Row, subjects?: ReadonlySet<string>) => readonly Rule[];
  /** The one tenant that all of it is about; undefined if it is about every tenant. */
  readonly tenant?: Tenant | undefined;
  /** The tenants that are not written by this compilation; of their own roles the matrix knows what is effective, and no layer. */
  readonly kept?: KeptTenants | undefined;
  /** The documents from which roles are linked, if they were written when the policies were read: their values are gone since. */
  readonly roleDocuments?: WrittenDocuments | undefined;
}

/**
 * Tenants of which it is known what would be written: nothing changed for them since they were written, or another thread
 * writes them.
 */
export interface KeptTenants {
  readonly names: ReadonlySet<string>;
  /** Returns the bundle that was written with one of them. */
  readonly bundleOf: (tenant: string) => KeptBundle | undefined;
  /** The digests of what decides in the documents that they have for themselves alone, of those that have some. */
  readonly ownDigests: ReadonlyMap<string, string>;
  /** Their own files. */
  readonly artifacts: ReadonlyMap<string, ArtifactDigest>;
}

/** The parts of a bundle from which what it says of a tenant can be written again. */
export interface KeptBundle {
  readonly sets: readonly string[];
  readonly reaches: readonly Json[];
  readonly tenants: { readonly [tenant: string]: KeptTenant };
}

/** A tenant in a bundle, in which sets and reaches are numbers. */
export interface KeptTenant {
  readonly ceiling: number;
  readonly packages?: readonly string[];
  readonly custom?: number;
  readonly roles: { readonly [role: string]: KeptRole };
}

/** A role in a bundle, in which sets and reaches are numbers. */
export interface KeptRole {
  readonly scopes: readonly (readonly [set: number, reach: number])[];
  readonly grants: number;
  readonly custom?: number;
  readonly effective: number;
}

/** A document as it stands in `roles.json`, in bytes, which of a fleet are written once and digested more than once. */
export interface WrittenDocument {
  readonly kind: DocumentKind;
  /** The name of the document there. */
  readonly label: string;
  /** The JSON of the label and of what the document says. */
  readonly entry: Uint8Array;
  /** The canonical JSON of the same without what only people read; if that is the same, the same bytes. */
  readonly deciding: Uint8Array;
}

/** The documents from which roles are linked, written: of a fleet their values would need many times the room. */
export interface WrittenDocuments {
  /** Those in `roles.json`: what all tenants share, of which there are `common`, then what is said of some. */
  readonly documents: readonly WrittenDocument[];
  readonly common: number;
  /** Of each tenant, the places of what is said of it and not of all. */
  readonly tenants: { readonly [tenant: string]: readonly number[] };
  /** Those that one tenant has for itself alone, which its file in `roles/tenants/` has. */
  readonly own: ReadonlyMap<string, readonly WrittenDocument[]>;
}

/** The size of a file, and its digest in hex. */
export interface ArtifactDigest {
  readonly bytes: number;
  readonly sha256: string;
}

/** Returns the catalog that a package is typed by: a package for a single tenant knows the tenant's own properties. */
export const findTypedCatalog = ({ matrix, tenant }: Compiled): Catalog =>
  (tenant ? matrix.policy.tenants[0]?.catalog : undefined) ?? matrix.policy.catalog;

/** A family of artifacts: pure, deterministic, made one file at a time so that a fleet fits in memory. */
export type Target = (compiled: Compiled) => Iterable<Artifact | EncodedArtifact>;

/** Groups the rows of a matrix by tenant; a tenant that is offered no role comes with no rows. */
export function* groupRowsByTenant({
  policy,
  rows,
}: Matrix): Iterable<readonly [Row['tenant'], readonly Row[]]> {
  let next = 0;
  for (const tenant of policy.tenants) {
    const first = next;
    while (rows[next]?.tenant === tenant) next++;
    yield [tenant, rows.slice(first, next)];
  }
}
