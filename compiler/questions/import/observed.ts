import type { Bits } from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Literal } from '../../model/condition.ts';
import type { Seat, UserType } from '../../model/policy.ts';
import type { Span } from '../../text/source.ts';
import type { SwitchPlaces } from './switch-places.ts';

/** A value that the product says, and where. */
export interface ExportedValue<T> {
  readonly value: T;
  readonly at: Span;
}

/** The state of the product, as its exports say it, with every name resolved. */
export interface Observed {
  /** The catalog that it speaks of: the common one, or that of the tenant. */
  readonly catalog: Catalog;
  /** Sorted by name. */
  readonly roles: ReadonlyMap<string, ObservedRole>;
  /** True if some table or row is of roles, so that a role that is not among them is not there. */
  readonly areRolesSaid: boolean;
  /** By id; absent if nothing that was exported speaks of users. */
  readonly users?: ReadonlyMap<string, ObservedUser>;
  /** The columns that some table of users has. */
  readonly userColumns: ReadonlySet<string>;
  readonly tenant: ObservedTenant;
  /** The cells whose switches some role says. */
  readonly switched: Bits;
}

/** A role of the product. */
export interface ObservedRole {
  readonly name: string;
  readonly at: Span;
  readonly title?: ExportedValue<string>;
  readonly description?: ExportedValue<string>;
  readonly userType?: ExportedValue<UserType>;
  readonly seats?: ExportedValue<readonly Seat[]>;
  /** The names of portfolios. */
  readonly portfolio?: ExportedValue<readonly string[]>;
  /** The switches that are on, and those that are off. */
  readonly on: Bits;
  readonly off: Bits;
  /** The places of those that are on. */
  readonly places: SwitchPlaces;
}

/** A user of the product. */
export interface ObservedUser {
  readonly id: string;
  readonly at: Span;
  readonly userType?: ExportedValue<UserType>;
  readonly seats?: ExportedValue<readonly Seat[]>;
  /** The names of roles, as the catalog calls them. */
  readonly roles?: ExportedValue<readonly string[]>;
  readonly active?: ExportedValue<boolean>;
  readonly madeBy?: ExportedValue<string>;
  readonly attributes: ReadonlyMap<string, ExportedValue<Literal | readonly Literal[]>>;
}

/** The tenant, as far as the product says something of it. */
export interface ObservedTenant {
  /** The switches that are on for the whole tenant, and those that are off. */
  readonly on: Bits;
  readonly off: Bits;
  /** A place where switches of the tenant are said; absent if none are. */
  readonly switchesAt?: Span;
  readonly limits: ReadonlyMap<string, ExportedValue<number>>;
  readonly packages?: ExportedValue<readonly string[]>;
  readonly plan?: ExportedValue<string>;
}
