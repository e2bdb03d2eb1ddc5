import type { Path } from '../text/yaml.ts';
import type { Bits } from './bits.ts';
import type { Catalog, PropertyType } from './catalog.ts';
import type { Literal, Reach } from './condition.ts';
import type { Document, Place } from './document.ts';
import type { DocumentKind } from './document-kinds.ts';
import type { ChosenGenerations, Generations } from './generations.ts';
import type { Invariant, Waiver } from './invariant.ts';
import type { Mapping } from './mapping.ts';
import type { PolicyTest } from './policy-test.ts';
import type { Runbook } from './runbook.ts';

/** All that the policy files say, without mistakes and with every name resolved. */
export interface Policy {
  readonly catalog: Catalog;
  /** The parts of the catalog of which tenants have one generation, sorted by name. */
  readonly generations: readonly Generations[];
  /** The types of the signed-in user's attributes by name, sorted by name. */
  readonly attributes: ReadonlyMap<string, PropertyType>;
  readonly portfolios: readonly Portfolio[];
  /** By audience, `member` first; in each from the highest rank to the lowest. */
  readonly userTypes: readonly UserType[];
  readonly seats: readonly Seat[];
  /** The roles that every tenant has, sorted by name. */
  readonly sharedRoles: readonly Role[];
  /** The roles that exist to be included: those of every tenant, then those of single ones, sorted by name. */
  readonly abstractRoles: readonly AbstractRole[];
  /** Sorted by name. */
  readonly tenants: readonly Tenant[];
  /** Sorted by name. */
  readonly invariants: readonly Invariant[];
  /** In the order of paths. */
  readonly waivers: readonly Waiver[];
  /** Sorted by name. They decide nothing. */
  readonly tests: readonly PolicyTest[];
  /** The words of products, sorted by name. They decide nothing. */
  readonly mappings: readonly Mapping[];
  /** The words for what is clicked in products, sorted by name. They decide nothing. */
  readonly runbooks: readonly Runbook[];
  readonly settings: Settings;
  /** All documents that were read, in the order of paths. */
  readonly documents: readonly Document[];
}

/** The settings, with defaults for those that the policies do not state. */
export interface Settings {
  /** The name and version in `generated/package.json`. */
  readonly package: { readonly name: string; readonly version: string };
  /** The folder that compile writes, relative to the policies folder. */
  readonly out: string;
  readonly customRoles: CustomRoles;
  /** The kinds of documents that are the vendor's to decide, not ours. */
  readonly vendor: readonly DocumentKind[];
  /** In how many days before its last one a waiver is a warning. */
  readonly waivers: { readonly warnDays: number };
  /** The column of the users, or the attribute, that names whoever reviews their access; absent if nothing is said. */
  readonly review: { readonly manager?: string };
}

/** The bounds of roles that tenants have of their own; a part that is absent bounds nothing. */
export interface CustomRoles {
  readonly at: Place;
  /** The plans whose tenants have such roles. */
  readonly plans?: readonly string[];
  /** The cells that such roles can hold. */
  readonly allows?: Layer;
  /** The most of them that one tenant can have. */
  readonly perTenant?: number;
}

/** A set of permissions: a role's `grants`, a user type's `allows`, a seat's `adds` or a tenant's `ceiling`. */
export interface Layer {
  /** All cells that it holds: those of its own document and, of a role, those of the roles that it includes. */
  readonly held: Bits;
  /** The cells that its own document holds alone. */
  readonly own: Bits;
  /** The roles that it includes, in the order written; empty for every layer but a role's. */
  readonly includes: readonly Inclusion[];
  /** The cells that it names one by one: those it demands, where others are meant as far as they are allowed. */
  readonly named: Bits;
  /** The place of the layer: the value of `grants`, `allows`, `adds` or `ceiling`. */
  readonly at: Place;
  /** The entries that could be left out without changing what the layer means; none of a policy that is not to be linted. */
  readonly redundant: readonly Redundant[];
}

/** A role that another includes by its name, with its layer and the place of the name. */
export interface Inclusion {
  readonly role: string;
  /** The tenant whose own role it is; absent if every tenant has it. */
  readonly tenant?: string;
  readonly at: Place;
  readonly layer: Layer;
}

/** An entry of a layer that repeats what a star says, what is so by default, or a name of its own list. */
export interface Redundant {
  /** The path of the entry, from the layer's root. */
  readonly path: Path;
  readonly repeats: 'star' | 'default' | 'list';
  /** True if the entry names what it repeats; in a role, to name a permission is to demand it. */
  readonly isDemand: boolean;
}

/** A reach with a name, by which roles refer to it. */
export interface Portfolio {
  readonly name: string;
  /** The name that it had before, as its document says. */
  readonly renamedFrom?: string;
  readonly at: Place;
  /** The only tenant whose roles may name it; absent if every role may. */
  readonly tenant?: string;
  readonly title?: string;
  readonly on: string;
  readonly reach: Reach;
}

/**
 * A cap of roles and users; a type of a higher rank holds all that a type of a lower rank and the same audience does. Types
 * of two audiences are not compared.
 */
export interface UserType {
  readonly name: string;
  readonly at: Place;
  readonly audience: string;
  readonly rank: number;
  readonly layer: Layer;
}

/** The audience of user types that name none. */
export const memberAudience = 'member';

/** An addition to the cap of those user types with which it combines. */
export interface Seat {
  readonly name: string;
  readonly at: Place;
  readonly combinesWith: ReadonlySet<string>;
  readonly package?: string;
  readonly layer: Layer;
}

/** A role that users are given: grants inside a cap, on the records of a portfolio. */
export interface Role {
  readonly name: string;
  readonly at: Place;
  /** The only tenant that has the role; absent if every tenant has it. */
  readonly tenant?: string;
  /** The role as every tenant has it, if this one is drawn for a tenant that has properties of its own. */
  readonly shared?: Role;
  readonly title?: string;
  readonly description?: string;
  readonly clonedFrom?: string;
  /** The name that the role had before. */
  readonly renamedFrom?: string;
  readonly userType: UserType;
  /** In the order written. */
  readonly seats: readonly Seat[];
  readonly portfolio: PortfolioUse;
  readonly layer: Layer;
  /** The cells that its user type and its seats hold together. */
  readonly cap: Bits;
}

/** A role that exists to be included by others: it has no row, and nobody can be given it. */
export interface AbstractRole extends Pick<Role, 'name' | 'at' | 'tenant' | 'title' | 'description'> {
  readonly layer: Layer;
}

/** The portfolio of a role: which records each of its permissions reaches. */
export interface PortfolioUse {
  readonly at: Place;
  /** By pattern, in the order written; a plain list is one entry `*`. */
  readonly entries: ReadonlyMap<string, PortfolioEntry>;
}

/** A list of items for the permissions of a pattern, which reach the records of any of them. */
export interface PortfolioEntry {
  /** One of `M:a`, `M:*`, `*:a` and `*`. */
  readonly pattern: string;
  readonly at: Place;
  /** In the order written, each once. */
  readonly items: readonly PortfolioItem[];
}

/** One choice of records: a portfolio, a filter, or what several portfolios have in common. */
export interface PortfolioItem {
  /** The name of the portfolio, `filter`, or of several `team & authored`. */
  readonly label: string;
  readonly at: Place;
  /** The portfolios that it is selected by: those that it names and, for `portfolio: all`, those that reach every record. */
  readonly names: readonly string[];
  /** Empty for `portfolio: all`, which is every record of every limited model. */
  readonly parts: readonly PortfolioPart[];
}

/** Records of one model, as a portfolio or a filter selects them. */
export interface PortfolioPart {
  /** The name of the portfolio; absent for a filter. */
  readonly name?: string;
  readonly on: string;
  readonly reach: Reach;
}

/** A customer of the product, whose ceiling limits every role that it is offered. */
export interface Tenant {
  readonly name: string;
  readonly at: Place;
  /** The catalog with the tenant's own properties behind it; without such properties, the policy's catalog itself. */
  readonly catalog: Catalog;
  /** The user types and seats of the policy, drawn on the tenant's catalog. */
  readonly caps: Pick<Policy, 'userTypes' | 'seats'>;
  readonly title?: string;
  /** The names that the tenant has for models, for people only. */
  readonly titles: ReadonlyMap<string, string>;
  readonly plan?: string;
  readonly packages: ReadonlySet<string>;
  /** The generations that it has, by the part of the catalog that has them. */
  readonly generations: ReadonlyMap<string, ChosenGenerations>;
  /** The cells of models that belong to generations which it does not have; absent if there are none. */
  readonly closed?: Bits;
  /** The cells of models, modules and features whose package it has not bought, and those that are closed; absent if there are none. */
  readonly withheld?: Bits;
  /** The greatest number of active users of a user type or seat; one that is absent is unlimited. */
  readonly limits: ReadonlyMap<string, { readonly most: number; readonly at: Place }>;
  readonly ceiling: Layer;
  /** The cells that roles of the tenant's own can hold at most; absent if the settings do not bound them. */
  readonly customRoles?: Layer;
  /** All roles that the tenant is offered, shared ones and its own, sorted by name. */
  readonly roles: readonly Role[];
  /** Sorted by id; absent if the policies do not say who the users are, which is not the same as having none. */
  readonly users?: readonly User[];
  /** True if the users that are declared are all there are. */
  readonly isComplete?: boolean;
}

/** A user of a tenant, whose user type and seats decide which roles they can be given. */
export interface User {
  readonly id: string;
  readonly at: Place;
  readonly userType: UserType;
  readonly seats: readonly Seat[];
  /** In the order written. */
  readonly roles: readonly Role[];
  readonly active: boolean;
  /** The values that conditions ask of the user, by attribute; one that is absent is not known of them. */
  readonly attributes: ReadonlyMap<string, Literal | readonly Literal[]>;
  /** The id of the user of the same tenant who made this one; absent if nobody is known to have. */
  readonly madeBy?: string;
  /** The cells that the user's own user type and seats hold together. */
  readonly cap: Bits;
}

/** Returns the words for a user type with seats, such as `Core + Service`. */
export const capName = (holder: Pick<Role, 'userType' | 'seats'>): string =>
  [holder.userType.name, ...holder.seats.map((seat) => seat.name)].join(' + ');

/** Spells the user type and the seats of a role, in whatever order they are written. */
export const spellCap = ({ userType, seats }: Pick<Role, 'userType' | 'seats'>): string =>
  [userType.name, ...seats.map(({ name }) => name).sort()].join();

/** Lists the items of a portfolio that is a list, or of its entry for whatever has none of its own. */
export const listPortfolioLabels = ({ entries }: PortfolioUse): readonly string[] =>
  (entries.get('*')?.items ?? []).map(({ label }) => label);

/** Returns a portfolio in one line: the items of a list, or each pattern with its items. */
export function describePortfolio({ entries }: PortfolioUse): string {
  const labels = ({ items }: PortfolioEntry) => items.map(({ label }) => label).join(' + ');
  const [only, more] = entries.values();
  if (only?.pattern === '*' && !more) return labels(only);
  return [...entries.values()].map((entry) => `${entry.pattern}: ${labels(entry)}`).join('; ');
}

/** Returns true if a portfolio selects every record for whatever it limits. */
export function selectsAll({ entries }: PortfolioUse): boolean {
  const [only, more] = entries.values();
  if (!only || more || only.pattern !== '*') return false;
  const models = new Set(only.items.flatMap(({ parts }) => parts.map(({ on }) => on)));
  return only.items.some(
    ({ parts: [part, other] }) => !part || (!other && part.reach === 'all' && models.size === 1),
  );
}

/** Lists the portfolios that a role names anywhere, each once. */
export const listPortfolioNames = ({ entries }: PortfolioUse): readonly string[] => [
  ...new Set(
    [...entries.values()].flatMap(({ items }) =>
      items.flatMap(({ parts }) => parts.flatMap(({ name }) => name ?? [])),
    ),
  ),
];

/** Returns all roles, each once: the shared ones, then those that only one tenant has. */
export const rolesOf = ({
  sharedRoles,
  tenants,
}: Pick<Policy, 'sharedRoles' | 'tenants'>): readonly Role[] => [
  // Many tenants have one list.
  ...new Set([...sharedRoles, ...[...new Set(tenants.map(({ roles }) => roles))].flat().map(sharedOf)]),
];

/** Returns the role as every tenant has it, of one that is drawn for a single tenant; any other role itself. */
export const sharedOf = (role: Role): Role => role.shared ?? role;

/** Lists all roles and those that exist to be included. */
export const listAbstractAndConcrete = (
  policy: Pick<Policy, 'sharedRoles' | 'tenants' | 'abstractRoles'>,
): readonly (Role | AbstractRole)[] => [...rolesOf(policy), ...policy.abstractRoles];
