import type { Path } from '../text/yaml.ts';
import type { Bits } from './bits.ts';
import type { Catalog, PropertyType } from './catalog.ts';
import type { Reach } from './condition.ts';
import type { Document, Place } from './document.ts';
import type { Invariant, Waiver } from './invariant.ts';

/** Everything the policy files say, with every name resolved and no mistake left in it. */
export interface Policy {
  readonly catalog: Catalog;
  /** What is known of the signed-in user: attribute name to type, sorted by name. */
  readonly attributes: ReadonlyMap<string, PropertyType>;
  readonly portfolios: readonly Portfolio[];
  /** The model whose records a reach selects; absent where nothing is limited by portfolio. */
  readonly portfolioRoot?: string;
  /** From the highest rank to the lowest. */
  readonly userTypes: readonly UserType[];
  readonly seats: readonly Seat[];
  /** The roles that every tenant has, sorted by name. */
  readonly sharedRoles: readonly Role[];
  /** Sorted by name. */
  readonly tenants: readonly Tenant[];
  /** Sorted by name. */
  readonly invariants: readonly Invariant[];
  /** In the order of paths. */
  readonly waivers: readonly Waiver[];
  readonly settings: Settings;
  /** Every document that was read, in the order of paths. */
  readonly documents: readonly Document[];
}

/** What the policies say of the package that compile writes, whole where they say nothing. */
export interface Settings {
  /** What `generated/package.json` is called. */
  readonly package: { readonly name: string; readonly version: string };
}

/** A set of permissions drawn by a role's `grants`, a type's `allows`, a seat's `adds` or a ceiling. */
export interface Layer {
  readonly held: Bits;
  /** The cells it names one by one; naming is a demand. */
  readonly named: Bits;
  /** Where the layer is written: the value of `grants`, `allows`, `adds` or `ceiling`. */
  readonly at: Place;
  /** Its entries that could be left out: nothing but the layer's length would change. */
  readonly redundant: readonly Redundant[];
}

/** An entry of a layer that repeats what the star says, what silence says, or a name of its own list. */
export interface Redundant {
  /** From the layer's root. */
  readonly path: Path;
  readonly repeats: 'star' | 'default' | 'list';
  /** Whether it names what it repeats; in a role that is a demand, and then it is not idle. */
  readonly isDemand: boolean;
  /**
   * Whether the layer has rights on properties by it, though no action they hang on: alone they permit nothing, and in a
   * user type or seat they count beside the actions of another.
   */
  readonly holdsRights: boolean;
}

/** A reach with a name, which roles share. */
export interface Portfolio {
  readonly name: string;
  readonly at: Place;
  readonly title?: string;
  readonly on: string;
  readonly reach: Reach;
}

/** What caps roles and users: a higher rank holds all that a lower one does. */
export interface UserType {
  readonly name: string;
  readonly at: Place;
  readonly rank: number;
  readonly layer: Layer;
}

/** An addition to the cap of the user types it combines with. */
export interface Seat {
  readonly name: string;
  readonly at: Place;
  readonly combinesWith: ReadonlySet<string>;
  readonly package?: string;
  readonly layer: Layer;
}

/** What users are given: grants inside a cap, on the records of a portfolio. */
export interface Role {
  readonly name: string;
  readonly at: Place;
  /** The only tenant that has it; absent: every tenant. */
  readonly tenant?: string;
  readonly title?: string;
  readonly description?: string;
  readonly clonedFrom?: string;
  readonly userType: UserType;
  /** In the order written. */
  readonly seats: readonly Seat[];
  readonly portfolio: PortfolioUse;
  readonly layer: Layer;
  /** What its user type and its seats hold together. */
  readonly cap: Bits;
}

/** Which records a role reaches: named portfolios, or a filter of its own. */
export interface PortfolioUse {
  readonly at: Place;
  /** The names in the order written, each once; `filter` stands for a filter of the role's own. */
  readonly names: readonly string[];
  /** The union of all of them. */
  readonly reach: Reach;
}

/** A customer of the product: a ceiling over every role offered there. */
export interface Tenant {
  readonly name: string;
  readonly at: Place;
  readonly title?: string;
  readonly plan?: string;
  readonly packages: ReadonlySet<string>;
  /** The most active users of a user type or seat; what is absent is unlimited. */
  readonly limits: ReadonlyMap<string, { readonly most: number; readonly at: Place }>;
  readonly ceiling: Layer;
  /** Every role offered here, shared and own, sorted by name. */
  readonly roles: readonly Role[];
  /** Sorted by id; absent where no users are declared: unknown is not none. */
  readonly users?: readonly User[];
}

/** Somebody declared for a tenant; their own user type and seats decide which roles they may hold. */
export interface User {
  readonly id: string;
  readonly at: Place;
  readonly userType: UserType;
  readonly seats: readonly Seat[];
  /** In the order written. */
  readonly roles: readonly Role[];
  readonly active: boolean;
  /** What their own user type and seats hold. */
  readonly cap: Bits;
}

/** The words for a user type with its seats: `Core + Service`. */
export const capName = (holder: Pick<Role, 'userType' | 'seats'>): string =>
  [holder.userType.name, ...holder.seats.map((seat) => seat.name)].join(' + ');
