/** How `index.d.ts` begins. */
export const head = `// Written by plafond compile. Do not edit: change the policies.
import type { ForcedSubject, MongoAbility } from '@casl/ability';
import type { Where } from './lib/where.js';

export type { Alternative, Comparison, Filter, Where } from './lib/where.js';`;

/**
 * The part of `index.d.ts` that is the same for every catalog: names for what the registries hold, and what the
 * facade exports, generic in tenant, model and action.
 *
 * Of several models or actions, what goes in must suit all of them and what comes out may be of any. A property is
 * a signature of its own and no optional parameter: `undefined` in its place would ask about the whole record.
 */
export const facade = `/** A model of the catalog. */
export type ModelName = keyof Models;

/** What can be done to a model; to any of several models, what all of them support. */
export type ActionOf<M extends ModelName> = keyof Models[M];

/** What can be done to some model. */
export type ActionName = { [M in ModelName]: ActionOf<M> }[ModelName];

/** The models that support an action, to be generic in. */
export type ModelWith<A extends ActionName> = {
  [M in ModelName]: A extends ActionOf<M> ? M : never;
}[ModelName];

/** The properties on which an action can be asked for; of several models or actions, those that all have. */
export type PropertyOf<M extends ModelName, A extends ActionOf<M>> = {
  [K in M]: { [B in A & keyof Models[K]]: (property: Models[K][B]) => void }[A & keyof Models[K]];
}[M] extends (property: infer P) => void
  ? P
  : never;

/** What a record must have that conditions can be evaluated on it; of several models, what each of them asks. */
export type RecordOf<M extends ModelName> = { [K in M]: (record: Records[K]) => void }[M] extends (
  record: infer R,
) => void
  ? R
  : never;

/** A module, a feature or a capability. */
export type ToggleName = keyof Toggles;

/** A tenant. */
export type TenantName = keyof Tenants;

/** A role that a tenant is offered; of several tenants, one that any of them is offered. */
export type RoleName<T extends TenantName = TenantName> = Tenants[T];

/** CASL's own ability, for \`ForbiddenError\`, \`@casl/react\` and adapters; it does not know property names. */
export type AppAbility = MongoAbility<Abilities>;

/** Who is signed in: what they were given, and what conditions ask of them. */
export interface SignedIn<T extends TenantName = TenantName> {
  readonly tenant: T;
  readonly roles: readonly RoleName<T>[];
  readonly userType: UserTypeName;
  readonly seats?: readonly SeatName[] | undefined;
  readonly user: User;
}

/** An attribute that conditions of the roles need and that cannot be used: what needs it is not allowed. */
export interface Unfilled {
  readonly attribute: keyof User & string;
  readonly because: string;
}

/** What a signed-in user may do. */
export interface Policy {
  /** Whether they may do this to this record. */
  can<M extends ModelName, A extends ActionOf<M>, R extends RecordOf<M>>(action: A, model: M, record: R): boolean;
  /** Whether they may do this to one property of this record. */
  can<M extends ModelName, A extends ActionOf<M>, R extends RecordOf<M>>(
    action: A,
    model: M,
    record: R,
    property: PropertyOf<M, A>,
  ): boolean;
  /** Whether they may do this to some record: for menus, never for data. */
  canSome<M extends ModelName, A extends ActionOf<M>>(action: A, model: M): boolean;
  /** Whether they may do this to one property of some record: for menus, never for data. */
  canSome<M extends ModelName, A extends ActionOf<M>>(action: A, model: M, property: PropertyOf<M, A>): boolean;
  /** The properties of this record to which they may do this; none where the action is not about properties. */
  fields<M extends ModelName, A extends ActionOf<M>, R extends RecordOf<M>>(
    action: A,
    model: M,
    record: R,
  ): readonly Models[M][A][];
  /** Whether they may use a module or a feature, or have a capability. */
  uses(name: ToggleName): boolean;
  /** The records to which they may do this: all, none, or a filter that a database adapter takes. */
  where<M extends ModelName, A extends ActionOf<M>>(action: A, model: M): Where;
  /** The records to one property of which they may do this: all, none, or a filter that a database adapter takes. */
  where<M extends ModelName, A extends ActionOf<M>>(action: A, model: M, property: PropertyOf<M, A>): Where;
  /** Why they may do this or may not, in a sentence that names what decides. */
  why<M extends ModelName, A extends ActionOf<M>>(action: A, model: M): string;
  /** Why they may do this to a property or may not, in a sentence that names what decides. */
  why<M extends ModelName, A extends ActionOf<M>>(action: A, model: M, property: PropertyOf<M, A>): string;
  /** Why they may do this to this record or may not. */
  why<M extends ModelName, A extends ActionOf<M>, R extends RecordOf<M>>(action: A, model: M, record: R): string;
  /** Why they may do this to one property of this record or may not. */
  why<M extends ModelName, A extends ActionOf<M>, R extends RecordOf<M>>(
    action: A,
    model: M,
    record: R,
    property: PropertyOf<M, A>,
  ): string;
  /** Why they may use a module or a feature or may not, or have a capability or not. */
  why(action: 'use', name: ToggleName): string;
  /** CASL's own ability with the same rules, made when it is first asked for. */
  readonly ability: AppAbility;
  /** The attributes that cannot be used though the roles need them; empty where nothing was dropped. */
  readonly unfilled: readonly Unfilled[];
}

/** What \`permissions\` throws: \`code\` says what it does not accept, the message says which and why. */
export declare class PermissionsError extends Error {
  private constructor();
  readonly name: 'PermissionsError';
  readonly code:
    | 'unknown-tenant'
    | 'unknown-role'
    | 'unknown-user-type'
    | 'unknown-seat'
    | 'seat-not-combinable'
    | 'role-not-assignable'
    | 'malformed';
}

/**
 * What a signed-in user may do: the union of their roles, inside their own user type and seats. Throws a
 * \`PermissionsError\` where the tenant or a role is unknown, and where a role needs another user type or a seat.
 */
export declare function permissions<T extends TenantName>(signedIn: SignedIn<T>): Policy;

/**
 * Whether a text is the name of a property on which an action can be asked for: for names that come from outside.
 * It says nothing of whether anybody may.
 */
export declare function isProperty<M extends ModelName, A extends ActionOf<M>>(
  action: A,
  model: M,
  name: string,
): name is PropertyOf<M, A> & string;

/** The columns that conditions compare: load them with every record that is asked about. */
export declare const columns: readonly Column[];

/** The digest of the policies that this was written from. */
export declare const digest: string;

/** What decides by one state of the policies: these here, or others that were loaded. */
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
