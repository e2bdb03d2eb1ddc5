/** Small policies with something of everything that decides: what edits change, and how it is written down. */
import type { Dice } from '../dice.ts';
import type { Written } from '../policies.ts';

/**
 * The feature that a family of policies is rich in; each keeps the records that tell its policies apart few enough to
 * try all.
 */
export type Profile = 'values' | 'paths' | 'records' | 'tenants';

export const profiles: readonly Profile[] = ['values', 'paths', 'records', 'tenants'];

/** A property, as it is declared. */
export interface Column {
  readonly type: string;
  readonly system?: boolean;
  readonly sensitive?: boolean;
  readonly requires?: readonly string[];
}

/** A model that is not one of those that portfolios select by themselves. */
export interface DraftModel {
  readonly name: string;
  actions: readonly string[];
  /** The path to the records that portfolios select; `self`, or undefined where nothing limits the model. */
  through: string | undefined;
  relations: Readonly<Record<string, { readonly model: string; readonly many?: true }>>;
  /** Undefined where the model says nothing of properties, so that it has every column. */
  properties: Readonly<Record<string, Column>> | undefined;
  requires: Readonly<Record<string, readonly unknown[]>>;
  package: string | undefined;
}

export interface DraftRole {
  tenant: string | undefined;
  abstract: boolean;
  userType: string;
  seats: readonly string[];
  includes: readonly string[];
  portfolio: unknown;
  grants: Written;
}

export interface DraftUser {
  readonly tenant: string;
  readonly id: string;
  userType: string;
  seats: readonly string[];
  roles: readonly string[];
  active: boolean;
}

/** A policy while it is drawn. */
export interface Draft {
  readonly profile: Profile;
  /** The operands that its conditions share, by type, so that they meet. */
  readonly operands: Readonly<Record<string, readonly (string | number | boolean)[]>>;
  companyActions: readonly string[];
  columns: Record<string, Column>;
  attributes: Record<string, string>;
  /** The type of what users' lists hold. */
  readonly listed: string;
  models: DraftModel[];
  mergeRequires: readonly string[];
  features: Record<string, { requires: readonly unknown[]; package?: string | undefined }>;
  capability: readonly unknown[];
  core: Written;
  guest: Written;
  seat: Written;
  seatCombines: readonly string[];
  seatPackage: string | undefined;
  customRoles: Written | undefined;
  tenants: Record<string, { packages: readonly string[]; ceiling: Written }>;
  /** The columns that single tenants add to companies. */
  added: Record<string, Readonly<Record<string, Column>>>;
  roles: Record<string, DraftRole>;
  portfolios: Record<string, { on: string; reach: unknown; tenant?: string }>;
  users: DraftUser[];
}

export const builtIn = ['create', 'view', 'update', 'remove', 'export'];

/** The types that each column may have. */
export const columnTypes: Readonly<Record<string, readonly string[]>> = {
  size: ['number', 'integer'],
  owner: ['id', 'string'],
  due: ['date', 'string'],
  open: ['boolean'],
  tags: ['list'],
};

export const attributeTypes: Readonly<Record<string, readonly string[]>> = {
  id: ['id', 'string'],
  since: ['date', 'string'],
  level: ['number', 'integer'],
  team: ['list'],
};

const manyOperands: Readonly<Record<string, readonly (string | number | boolean)[]>> = {
  number: [-1, 0, 1, 1.5, 2],
  integer: [-1, 0, 1, 2],
  string: ['u1', 'u2', 'U1', '', 'u\uffff', 'u\u{10000}', '2026-01-30'],
  date: [
    '2026-01-30',
    '2026-01-30T23:00:00Z',
    '2026-01-31T00:00:00+02:00',
    '2026-01-31T00:00:00.000Z',
    '2026-01-31',
  ],
  boolean: [true, false],
};

/** Draws the operands of a family: two or three of each type. */
export function drawOperands(dice: Dice): Draft['operands'] {
  const few = (type: string) => {
    const all = manyOperands[type] ?? [];
    const first = dice.below(all.length);
    const count = Math.min(all.length, 2 + dice.below(2));
    return Array.from({ length: count }, (_, at) => all[(first + at) % all.length] as string | number);
  };
  const string = few('string');
  const numbers = few('integer');
  return {
    number: dice.isOne(2) ? numbers : few('number'),
    integer: numbers,
    string,
    id: string,
    date: few('date'),
    boolean: [true, false],
  };
}

/** Writes a draft as the documents of a policy. */
export function writeDraft(draft: Draft): readonly Written[] {
  const { attributes, features, tenants, roles, portfolios, users } = draft;
  const whole = { models: { '*': 'all' }, modules: 'all', features: 'all' };
  return [
    {
      kind: 'Model',
      name: 'Company',
      actions: draft.companyActions,
      portfolio: 'self',
      relations: { parent: { model: 'Company' } },
      properties: draft.columns,
    },
    ...draft.models.map(writeModel),
    { kind: 'Action', name: 'merge', risk: 'write', requires: draft.mergeRequires },
    { kind: 'Module', name: 'Hub' },
    { kind: 'Module', name: 'Extras', package: 'Extra' },
    ...Object.entries(features).map(([name, one]) => ({ kind: 'Feature', name, ...one })),
    { kind: 'Capability', name: 'Upgraded', requires: draft.capability },
    {
      kind: 'Principal',
      attributes: Object.fromEntries(Object.entries(attributes).map(([name, type]) => [name, { type }])),
    },
    { kind: 'UserType', name: 'Full', rank: 2, allows: whole },
    { kind: 'UserType', name: 'Core', rank: 1, allows: draft.core },
    { kind: 'UserType', name: 'Guest', rank: 1, audience: 'external', allows: draft.guest },
    {
      kind: 'Seat',
      name: 'Service',
      combinesWith: draft.seatCombines,
      package: draft.seatPackage,
      adds: draft.seat,
    },
    ...(draft.customRoles ? [{ kind: 'Settings', customRoles: { allows: draft.customRoles } }] : []),
    ...Object.entries(portfolios).map(([name, one]) => ({ kind: 'Portfolio', name, ...one })),
    ...Object.entries(tenants).map(([name, one]) => ({ kind: 'Tenant', name, ...one })),
    ...Object.entries(draft.added).map(([tenant, properties]) => ({
      kind: 'Properties',
      tenant,
      model: 'Company',
      properties,
    })),
    ...Object.entries(roles).map(([name, role]) => writeRole(name, role)),
    ...Object.keys(tenants).flatMap((tenant) => {
      const theirs = users.filter((user) => user.tenant === tenant);
      if (theirs.length === 0) return [];
      return [{ kind: 'Users', tenant, users: theirs.map(({ tenant: _, ...user }) => user) }];
    }),
  ];
}

function writeModel({ through, relations, properties, requires, ...model }: DraftModel): Written {
  return {
    kind: 'Model',
    ...model,
    ...(through !== undefined && { portfolio: through === 'self' ? 'self' : { through } }),
    ...(Object.keys(relations).length > 0 && { relations }),
    ...(properties && { properties }),
    ...(Object.keys(requires).length > 0 && { requires }),
  };
}

function writeRole(
  name: string,
  { tenant, abstract, userType, seats, includes, portfolio, grants }: DraftRole,
): Written {
  return {
    kind: 'Role',
    name,
    ...(tenant !== undefined && { tenant }),
    ...(includes.length > 0 && { includes }),
    ...(abstract ? { abstract } : { userType, seats, portfolio }),
    grants,
  };
}
