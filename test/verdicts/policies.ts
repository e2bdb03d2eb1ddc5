/** Random pairs of small policies, of which the second is the first after a few edits. */
import { Dice } from './dice.ts';

/** A document of a policy, as it is written. */
export type Written = Readonly<Record<string, unknown>>;

/** A policy while it is drawn: what edits change. */
interface Draft {
  root: 'Company' | 'Account';
  columns: Record<string, string>;
  systemColumns: readonly string[];
  attributes: Record<string, string>;
  /** The type of what users' lists hold: of two types, nobody would meet both comparisons. */
  listed: string;
  models: {
    name: string;
    through: string | undefined;
    properties: readonly string[];
    actions: readonly string[];
    system: boolean;
    requires: readonly string[];
    /** The action that requires it, or `*` for each. */
    requiring: string;
  }[];
  companyActions: readonly string[];
  features: Record<string, readonly string[]>;
  capability: readonly string[];
  core: Written;
  seat: Written;
  seatCombines: readonly string[];
  seatPackage: string | undefined;
  tenants: Record<string, { packages: readonly string[]; ceiling: Written }>;
  roles: Record<
    string,
    {
      tenant: string | undefined;
      userType: string;
      seats: readonly string[];
      portfolio: unknown;
      grants: Written;
    }
  >;
  portfolios: Record<string, unknown>;
}

const all = ['create', 'view', 'update', 'remove', 'export'];
/** The types that each column may have. */
export const columnTypes: Readonly<Record<string, readonly string[]>> = {
  due: ['date', 'string'],
  name: ['string', 'id', 'date'],
  size: ['number', 'integer', 'string'],
  open: ['boolean', 'string'],
};
const attributeTypes: Readonly<Record<string, readonly string[]>> = {
  id: ['id', 'string'],
  since: ['date', 'string'],
  level: ['number', 'integer'],
  team: ['list'],
};

/** The operands that conditions, records and users share, so that they meet. */
export const operands: Readonly<Record<string, readonly (string | number | boolean)[]>> = {
  date: [
    '2026-01-30',
    '2026-01-30T00:00:00Z',
    '2026-01-30T23:00:00Z',
    '2026-01-31T00:00:00+02:00',
    '2026-01-31T00:00:00.000Z',
    '2026-01-31',
  ],
  string: [
    '',
    'u1',
    'U1',
    'u2',
    'u\uffff',
    'u\u{10000}',
    'u\u{10ffff}',
    '1',
    'true',
    '2026-01-30',
    '2026-01-31T00:00:00+02:00',
  ],
  number: [-1, 0, 1, 1.5, 2],
  integer: [-1, 0, 1, 2],
  boolean: [true, false],
};

const operandsOf = (type: string) => operands[type === 'id' ? 'string' : type] ?? [];
const family = (type: string) => (type === 'id' ? 'string' : type === 'integer' ? 'number' : type);

function condition(dice: Dice, draft: Draft, depth = 0): Written {
  if (depth < 2 && dice.isOne(3)) {
    const parts = Array.from({ length: 1 + dice.below(3) }, () => condition(dice, draft, depth + 1));
    return { [dice.isOne(3) ? '$and' : '$or']: parts };
  }
  const names = dice.some(Object.keys(draft.columns)).slice(0, 2);
  const chosen = names.length > 0 ? names : [dice.one(Object.keys(draft.columns))];
  return Object.fromEntries(chosen.map((name) => [name, comparison(dice, draft, draft.columns[name] ?? '')]));
}

function comparison(dice: Dice, draft: Draft, type: string): unknown {
  const tests = Array.from({ length: dice.isOne(3) ? 2 : 1 }, () => {
    const ordered = type === 'boolean' ? [] : ['$gt', '$gte', '$lt', '$lte'];
    const operator = dice.one(['$eq', '$in', '$exists', ...ordered, ...ordered]);
    return [operator, operand(dice, draft, type, operator)] as const;
  });
  return Object.fromEntries(tests);
}

function operand(dice: Dice, draft: Draft, type: string, operator: string): unknown {
  if (operator === '$exists') return dice.isOne(2);
  const fitting = Object.entries(draft.attributes).filter(([, attribute]) =>
    operator === '$in'
      ? attribute === 'list' && family(type) === draft.listed
      : family(attribute) === family(type),
  );
  if (fitting.length > 0 && dice.isOne(3)) return { $user: dice.one(fitting)[0] };
  if (operator !== '$in') return dice.one(operandsOf(type));
  const listed = dice.some(operandsOf(type));
  return listed.length > 0 ? listed : [dice.one(operandsOf(type))];
}

/** A layer, within what may be demanded: `except` names nothing that is beyond a cap. */
function grants(dice: Dice, draft: Draft): Written {
  const models: Record<string, unknown> = {};
  if (!dice.isOne(3)) models['*'] = dice.isOne(2) ? 'all' : { except: dice.some(all) };
  for (const { name, properties, actions } of [
    { name: 'Company', properties: Object.keys(draft.columns), actions: draft.companyActions },
    ...draft.models,
  ]) {
    if (dice.isOne(2)) continue;
    const spoken = dice
      .some(properties)
      .map((one) => [one, dice.one(['all', 'none', { except: ['update'] }])] as const);
    models[name] = {
      actions: dice.one<unknown>(['all', { except: dice.some(actions) }]),
      ...(spoken.length > 0 && { properties: Object.fromEntries(spoken) }),
    };
  }
  const features = Object.keys(draft.features);
  return {
    models,
    modules: 'all',
    features: dice.one<unknown>(['all', 'none', { except: dice.some(features) }]),
  };
}

function draw(dice: Dice): Draft {
  const columns = Object.fromEntries(
    Object.entries(columnTypes)
      .filter(() => dice.isOne(2))
      .map(([name, types]) => [name, types[dice.isOne(3) ? dice.below(types.length) : 0] ?? 'string']),
  );
  const draft: Draft = {
    root: 'Company',
    columns: Object.keys(columns).length > 0 ? columns : { due: 'date' },
    systemColumns: [],
    listed: dice.one(['string', 'number', 'date', 'boolean']),
    attributes: Object.fromEntries(
      Object.entries(attributeTypes).map(([name, types]) => [name, dice.one(types)]),
    ),
    models: [
      {
        name: 'Call',
        through: dice.one(['company', 'company.parent']),
        properties: [],
        actions: all,
        system: false,
        requires: [],
        requiring: '*',
      },
      {
        name: 'Note',
        through: undefined,
        properties: ['body'],
        actions: ['view', 'update', 'export'],
        system: dice.isOne(3),
        requires: [],
        requiring: '*',
      },
    ],
    companyActions: all,
    features: { Sync: [], Beta: dice.isOne(2) ? ['Sync:use'] : [] },
    capability: ['Company:view'],
    core: {},
    seat: {},
    seatCombines: ['Core', 'Full'],
    seatPackage: 'Service',
    tenants: {},
    roles: {},
    portfolios: {},
  };
  for (const field of Object.keys(edits) as (keyof typeof edits)[])
    if (field.startsWith('set')) edits[field]?.(dice, draft);
  return draft;
}

/** Every way to edit a policy; those that are named `set…` draw the first version too. */
const edits: Readonly<Record<string, (dice: Dice, draft: Draft) => void>> = {
  setPortfolios(dice, draft) {
    draft.portfolios = { own: condition(dice, draft), wide: dice.isOne(4) ? 'all' : condition(dice, draft) };
  },
  setCore(dice, draft) {
    draft.core = dice.isOne(2)
      ? { models: { '*': 'all' }, modules: 'all', features: 'all' }
      : grants(dice, draft);
  },
  setSeat(dice, draft) {
    draft.seat = grants(dice, draft);
  },
  setTenants(dice, draft) {
    const tenant = () => ({
      packages: dice.some(['Service']),
      ceiling: dice.isOne(2)
        ? { models: { '*': 'all' }, modules: 'all', features: 'all' }
        : grants(dice, draft),
    });
    draft.tenants = { acme: tenant(), beta: tenant() };
  },
  setRoles(dice, draft) {
    for (const name of ['csm', 'boss']) {
      const seats = dice.isOne(3) ? ['Service'] : [];
      draft.roles[name] = {
        tenant: seats.length === 0 && dice.isOne(4) ? 'acme' : undefined,
        userType: dice.one(['Core', 'Full']),
        seats,
        portfolio: dice.isOne(2)
          ? [{ filter: condition(dice, draft) }]
          : dice.one([['own'], ['wide'], ['own', 'wide']]),
        grants: grants(dice, draft),
      };
    }
  },
  editCondition(dice, draft) {
    const role = dice.one(Object.values(draft.roles));
    role.portfolio = [{ filter: changed(dice, draft, role.portfolio) }];
  },
  editPortfolio(dice, draft) {
    draft.portfolios.own = changed(dice, draft, draft.portfolios.own);
  },
  editOperand(dice, draft) {
    const role = dice.one(Object.values(draft.roles));
    role.portfolio = otherOperand(dice, role.portfolio);
  },
  addColumn(dice, draft) {
    const name = dice.one(Object.keys(columnTypes));
    draft.columns[name] ??= dice.one(columnTypes[name] ?? ['string']);
  },
  dropColumn(dice, draft) {
    const name = dice.one(Object.keys(draft.columns));
    const isRead = JSON.stringify([draft.portfolios, draft.roles]).includes(`"${name}"`);
    if (!isRead && Object.keys(draft.columns).length > 1) delete draft.columns[name];
  },
  editSystem(dice, draft) {
    draft.systemColumns = dice.some(Object.keys(draft.columns));
  },
  addModel(dice, draft) {
    if (draft.models.some(({ name }) => name === 'Task')) return;
    draft.models.push({
      name: 'Task',
      through: dice.one([undefined, 'company']),
      properties: dice.one([[], ['body']]),
      actions: all,
      system: dice.isOne(3),
      requires: [],
      requiring: '*',
    });
  },
  dropModel(dice, draft) {
    const { name } = dice.one(draft.models);
    const isNamed = JSON.stringify([draft.roles, draft.core, draft.seat, draft.tenants]).includes(
      `"${name}"`,
    );
    const isRequired = JSON.stringify([draft.features, draft.capability]).includes(`"${name}:`);
    if (!isNamed && !isRequired && draft.models.length > 1)
      draft.models = draft.models.filter((model) => model.name !== name);
  },
  editColumn(dice, draft) {
    const name = dice.one(Object.keys(draft.columns));
    draft.columns[name] = dice.one(columnTypes[name] ?? ['string']);
  },
  editAttribute(dice, draft) {
    const name = dice.one(Object.keys(draft.attributes));
    draft.attributes[name] = dice.one(attributeTypes[name] ?? ['list']);
  },
  editThrough(dice, draft) {
    const model = dice.one(draft.models);
    model.through = dice.one(['company', 'parent', 'company.parent', undefined]);
  },
  editRoot(_, draft) {
    draft.root = draft.root === 'Company' ? 'Account' : 'Company';
  },
  editProperties(dice, draft) {
    const model = dice.one(draft.models);
    model.properties = dice.one([[], ['body'], ['body', 'kind']]);
    model.system = dice.isOne(3);
  },
  editActions(dice, draft) {
    dice.one(draft.models).actions =
      dice.some(all).length > 0 ? ['view', ...dice.some(['update', 'export', 'remove'])] : all;
  },
  editRequires(dice, draft) {
    const model = dice.one(draft.models);
    model.requires = dice.some(['Sync:use', 'Company:view']);
    model.requiring = dice.one(['*', 'view']);
  },
  editFeature(dice, draft) {
    draft.features = dice.one([
      { Sync: [] },
      { Sync: [], Beta: ['Sync:use'] },
      { Sync: [], Beta: ['Company:view'] },
    ]);
  },
  editCapability(dice, draft) {
    draft.capability = dice.one([['Company:view'], ['Sync:use'], ['Note:view', 'Sync:use']]);
  },
  editShared(dice, draft) {
    const role = dice.one(Object.values(draft.roles));
    role.tenant = role.tenant === undefined && role.seats.length === 0 ? 'acme' : undefined;
  },
  editGrants(dice, draft) {
    dice.one(Object.values(draft.roles)).grants = grants(dice, draft);
  },
  editType(dice, draft) {
    dice.one(Object.values(draft.roles)).userType = dice.one(['Core', 'Full']);
  },
  editTenant(dice, draft) {
    const tenant = draft.tenants.acme;
    if (tenant) tenant.ceiling = grants(dice, draft);
  },
  addTenant(dice, draft) {
    draft.tenants.gamma = { packages: dice.some(['Service']), ceiling: grants(dice, draft) };
  },
  dropTenant(_, draft) {
    delete draft.tenants.beta;
  },
  editSeatOfRole(dice, draft) {
    const role = dice.one(Object.values(draft.roles));
    role.seats = role.seats.length > 0 ? [] : ['Service'];
  },
  editSeatItself(dice, draft) {
    draft.seatCombines = dice.one([['Core', 'Full'], ['Full'], ['Core']]);
    draft.seatPackage = dice.one(['Service', undefined]);
  },
  editCompanyActions(dice, draft) {
    draft.companyActions = ['view', ...dice.some(['create', 'update', 'remove', 'export'])];
  },
  addRole(dice, draft) {
    const twin = dice.one(Object.values(draft.roles));
    draft.roles.lead = { ...twin, grants: dice.isOne(2) ? twin.grants : grants(dice, draft) };
  },
  editPackages(dice, draft) {
    for (const tenant of Object.values(draft.tenants)) tenant.packages = dice.some(['Service']);
  },
  dropRole(_, draft) {
    delete draft.roles.boss;
  },
};

/** A condition with something changed in it: a part more, a part less, or another one. */
function changed(dice: Dice, draft: Draft, portfolio: unknown): unknown {
  const [item] = Array.isArray(portfolio) ? (portfolio as readonly unknown[]) : [];
  const filter = typeof item === 'object' && item !== null && 'filter' in item ? item.filter : portfolio;
  const other = condition(dice, draft);
  if (Array.isArray(filter) || filter === 'all') return other;
  return dice.one([other, { $or: [filter, other] }, { $and: [filter, other] }, otherOperand(dice, filter)]);
}

/** The same with some literals replaced by others of their kind. */
function otherOperand(dice: Dice, written: unknown): unknown {
  if (Array.isArray(written)) return written.map((one) => otherOperand(dice, one));
  if (typeof written === 'object' && written !== null)
    return Object.fromEntries(
      Object.entries(written).map(([key, value]) => [
        key,
        key === '$user' ? value : otherOperand(dice, value),
      ]),
    );
  const alike = Object.values(operands).find((values) => values.includes(written as string));
  return alike && dice.isOne(2) ? dice.one(alike) : written;
}

function documentsOf(draft: Draft): readonly Written[] {
  const property = (type: string) => ({ type });
  const whole = { models: { '*': 'all' }, modules: 'all', features: 'all' };
  const isRoot = (name: string) => (draft.root === name ? { portfolio: 'self' } : {});
  const columns = Object.fromEntries(
    Object.entries(draft.columns).map(([name, type]) => [
      name,
      { type, ...(draft.systemColumns.includes(name) && { system: true }) },
    ]),
  );
  return [
    {
      kind: 'Model',
      name: 'Company',
      actions: draft.companyActions,
      ...isRoot('Company'),
      relations: { parent: { model: 'Company' } },
      properties: columns,
    },
    {
      kind: 'Model',
      name: 'Account',
      actions: all,
      ...isRoot('Account'),
      relations: { parent: { model: 'Account' } },
      properties: columns,
    },
    ...draft.models.map(({ name, through, properties, actions, system, requires, requiring }) => ({
      kind: 'Model',
      name,
      actions,
      ...(through !== undefined && {
        portfolio: { through },
        relations: { company: { model: draft.root }, parent: { model: draft.root } },
      }),
      ...(properties.length > 0 && {
        properties: Object.fromEntries(
          properties.map((one) => [one, { type: 'string', ...(system && { system }) }]),
        ),
      }),
      ...(requires.length > 0 && { requires: { [requiring]: requires } }),
    })),
    ...Object.entries(draft.features).map(([name, requires]) => ({ kind: 'Feature', name, requires })),
    { kind: 'Capability', name: 'Upgraded', requires: draft.capability },
    {
      kind: 'Principal',
      attributes: Object.fromEntries(
        Object.entries(draft.attributes).map(([name, type]) => [name, property(type)]),
      ),
    },
    { kind: 'UserType', name: 'Full', rank: 2, allows: whole },
    { kind: 'UserType', name: 'Core', rank: 1, allows: draft.core },
    {
      kind: 'Seat',
      name: 'Service',
      combinesWith: draft.seatCombines,
      ...(draft.seatPackage !== undefined && { package: draft.seatPackage }),
      adds: draft.seat,
    },
    ...Object.entries(draft.portfolios).map(([name, reach]) => ({
      kind: 'Portfolio',
      name,
      on: draft.root,
      reach,
    })),
    ...Object.entries(draft.tenants).map(([name, { packages, ceiling }]) => ({
      kind: 'Tenant',
      name,
      packages,
      ceiling,
    })),
    ...Object.entries(draft.roles).map(([name, { tenant, ...role }]) => ({
      kind: 'Role',
      name,
      ...(tenant !== undefined && { tenant }),
      ...role,
    })),
  ];
}

/** One pair of policies, the edits between them by name. */
export interface PolicyPair {
  readonly base: readonly Written[];
  readonly head: readonly Written[];
  readonly edits: readonly string[];
}

/** Draws the pair of a seed; it may hold mistakes. */
export function drawPair(seed: number): PolicyPair {
  const dice = new Dice(seed);
  const draft = draw(dice);
  const base = structuredClone(documentsOf(draft));
  const made = Array.from({ length: 1 + dice.below(2) }, () => dice.one(Object.keys(edits)));
  for (const edit of made) edits[edit]?.(dice, draft);
  return { base, head: documentsOf(draft), edits: made };
}
