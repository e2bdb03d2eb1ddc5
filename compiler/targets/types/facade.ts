/** The beginning of `index.d.ts`. */
export const head = `// Written by plafond compile. Do not edit: change the policies.
import type { ForcedSubject, MongoAbility } from '@casl/ability';
import type { Where } from './lib/where.js';

export type { Alternative, Comparison, Filter, Where } from './lib/where.js';`;

/**
 * The part of `index.d.ts` that is the same for every catalog: names for what the registries hold, and what the
 * facade exports, generic in tenant, model and action.
 *
 * The action comes first among the type parameters and the model is bound to it, so that the compiler complains of
 * the model where that is misspelt. No method has two signatures with as many parameters: then it complains of one
 * of them, and seldom of the one that was meant.
 *
 * Of several models or actions, what goes in must suit all of them and what comes out may be of any. A property is
 * a signature of its own and no optional parameter: `undefined` in its place would ask about the whole record.
 */
export const facade = `/** A model of the catalog. */
export type ModelName = keyof Models;

/** The actions that a model supports; for any of several models, those that all of them support. */
export type ActionOf<M extends ModelName> = keyof Models[M];

/** The actions that some model supports. */
export type ActionName = { [M in ModelName]: ActionOf<M> }[ModelName];

/** The models that support an action, to be generic in; of several actions, the models that support all of them. */
export type ModelWith<A extends ActionName | 'use'> = ModelName & keyof Supporting[A];

/** The properties on which an action can be asked for; of several models or actions, those that all have. */
export type PropertyOf<M extends ModelName, A extends ActionName> = {
  [K in M]: { [B in A]: (property: B extends keyof Models[K] ? Models[K][B] : never) => void }[A];
}[M] extends (property: infer P) => void
  ? P
  : never;

/** The properties that \`fields\` lists; of several models or actions, those that any of them has. */
export type FieldOf<M extends ModelName, A extends ActionName> = {
  [K in M]: Models[K][A & keyof Models[K]];
}[M];

/** The columns that a record must have so that conditions can be evaluated on it; for several models, the columns of all of them. */
export type RecordOf<M extends ModelName> = { [K in M]: (record: Records[K]) => void }[M] extends (
  record: infer R,
) => void
  ? R
  : never;

/** A module, a feature or a capability. */
export type ToggleName = keyof Toggles;

/** The names of toggles if the action is \`use\`; no name for any other action. */
export type ToggleWith<A extends ActionName | 'use'> = [A] extends ['use'] ? ToggleName : never;

/**
 * The name itself, in a way that is not worked out before it is known: an editor offers what the bound of a bare type
 * parameter allows, here the models of all actions, for the signature that it does not take.
 */
export type Named<N extends string> = [N] extends [string] ? N : N;

/** A tenant. */
export type TenantName = keyof Tenants;

/** A role that a tenant is offered; of several tenants, one that any of them is offered. */
export type RoleName<T extends TenantName = TenantName> = Tenants[T];

/** CASL's own ability, for \`ForbiddenError\`, \`@casl/react\` and adapters; it does not know property names. */
export type AppAbility = MongoAbility<Abilities>;

/** A role of a database: what \`compile\` of an editor of roles has returned, as JSON. */
export interface StoredRole {
  readonly version: 1;
  /** The digest of the bundle by which it was compiled. */
  readonly digest: string;
  readonly tenant: TenantName;
  readonly role: { readonly kind: 'Role'; readonly name: string };
  readonly grants: readonly [catalog: string, own?: string];
  readonly effective: readonly [catalog: string, own?: string];
}

/** Who is signed in: what they were given, and what conditions ask of them. */
export interface SignedIn<T extends TenantName = TenantName> {
  readonly tenant: T;
  /** Roles by their names, and those of a database as \`compile\` of an editor has returned them. */
  readonly roles: readonly (RoleName<T> | StoredRole)[];
  readonly userType: UserTypeName;
  readonly seats?: readonly SeatName[] | undefined;
  readonly user: User;
}

/** An attribute that conditions of the roles need and that cannot be used: what needs it is not allowed. */
export interface Unfilled {
  readonly attribute: keyof User & string;
  readonly because: string;
}

/** The permissions of a signed-in user. */
export interface Policy {
  /** Returns true if they may do this to this record. */
  can<A extends ActionName, M extends ModelWith<A>, R extends RecordOf<M>>(action: A, model: Named<M>, record: R): boolean;
  /** Returns true if they may do this to one property of this record. */
  can<A extends ActionName, M extends ModelWith<A>, R extends RecordOf<M>>(
    action: A,
    model: Named<M>,
    record: R,
    property: PropertyOf<M, A>,
  ): boolean;
  /** Returns true if they may do this to some record: for menus, never for data. */
  canSome<A extends ActionName, M extends ModelWith<A>>(action: A, model: Named<M>): boolean;
  /** Returns true if they may do this to one property of some record: for menus, never for data. */
  canSome<A extends ActionName, M extends ModelWith<A>>(action: A, model: Named<M>, property: PropertyOf<M, A>): boolean;
  /** Returns the properties of this record to which they may do this; none if the action is not about properties. */
  fields<A extends ActionName, M extends ModelWith<A>, R extends RecordOf<M>>(
    action: A,
    model: Named<M>,
    record: R,
  ): readonly FieldOf<M, A>[];
  /** Returns true if they may use a module or a feature, or have a capability. */
  uses(name: ToggleName): boolean;
  /** Returns the records to which they may do this: all, none, or a filter that a database adapter takes. */
  where<A extends ActionName, M extends ModelWith<A>>(action: A, model: Named<M>): Where;
  /** Returns the records to one property of which they may do this: all, none, or a filter that a database adapter takes. */
  where<A extends ActionName, M extends ModelWith<A>>(action: A, model: Named<M>, property: PropertyOf<M, A>): Where;
  /** Explains why they may do this or may not, or use a module or a feature, in a sentence that names what decides. */
  why<A extends ActionName | 'use', N extends ModelWith<A> | ToggleWith<A>>(action: A, name: Named<N>): string;
  /** Explains why they may do this to this record, or to a property of some record, or may not. */
  why<A extends ActionName, M extends ModelWith<A>, R extends RecordOf<M> | PropertyOf<M, A>>(
    action: A,
    model: Named<M>,
    recordOrProperty: R,
  ): string;
  /** Explains why they may do this to one property of this record or may not. */
  why<A extends ActionName, M extends ModelWith<A>, R extends RecordOf<M>>(
    action: A,
    model: Named<M>,
    record: R,
    property: PropertyOf<M, A>,
  ): string;
  /** CASL's own ability with the same rules, made when it is first asked for. */
  readonly ability: AppAbility;
  /** The attributes that cannot be used though the roles need them; empty if nothing was dropped. */
  readonly unfilled: readonly Unfilled[];
}

/** The error of \`permissions\`: \`code\` says what it does not accept, the message says which and why. */
export declare class PermissionsError extends Error {
  protected constructor();
  readonly name: 'PermissionsError';
  readonly code:
    | 'unknown-tenant'
    | 'tenant-not-loaded'
    | 'unknown-role'
    | 'unknown-user-type'
    | 'unknown-seat'
    | 'seat-not-combinable'
    | 'role-not-assignable'
    | 'invalid-role'
    | 'no-roles'
    | 'too-large'
    | 'altered'
    | 'malformed';
}

/**
 * Returns what a signed-in user may do: the union of their roles, inside their own user type and seats. Throws a
 * \`PermissionsError\` if the tenant or a role is unknown, and if a role needs another user type or a seat.
 */
export declare function permissions<T extends TenantName>(signedIn: SignedIn<T>): Policy;

/**
 * Returns true if a text is the name of a property on which an action can be asked for: for names that come from outside.
 * The answer does not say whether anybody may.
 */
export declare function isProperty<A extends ActionName, M extends ModelWith<A>>(
  action: A,
  model: Named<M>,
  name: string,
): name is PropertyOf<M, A> & string;

/** The columns that conditions compare: load them with every record that is asked about. */
export declare const columns: readonly Column[];

/** The digest of the policies that this was written from. */
export declare const digest: string;

/** The facade of one state of the policies: of these here, or of others that were loaded. */
export interface Facade {
  permissions<T extends TenantName>(signedIn: SignedIn<T>): Policy;
  readonly digest: string;
}`;

/** `index.d.cts`: the same types for CommonJS, borrowed and not repeated, so that there is one of each. */
export const commonJs = `// Written by plafond compile. Do not edit: change the policies.
import type * as facade from './index.js' with { 'resolution-mode': 'import' };

export type * from './index.js' with { 'resolution-mode': 'import' };
export declare const permissions: typeof facade.permissions;
export declare const isProperty: typeof facade.isProperty;
export declare const columns: typeof facade.columns;
export declare const digest: typeof facade.digest;
export declare const PermissionsError: typeof facade.PermissionsError;
export type PermissionsError = facade.PermissionsError;
`;
