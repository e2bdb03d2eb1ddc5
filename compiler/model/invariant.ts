import type { Severity } from '../diagnostics/codes.ts';
import type { Place } from './document.ts';

/** The demands that an invariant can make of the effective permissions of a role; `mustSomeone` makes its demand of a tenant. */
export const demands = ['must', 'mustSome', 'mustNot', 'mustNotTogether', 'mustSomeone'] as const;
/** One of the demands. */
export type Demand = (typeof demands)[number];

/**
 * A bound of a demand: what could be effective inside user type and seats (`cap`), inside the tenant too (`ceilings`), or
 * the rights on properties whose model's action is effective (`model`).
 */
export type Bound = 'cap' | 'ceilings' | 'model';

/** A statement about the compiled result that must hold in every tenant. */
export interface Invariant {
  readonly name: string;
  readonly at: Place;
  readonly severity: Severity;
  readonly because: string;
  readonly source?: string;
  /** The names of the roles it is checked for. */
  readonly roles: ReadonlySet<string>;
  /** The names of the tenants in which it is checked. */
  readonly tenants: ReadonlySet<string>;
  /** The names of the user types whose roles it is checked for. */
  readonly userTypes: ReadonlySet<string>;
  /**
   * The portfolios of which a role must have one for the invariant to be checked; absent if portfolios do not matter.
   */
  readonly portfolios?: ReadonlySet<string>;
  /** The patterns all of whose cells have to be effective for a role to be checked. */
  readonly when: readonly Pattern[];
  readonly demand: Demand;
  /** The patterns that the demand lists, in the order written. */
  readonly patterns: readonly Pattern[];
  /** With `must` and `mustSome`: what bounds the demand; absent if nothing does. */
  readonly within?: Bound;
}

/** A permission pattern of an invariant; it matches some cell of the catalog of some tenant that the invariant is about. */
export interface Pattern {
  readonly text: string;
  readonly at: Place;
}

/** A permit for one role, or for one user by their roles together, to break one invariant until a date. */
export interface Waiver {
  readonly at: Place;
  readonly invariant: string;
  /** The role that may break it; absent if the permit is a user's. */
  readonly role?: string;
  /** The id of the user who may break it; absent if the permit is a role's. */
  readonly user?: string;
  /** The only tenant in which it applies; absent if it applies in every tenant. */
  readonly tenant?: string;
  readonly owner: string;
  readonly because: string;
  /** The last day on which it applies, as `2027-03-31`. */
  readonly until: string;
}

/** Returns the words for the holder of a waiver, such as `role \`integrations\``. */
export const holderOf = ({ role, user }: Pick<Waiver, 'role' | 'user'>): string =>
  role === undefined ? `user \`${user ?? ''}\`` : `role \`${role}\``;

/** A role, a user or a whole tenant that breaks an invariant. */
export interface InvariantBreach {
  readonly invariant: Invariant;
  readonly tenant: string;
  /** Words for whoever breaks it: a role, a user by several roles together, or `no role`. */
  readonly who: string;
  /** The permissions that show it: held, or if they are demanded lacking; of a whole tenant none. */
  readonly permissions: readonly string[];
  /** The waivers that permit it, whatever their dates. */
  readonly waivers: readonly Waiver[];
}
