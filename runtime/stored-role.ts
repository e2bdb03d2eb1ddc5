import type { RoleDocument } from '../compiler/model/documents.generated.ts';
import type { storedVersion } from '../compiler/model/row-fault.ts';
import type { BundledReach } from './bundle.ts';
import type { ColumnType } from './where.ts';

/** Cells in base64: those of the catalog and, of a tenant with properties of its own, those of these. */
export type StoredCells = readonly [catalog: string, own?: string];

/** The permissions on a model, a module, a feature or a capability, by their names. */
export interface StoredNames {
  readonly actions: readonly string[];
  /** The properties that can be viewed. */
  readonly view?: readonly string[];
  /** The properties that can be updated. */
  readonly update?: readonly string[];
}

/**
 * A role of a tenant as its row in a database has it: what was written, and what that means by the bundle of a digest. By any
 * other bundle only `role` counts, which is compiled again and then holds nothing that `names` does not name.
 */
export interface StoredRole {
  readonly version: typeof storedVersion;
  /** The digest of the bundle. */
  readonly digest: string;
  readonly tenant: string;
  readonly role: RoleDocument;
  /** The cells that it asks for, whatever its ceilings hold. */
  readonly grants: StoredCells;
  /** All cells, by the records on which they work. */
  readonly scopes: readonly (readonly [cells: StoredCells, reach: BundledReach])[];
  /** The columns that its conditions compare, by model. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, ColumnType>>>>;
  /** The cells that it held in effect. */
  readonly effective: StoredCells;
  /** The names of these, by model, module, feature and capability. */
  readonly names: Readonly<Record<string, StoredNames>>;
}
