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

/** The types a property or an attribute of the principal may have. */
export type PropertyType = 'id' | 'string' | 'number' | 'integer' | 'boolean' | 'date' | 'list' | 'object';

/** One property of a model. */
export interface Property {
  readonly type: PropertyType;
  readonly required?: boolean;
  readonly sensitive?: boolean;
  readonly system?: boolean;
  readonly requires?: readonly string[];
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
  readonly package?: string;
  readonly portfolio?: 'self' | { readonly through: string };
  readonly relations?: Readonly<Record<string, { readonly model: string; readonly many?: boolean }>>;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly requires?: Readonly<Record<string, readonly string[]>>;
  readonly risk?: Readonly<Record<string, string>>;
  readonly notes?: Readonly<Record<string, string>>;
}

/** A module or a feature of the catalog. */
export interface Toggle<Kind extends 'Module' | 'Feature'> {
  readonly kind: Kind;
  readonly name: string;
  readonly description?: string;
  readonly requires?: readonly string[];
  readonly package?: string;
  readonly risk?: string;
}

/** A capability, which holds when all it requires hold. */
export interface Capability {
  readonly kind: 'Capability';
  readonly name: string;
  readonly requires: readonly string[];
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

/** The portfolio of a role: a union of names and filters. */
export type RolePortfolio = readonly (string | { readonly filter: Condition })[];

/** A role, of one tenant or shared by all. */
export interface Role {
  readonly kind: 'Role';
  readonly name: string;
  readonly tenant?: string;
  readonly title?: string;
  readonly description?: string;
  readonly userType: string;
  readonly seats?: readonly string[];
  readonly portfolio: RolePortfolio;
  readonly clonedFrom?: string;
  readonly includes?: readonly string[];
  readonly abstract?: boolean;
  readonly grants: Grants;
}

/** One user of a tenant. */
export interface User {
  readonly id: string;
  readonly userType: string;
  readonly seats?: readonly string[];
  readonly roles?: readonly string[];
  readonly active?: boolean;
}

/** The users of a tenant. */
export interface Users {
  readonly kind: 'Users';
  readonly tenant: string;
  readonly complete?: boolean;
  readonly users: readonly User[];
}

/** Every kind of document the naive resolver reads. */
export type Document =
  | Model
  | Toggle<'Module'>
  | Toggle<'Feature'>
  | Capability
  | Principal
  | Portfolio
  | UserType
  | Seat
  | Generations
  | Tenant
  | Role
  | Users;

/** The documents of one kind, in the order given. */
export function ofKind<Kind extends Document['kind']>(
  documents: readonly unknown[],
  kind: Kind,
): readonly Extract<Document, { kind: Kind }>[] {
  return documents.filter(
    (document): document is Extract<Document, { kind: Kind }> =>
      typeof document === 'object' && document !== null && 'kind' in document && document.kind === kind,
  );
}

/** Returns the value that a record has under a key of its own, never one that it inherits. */
export function own<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  key: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
