import type { Action, Right } from '../compiler/model/catalog.ts';
import type { Operator } from '../compiler/model/condition.ts';
import type { ColumnType, Scalar, Step } from './where.ts';

/** The version of the form of bundles that this package reads. */
export const bundleVersion = 2;

/** `bundle.json` as compile writes it, once `checkBundle` has looked at all of it. */
export interface Bundle {
  readonly version: typeof bundleVersion;
  readonly digest: string;
  /** The digest of what decides in the `roles.json` that belongs to it. */
  readonly documents?: string;
  readonly size: number;
  readonly catalog: {
    readonly models: readonly BundledModel[];
    readonly modules: readonly string[];
    readonly features: readonly string[];
    readonly capabilities: readonly string[];
  };
  /** The cells that belong to packages, as sets. */
  readonly packages?: Readonly<Record<string, SetNumber>>;
  readonly requires: readonly (readonly [cell: number, needs: readonly (number | readonly number[])[]])[];
  readonly attributes: Readonly<Record<string, ColumnType>>;
  /** The columns that conditions compare with their types, by model. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, ColumnType>>>>;
  readonly userTypes: readonly {
    readonly name: string;
    readonly audience: string;
    readonly rank: number;
    readonly allows: SetNumber;
  }[];
  readonly seats: readonly {
    readonly name: string;
    readonly combinesWith: readonly string[];
    readonly adds: SetNumber;
  }[];
  /** The properties that tenants add to the catalog. */
  readonly extensions?: readonly BundledExtension[];
  readonly sets: readonly string[];
  readonly reaches: readonly BundledReach[];
  readonly tenants: Readonly<Record<string, BundledTenant>>;
}

/** The number of a set; for a tenant with an extension also that of a set of the extension's cells. */
export type SetNumber = number | readonly [set: number, own: number];

/** The properties that tenants have beside the catalog's. Its cells are numbered behind those of the catalog. */
export interface BundledExtension {
  readonly models: Readonly<Record<string, BundledModel['properties']>>;
  readonly requires: Bundle['requires'];
  readonly packages?: Readonly<Record<string, number>>;
  readonly columns?: Bundle['columns'];
  /** The cells that user types hold beside those of the bundle, as numbers of sets, by user type. */
  readonly allows: Readonly<Record<string, number>>;
  readonly adds: Readonly<Record<string, number>>;
  /** The sets of the extension's cells alone. */
  readonly sets: readonly string[];
}

/** A model, with the rights of each property by its name. */
export interface BundledModel {
  readonly name: string;
  /** The models that its relations lead to, by the names of the relations. */
  readonly relations: Readonly<Record<string, string>>;
  readonly actions: readonly Action[];
  readonly properties: Readonly<Record<string, readonly Right[]>>;
  /** True if it has no properties and lets none be asked for. */
  readonly closed?: boolean;
}

/** A tenant with the roles that it is offered. */
export interface BundledTenant {
  /** The number of the extension, if it has properties of its own. */
  readonly extension?: number;
  readonly ceiling: SetNumber;
  /** The packages that it has bought, of those that something belongs to. */
  readonly packages?: readonly string[];
  /** The cells that the settings allow to roles of its own, of the files and of its database. */
  readonly custom?: SetNumber;
  readonly roles: Readonly<Record<string, BundledRole>>;
}

/** A role in a tenant; sets and reaches by their numbers. */
export interface BundledRole {
  readonly userType: string;
  readonly seats: readonly string[];
  /** Sets of cells with the reaches on which they work. */
  readonly scopes: readonly (readonly [set: SetNumber, reach: number])[];
  readonly grants: SetNumber;
  /** The cells that the settings allow to roles of a tenant's own; only such a role has them. */
  readonly custom?: SetNumber;
  readonly effective: SetNumber;
}

/** Every record, those that lead to one that meets an alternative, or what several reaches hold together or in common. */
export type BundledReach =
  | 'all'
  | BundledLink
  | { readonly anyOf: readonly BundledReach[] }
  | { readonly allOf: readonly BundledReach[] };

/** The records that lead to one of a model that meets one of the alternatives. */
export interface BundledLink {
  readonly on: string;
  readonly through: readonly Step[];
  readonly alternatives: readonly (readonly BundledComparison[])[];
}

/** A comparison; its operand may be a value of the signed-in user. */
export type BundledComparison = readonly [property: string, operator: Operator, operand: BundledOperand];

/** The operand of a comparison. */
export type BundledOperand = Scalar | readonly Scalar[] | { readonly $user: string };
