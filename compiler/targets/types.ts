import type { Artifact, Compiled } from '../model/artifact.ts';
import {
  actions,
  type Catalog,
  type Model,
  type PropertyType,
  type Right,
  rights,
  type Toggle,
} from '../model/catalog.ts';
import type { Matrix } from '../model/matrix.ts';
import type { Policy } from '../model/policy.ts';
import { docComment } from '../text/comment.ts';

/**
 * `index.d.ts`: the types of the facade, down to the last property. An interface for each model and right (the
 * `keyof` of one costs the type checker less than a union of names), a registry from model to action to
 * property names, a written-out tuple for each model for CASL's own ability, and a generic facade on top.
 */
export function* types({ matrix }: Compiled): Iterable<Artifact> {
  const { catalog, attributes, userTypes, seats } = matrix.policy;
  const parts = [
    head,
    ...catalog.models.flatMap((model) => rights.flatMap((right) => propertiesOf(model, right))),
    registryOf(catalog),
    ...recordsOf(matrix),
    togglesOf(catalog),
    tenantsOf(matrix.policy),
    `/** The user types, from the highest rank to the lowest. */\nexport type UserTypeName = ${unionOf(userTypes)};`,
    `/** The seats. */\nexport type SeatName = ${unionOf(seats)};`,
    userOf(attributes),
    abilitiesOf(catalog),
    facade,
  ];
  yield { path: 'index.d.ts', content: `${parts.join('\n\n')}\n` };
}

const head = `// Written by plafond compile. Do not edit: change the policies.
import type { ForcedSubject, MongoAbility } from '@casl/ability';

export {};`;

/** The properties of a model that have a right; names of such interfaces end in the right, no others do. */
function propertiesOf(model: Model, right: Right): readonly string[] {
  const names = model.properties.filter((property) => property.rights.has(right)).map(({ name }) => name);
  if (names.length === 0) return [];
  return [`interface ${nameOf(model, right)} ${braced(names.map((name) => `${name}: 1`))}`];
}

const nameOf = ({ name }: Model, right: Right): string => `${name}${right === 'view' ? 'View' : 'Update'}`;

/** The fields of an export are the properties that may be viewed. */
function registryOf({ models }: Catalog): string {
  const entries = models.map((model) => {
    const supported = actions.filter((action) => model.actions.has(action));
    const entry = supported.map((action) => {
      const right = action === 'update' ? 'update' : 'view';
      const isOnProperties = action !== 'create' && action !== 'remove';
      const has = isOnProperties && model.properties.some((property) => property.rights.has(right));
      return `${action}: ${has ? `keyof ${nameOf(model, right)}` : 'never'}`;
    });
    return documented(model, `${model.name}: { ${entry.join('; ')} }`);
  });
  return `/** Every model with its actions, and the properties that each of them is about. */\nexport interface Models ${braced(entries)}`;
}

/** What a record must have for the conditions of any role to be evaluated on it. */
function recordsOf({ policy, rows }: Matrix): readonly string[] {
  const root = policy.catalog.models.find(({ portfolio }) => portfolio === 'self');
  const reaches = [...new Set(rows.map(({ role }) => role.portfolio.reach))];
  const read = new Set(
    reaches.flatMap((reach) => (reach === 'all' ? [] : reach.flat().map(({ property }) => property))),
  );
  const columns = root?.properties.filter(({ name }) => read.has(name)) ?? [];
  const reached = columns.map(
    ({ name, type }) => `readonly ${name}: ${columnTypes[type]} | null | undefined`,
  );
  const entries = policy.catalog.models.map(({ name, portfolio }) => {
    if (portfolio === 'none' || columns.length === 0) return `${name}: object`;
    return `${name}: ${portfolio === 'self' ? 'Reached' : along(portfolio.through)}`;
  });
  return [
    ...(columns.length > 0
      ? [
          `/** The columns of a ${root?.name} that conditions read. */\nexport interface Reached ${braced(reached)}`,
        ]
      : []),
    `/** What a record of each model must have, that conditions can be evaluated on it. */\nexport interface Records ${braced(entries)}`,
  ];
}

/** The type of a record that leads to the one that is reached: `company`, or `project.company`. */
function along(path: string): string {
  return path
    .split('.')
    .reduceRight((inner, step) => `{ readonly ${step}: ${inner} | null | undefined }`, 'Reached');
}

const columnTypes: Readonly<Record<PropertyType, string>> = {
  id: 'string',
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  date: 'string | Date',
  list: 'readonly unknown[]',
  object: 'object',
};

function togglesOf({ modules, features, capabilities }: Catalog): string {
  const entries = [...modules, ...features, ...capabilities].map((toggle) =>
    documented(toggle, `${toggle.name}: 1`),
  );
  return `/** Modules, features and capabilities: what is used or not used as a whole. */\nexport interface Toggles ${braced(entries)}`;
}

function tenantsOf({ tenants }: Policy): string {
  const entries = tenants.map((tenant) =>
    documented(tenant, `${JSON.stringify(tenant.name)}: ${unionOf(tenant.roles)}`),
  );
  return `/** Every tenant with the roles that it is offered. */\nexport interface Tenants ${braced(entries)}`;
}

function userOf(attributes: Policy['attributes']): string {
  const entries = [...attributes].map(([name, type]) => `readonly ${name}: ${attributeTypes[type]} | null`);
  return `/** What conditions ask of the signed-in user. Where it is null, what needs it is not allowed. */\nexport interface User ${braced(entries)}`;
}

const attributeTypes: Readonly<Record<PropertyType, string>> = {
  ...columnTypes,
  list: 'readonly (string | number | boolean)[]',
};

function abilitiesOf({ models }: Catalog): string {
  const tuples = models.map(
    (model) =>
      `[${unionOf([...model.actions.keys()].map((name) => ({ name })))}, '${model.name}' | ForcedSubject<'${model.name}'>]`,
  );
  return `/** What CASL's own ability is asked: one tuple for each model. */\nexport type Abilities =\n${[...tuples, "['use', ToggleName]"].map((tuple) => `  | ${tuple}`).join('\n')};`;
}

const unionOf = (named: readonly { readonly name: string }[]): string =>
  named.length === 0 ? 'never' : named.map(({ name }) => `'${name}'`).join(' | ');

/** A member with the title and the description of what it stands for, where there are any. */
function documented({ name, title, description }: Documented, member: string): string {
  const words = [
    ...(title === undefined || title === name ? [] : [title]),
    ...(description === undefined ? [] : [description]),
  ];
  return words.length > 0 ? `${docComment(`${name}: ${words.join('. ')}`)}\n  ${member}` : member;
}

type Documented = Pick<Toggle, 'name' | 'title' | 'description'>;

const braced = (members: readonly string[]): string =>
  members.length === 0 ? '{}' : `{\n${members.map((member) => `  ${member};\n`).join('')}}`;

const facade = `/** A model of the catalog. */
export type ModelName = keyof Models;

/** What can be done to a model; to any of several models, what all of them support. */
export type ActionOf<M extends ModelName> = keyof Models[M];

/** The properties on which an action can be asked for; of several models or actions, those that all have. */
export type PropertyOf<M extends ModelName, A extends ActionOf<M>> = {
  [K in M]: { [B in A & keyof Models[K]]: (property: Models[K][B]) => void }[A & keyof Models[K]];
}[M] extends (property: infer P) => void
  ? P
  : never;

/** A module, a feature or a capability. */
export type ToggleName = keyof Toggles;

/** A tenant. */
export type TenantName = keyof Tenants;

/** A role that a tenant is offered. */
export type RoleName<T extends TenantName = TenantName> = Tenants[T];

/** CASL's own ability, for \`ForbiddenError\`, \`@casl/react\` and adapters; it does not know property names. */
export type AppAbility = MongoAbility<Abilities>;

/** Who is signed in: what they were given, and what conditions ask of them. */
export interface SignedIn<T extends TenantName = TenantName> {
  readonly tenant: T;
  readonly roles: readonly RoleName<T>[];
  readonly userType: UserTypeName;
  readonly seats?: readonly SeatName[];
  readonly user: User;
}

/** Every record, no record, or those that meet one of the conditions, in the query language of MongoDB. */
export type Where = 'all' | 'none' | { readonly $or: readonly { readonly [column: string]: unknown }[] };

/** What a signed-in user may do. */
export interface Policy {
  /** Whether they may do this to this record, or to one property of it. */
  can<M extends ModelName, A extends ActionOf<M>, R extends Records[M]>(
    action: A,
    model: M,
    record: R,
    property?: PropertyOf<M, A>,
  ): boolean;
  /** Whether they may do this to some record: for menus, never for data. */
  canSome<M extends ModelName, A extends ActionOf<M>>(action: A, model: M, property?: PropertyOf<M, A>): boolean;
  /** The properties of this record to which they may do this; none where the action is not about properties. */
  fields<M extends ModelName, A extends ActionOf<M>, R extends Records[M]>(
    action: A,
    model: M,
    record: R,
  ): readonly PropertyOf<M, A>[];
  /** Whether they may use a module or a feature, or have a capability. */
  uses(name: ToggleName): boolean;
  /** The records to which they may do this, or to one property of which. */
  where<M extends ModelName, A extends ActionOf<M>>(action: A, model: M, property?: PropertyOf<M, A>): Where;
  /** Why they may do this or may not, in a sentence that names what decides. */
  why<M extends ModelName, A extends ActionOf<M>>(action: A, model: M, property?: PropertyOf<M, A>): string;
  why(action: 'use', name: ToggleName): string;
  readonly ability: AppAbility;
}

/**
 * What a signed-in user may do: the union of their roles, inside their own user type and seats. Throws where
 * the tenant or a role is unknown, and where a role needs another user type or a seat.
 */
export declare function permissions<T extends TenantName>(signedIn: SignedIn<T>): Policy;`;
