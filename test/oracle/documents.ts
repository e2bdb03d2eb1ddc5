/**
 * The documents of the language as they are parsed, with no thought of where they lie. The readings in this folder are
 * a second one of the language page: slow, literal, loops over names; no code is shared with the compiler.
 */

/** A choice of names: section 5, `Selection`. */
export type Selection = 'all' | 'none' | readonly string[] | { readonly except: readonly string[] };

/** The part of a layer under one model's own key: section 5, `ModelGrant`. */
export type ModelGrant =
  | Selection
  | { readonly actions?: Selection; readonly properties?: Readonly<Record<string, Selection>> };

/** The part of the catalog that any layer grants: section 5, `Grants`. */
export interface Grants {
  readonly models?: Readonly<Record<string, ModelGrant>>;
  readonly modules?: Selection;
  readonly features?: Selection;
}

/** A condition in the safe part of the MongoDB query language: section 4. */
export type Condition = Readonly<Record<string, unknown>>;

/** A permission that must be effective, or a choice of some: section 4, “Prerequisites”. */
export type Requirement = string | { readonly anyOf: readonly string[] };

/** The types a property or an attribute of the principal may have. */
export type PropertyType = 'id' | 'string' | 'number' | 'integer' | 'boolean' | 'date' | 'list' | 'object';

/** One property of a model. */
export interface Property {
  readonly type: PropertyType;
  readonly required?: boolean;
  readonly sensitive?: boolean;
  readonly system?: boolean;
  readonly requires?: readonly Requirement[];
}

/** A relation of a model: where it leads, and if to many. */
export interface Relation {
  readonly model: string;
  readonly many?: boolean;
}

/** A model of the catalog. */
export interface Model {
  readonly kind: 'Model';
  readonly name: string;
  readonly family?: string;
  readonly title?: string;
  readonly description?: string;
  readonly aliases?: readonly string[];
  readonly actions: readonly string[];
  readonly portfolio?: 'self' | { readonly through: string };
  readonly package?: string;
  readonly relations?: Readonly<Record<string, Relation>>;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly requires?: Readonly<Record<string, readonly Requirement[]>>;
  readonly risk?: Readonly<Record<string, string>>;
  readonly notes?: Readonly<Record<string, string>>;
}

/** An action beyond the five. */
export interface Action {
  readonly kind: 'Action';
  readonly name: string;
  readonly title?: string;
  readonly risk?: string;
  readonly requires?: readonly Requirement[];
}

/** A module or a feature of the catalog. */
export interface Toggle<Kind extends 'Module' | 'Feature'> {
  readonly kind: Kind;
  readonly name: string;
  readonly description?: string;
  readonly requires?: readonly Requirement[];
  readonly risk?: string;
  readonly package?: string;
}

/** A capability, which holds when all it requires hold. */
export interface Capability {
  readonly kind: 'Capability';
  readonly name: string;
  readonly requires: readonly Requirement[];
}

/** The attributes that are known of the signed-in user. */
export interface Principal {
  readonly kind: 'Principal';
  readonly attributes: Readonly<Record<string, { readonly type: PropertyType }>>;
}

/** A named reach. */
export interface Portfolio {
  readonly kind: 'Portfolio';
  readonly name: string;
  readonly tenant?: string;
  readonly on: string;
  readonly reach: 'all' | Condition;
}

/** A user type and its ceiling. */
export interface UserType {
  readonly kind: 'UserType';
  readonly name: string;
  readonly rank: number;
  readonly audience?: string;
  readonly allows: Grants;
}

/** A seat and what it adds to the ceiling of a user type. */
export interface Seat {
  readonly kind: 'Seat';
  readonly name: string;
  readonly combinesWith: readonly string[];
  readonly package?: string;
  readonly adds: Grants;
}

/** Generations of a part of the catalog. */
export interface Generations {
  readonly kind: 'Generations';
  readonly name: string;
  readonly generations: readonly { readonly name: string; readonly models: readonly string[] }[];
}

/** A tenant and its ceiling. */
export interface Tenant {
  readonly kind: 'Tenant';
  readonly name: string;
  readonly title?: string;
  readonly plan?: string;
  readonly packages?: readonly string[];
  readonly generations?: Readonly<Record<string, string | { readonly names: readonly string[] }>>;
  readonly limits?: Readonly<Record<string, number>>;
  readonly ceiling: Grants;
}

/** Properties that one tenant has beside the catalog's. */
export interface Properties {
  readonly kind: 'Properties';
  readonly tenant: string;
  readonly model: string;
  readonly properties: Readonly<Record<string, Property>>;
}

/** One item of a portfolio: a name, a condition, or portfolios that must all reach the record. */
export type Item =
  | string
  | { readonly filter: Condition; readonly on?: string }
  | { readonly allOf: readonly string[] };

/** The portfolio of a role: every record, a list, or a map from patterns to lists. */
export type RolePortfolio = 'all' | readonly Item[] | Readonly<Record<string, readonly Item[]>>;

/** A role, of one tenant or shared by all. */
export interface Role {
  readonly kind: 'Role';
  readonly name: string;
  readonly tenant?: string;
  readonly title?: string;
  readonly description?: string;
  readonly abstract?: boolean;
  readonly userType?: string;
  readonly seats?: readonly string[];
  readonly portfolio?: RolePortfolio;
  readonly clonedFrom?: string;
  readonly includes?: readonly string[];
  readonly grants: Grants;
}

/** One user of a tenant. */
export interface User {
  readonly id: string;
  readonly userType: string;
  readonly seats?: readonly string[];
  readonly roles?: readonly string[];
  readonly active?: boolean;
  readonly madeBy?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Users of a tenant. */
export interface Users {
  readonly kind: 'Users';
  readonly tenant: string;
  readonly complete?: boolean;
  readonly users: readonly User[];
}

/** The settings of a policy about roles that tenants make themselves. */
export interface Settings {
  readonly kind: 'Settings';
  readonly customRoles?: {
    readonly plans?: readonly string[];
    readonly allows?: Grants;
    readonly perTenant?: number;
  };
}

/** A condition that must always or never be true of the compiled result. */
export interface Invariant {
  readonly kind: 'Invariant';
  readonly name: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly because: string;
  readonly roles?: Selection;
  readonly tenants?: Selection;
  readonly userTypes?: Selection;
  readonly portfolios?: Selection;
  readonly when?: readonly string[];
  readonly must?: readonly string[];
  readonly mustSome?: readonly string[];
  readonly mustNot?: readonly string[];
  readonly mustNotTogether?: readonly string[];
  readonly mustSomeone?: readonly string[];
  readonly within?: 'cap' | 'ceilings' | 'model';
}

/** Who may break an invariant, and until when. */
export interface Waiver {
  readonly kind: 'Waiver';
  readonly invariant: string;
  readonly role?: string;
  readonly user?: string;
  readonly tenant?: string;
  readonly owner: string;
  readonly because: string;
  readonly until: string;
}

/** Every kind of document the readings know. */
export type Document =
  | Model
  | Action
  | Toggle<'Module'>
  | Toggle<'Feature'>
  | Capability
  | Principal
  | Portfolio
  | UserType
  | Seat
  | Generations
  | Tenant
  | Properties
  | Role
  | Users
  | Settings
  | Invariant
  | Waiver;

/** The results of earlier readings, by list of documents; a list that has grown since is read again. */
const found = new WeakMap<
  readonly unknown[],
  { readonly length: number; readonly byKey: Map<string, unknown> }
>();

/** Returns what a reading of the documents gives, which is taken once for each key. */
export function once<Result>(documents: readonly unknown[], key: string, read: () => Result): Result {
  let known = found.get(documents);
  if (known?.length !== documents.length) {
    known = { length: documents.length, byKey: new Map() };
    found.set(documents, known);
  }
  if (!known.byKey.has(key)) known.byKey.set(key, read());
  return known.byKey.get(key) as Result;
}

/** Returns the documents of one kind, in the order given. */
export function ofKind<Kind extends Document['kind']>(
  documents: readonly unknown[],
  kind: Kind,
): readonly Extract<Document, { kind: Kind }>[] {
  return once(documents, kind, () =>
    documents.filter(
      (document): document is Extract<Document, { kind: Kind }> =>
        typeof document === 'object' && document !== null && 'kind' in document && document.kind === kind,
    ),
  );
}

/** Returns what an object says under a key of its own, never what it inherits. */
export function own<Value>(
  object: Readonly<Record<string, Value>> | undefined,
  key: string,
): Value | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Section 5: "Selection = all | none | [name, ...] | { except: [name, ...] }", and "what is not said is not granted". */
export function selects(selection: Selection | undefined, name: string): boolean {
  if (selection === undefined || selection === 'none') return false;
  if (selection === 'all') return true;
  return 'except' in selection ? !selection.except.includes(name) : selection.includes(name);
}

/** A permission taken apart. */
export interface Parts {
  readonly subject: string;
  readonly property: string | undefined;
  readonly action: string;
}

/** Section 3: "A permission is read by its first dot and its last colon." */
export function partsOf(permission: string): Parts {
  const colon = permission.lastIndexOf(':');
  const path = permission.slice(0, colon);
  const action = permission.slice(colon + 1);
  const dot = path.indexOf('.');
  if (dot < 0) return { subject: path, property: undefined, action };
  return { subject: path.slice(0, dot), property: path.slice(dot + 1), action };
}

/** Section 3: "`*` stands for a whole subject, property or action, never for its absence." */
export function isMatch(pattern: string, permission: string): boolean {
  const [wanted, written] = [partsOf(pattern), partsOf(permission)];
  const isSame = (part: string, other: string) => part === '*' || part === other;
  if ((wanted.property === undefined) !== (written.property === undefined)) return false;
  return (
    isSame(wanted.subject, written.subject) &&
    isSame(wanted.property ?? '', written.property ?? '') &&
    isSame(wanted.action, written.action)
  );
}
