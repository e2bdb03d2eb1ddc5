import { describe, expect, test } from 'vitest';
import { type Cell, cells, type Grants, holds, resolve, userPermissions, type Verdict } from './naive.ts';

const all = ['create', 'view', 'update', 'remove', 'export'];

/** A model with every action and two properties, one with neither, a system property, and one toggle of each kind. */
const catalog: readonly unknown[] = [
  {
    kind: 'Model',
    name: 'Company',
    actions: all,
    properties: {
      name: { type: 'string' },
      arr: { type: 'number' },
      phase: { type: 'string', system: true },
    },
  },
  { kind: 'Model', name: 'Task', actions: ['create', 'view', 'remove'] },
  { kind: 'Model', name: 'Log', actions: ['view', 'export'], properties: { line: { type: 'string' } } },
  { kind: 'Module', name: 'Workflows' },
  { kind: 'Feature', name: 'Sync' },
  { kind: 'Capability', name: 'Access', requires: ['Task:view', 'Sync:use'] },
];

const companyActions = all.map((action) => `Company:${action}`);
const companyRights = ['arr:update', 'arr:view', 'name:update', 'name:view', 'phase:view'].map(
  (right) => `Company.${right}`,
);
const otherRights = ['Log.line:view'];

test('section 3: the cells of a catalog, as written', () => {
  expect(cells(catalog)).toEqual(
    [
      ...companyActions,
      ...companyRights,
      ...otherRights,
      ...['Task:create', 'Task:view', 'Task:remove', 'Log:view', 'Log:export'],
      ...['Workflows:use', 'Sync:use', 'Access:use'],
    ].sort(),
  );
});

test('section 3: a property has a right only if its model supports the action', () => {
  expect(
    cells([{ kind: 'Model', name: 'Mute', actions: ['create'], properties: { text: { type: 'string' } } }]),
  ).toEqual(['Mute:create']);
});

const viewsIn = (rights: readonly string[]): readonly string[] =>
  rights.filter((right) => right.endsWith(':view'));

describe('section 5: what a layer holds', () => {
  const table: readonly [sentence: string, layer: Grants, held: readonly string[]][] = [
    ['what is not said is not granted', {}, []],
    ['nor under a heading that says nothing', { models: {} }, []],
    [
      '`none` is none, of properties too where the layer is silent',
      { modules: 'none', features: 'none' },
      [],
    ],
    ['an empty list is `none`', { modules: [], features: [] }, []],
    ['`all` modules are no features', { modules: 'all' }, ['Workflows:use']],
    ['a list of features', { features: ['Sync'] }, ['Sync:use']],
    [
      '`except` is all but the named',
      { modules: { except: [] }, features: { except: ['Sync'] } },
      ['Workflows:use'],
    ],
    [
      'a list under a model; rights are those of its actions, since the layer speaks of it',
      { models: { Company: ['view'] } },
      ['Company:view', ...viewsIn(companyRights)],
    ],
    [
      'a model without properties has no rights',
      { models: { Task: 'all' } },
      ['Task:create', 'Task:view', 'Task:remove'],
    ],
    ['`none` holds no right by default', { models: { Company: 'none' } }, []],
    ['nor does an empty list', { models: { Company: [] } }, []],
    ['nor an empty grant', { models: { Company: {} } }, []],
    [
      '`except` is over the actions the model supports',
      { models: { Task: { except: ['remove'] } } },
      ['Task:create', 'Task:view'],
    ],
    [
      'a list under `*` applies to the models that support the action, and speaks of every model',
      { models: { '*': ['remove'] } },
      ['Company:remove', 'Task:remove'],
    ],
    [
      '`none` under `*` speaks of every model',
      { models: { '*': 'none', Company: { properties: { arr: ['view'] } } } },
      ['Company.arr:view'],
    ],
    [
      'what is said of a model replaces what `*` says',
      { models: { '*': ['view'], Task: ['create'], Company: 'none' } },
      ['Task:create', 'Log:view', ...viewsIn(otherRights)],
    ],
    [
      'a grant silent on actions leaves them to `*`',
      { models: { '*': ['view'], Company: { properties: { arr: 'none' } }, Log: {} } },
      [
        ...['Company:view', 'Task:view', 'Log:view'],
        ...viewsIn(companyRights).filter((right) => !right.includes('arr')),
        ...viewsIn(otherRights),
      ],
    ],
    [
      'a grant silent on actions without `*` has none',
      { models: { Company: { properties: { '*': 'none', arr: ['view'] } } } },
      ['Company.arr:view'],
    ],
    [
      'a grant that says `none` of actions does not fall back on `*`',
      { models: { '*': ['view'], Log: { actions: 'none' } } },
      ['Company:view', 'Task:view', ...viewsIn(companyRights)],
    ],
    [
      'a property says it, else `*` among the properties',
      { models: { Company: { actions: ['update'], properties: { name: ['update'], '*': ['view'] } } } },
      ['Company:update', 'Company.name:update'],
    ],
    [
      'without `*` among them the other properties are all',
      { models: { Company: { actions: ['view'], properties: { name: 'none' } } } },
      ['Company:view', ...viewsIn(companyRights).filter((right) => !right.includes('name'))],
    ],
    [
      'no layer holds a right that a property lacks',
      { models: { Company: { actions: ['update'], properties: { '*': { except: ['view'] } } } } },
      ['Company:update', 'Company.arr:update', 'Company.name:update'],
    ],
    [
      'a right that its own key lists is held whether or not the action is, a default is not',
      { models: { Company: { actions: ['create'], properties: { arr: ['update'], '*': ['update'] } } } },
      ['Company:create', 'Company.arr:update'],
    ],
    [
      'no layer speaks of a capability',
      { models: { '*': 'all' }, modules: 'all', features: 'all' },
      cells(catalog).filter((cell) => cell !== 'Access:use'),
    ],
  ];
  test.each(table)('%s', (_, layer, held) => {
    expect(cells(catalog).filter((permission) => holds(catalog, layer, permission))).toEqual(
      [...held].sort(),
    );
  });

  test('nothing holds what the catalog does not have', () => {
    const everything: Grants = { models: { '*': 'all' }, modules: 'all', features: 'all' };
    for (const permission of [
      'Task:export',
      'Task:use',
      'Company.phase:update',
      'Ghost:use',
      'Sync.x:use',
      'Sync:view',
    ]) {
      expect(holds(catalog, everything, permission)).toBe(false);
    }
  });
});

const everything: Grants = { models: { '*': 'all' }, modules: 'all', features: 'all' };

interface Case {
  readonly catalog?: readonly unknown[];
  readonly role?: Grants;
  readonly userType?: Grants;
  readonly seat?: Grants;
  readonly tenant?: Grants;
}

/** The cells of one role of one type with one seat in one tenant; a layer that is not given holds everything. */
function cellsOf(given: Case): ReadonlyMap<string, Cell> {
  const rows = resolve([
    ...(given.catalog ?? catalog),
    { kind: 'UserType', name: 'Core', rank: 1, allows: given.userType ?? everything },
    { kind: 'Seat', name: 'Service', combinesWith: ['Core'], package: 'Delivery', adds: given.seat ?? {} },
    { kind: 'Tenant', name: 'acme', packages: ['Delivery'], ceiling: given.tenant ?? everything },
    {
      kind: 'Role',
      name: 'csm',
      userType: 'Core',
      seats: ['Service'],
      portfolio: ['own'],
      grants: given.role ?? everything,
    },
  ]);
  expect(rows).toHaveLength(1);
  return rows[0]?.cells ?? new Map();
}

/** A chain of prerequisites: Top requires Middle under `*`, Middle requires Bottom to create. */
const chain: readonly unknown[] = [
  { kind: 'Feature', name: 'Bottom' },
  { kind: 'Model', name: 'Middle', actions: ['create', 'view'], requires: { create: ['Bottom:use'] } },
  {
    kind: 'Model',
    name: 'Top',
    actions: ['view', 'remove'],
    requires: { '*': ['Middle:create'], view: ['Middle:view'] },
  },
  { kind: 'Module', name: 'Roof', requires: ['Top:remove'] },
  { kind: 'Capability', name: 'Chimney', requires: ['Roof:use'] },
];

describe('section 7: what decides a cell', () => {
  const silentOnSync: Grants = { models: { '*': 'all' }, modules: 'all' };
  const noView: Grants = {
    models: { Company: { actions: { except: ['view'] }, properties: { arr: ['view', 'update'] } } },
  };
  const readOnly: Grants = { models: { Company: { actions: 'all', properties: { '*': ['view'] } } } };
  const blind: Grants = { models: { Company: { actions: 'all', properties: { '*': ['update'] } } } };
  const halves: Case = {
    role: { models: { Company: { actions: 'all', properties: { name: 'all', '*': 'none' } } } },
    tenant: { models: { Company: { actions: 'all', properties: { name: 'none', '*': 'all' } } } },
  };
  const noBottom: Case = { catalog: chain, role: { ...everything, features: 'none' } };
  const table: readonly [sentence: string, given: Case, permission: string, decidedBy: Verdict | null][] = [
    ['all layers hold it', {}, 'Company:export', null],
    ['the role does not', { role: silentOnSync }, 'Sync:use', 'role'],
    ['neither the type nor a seat does', { userType: silentOnSync }, 'Sync:use', 'userType'],
    ['the type does not but a seat does', { userType: {}, seat: { features: 'all' } }, 'Sync:use', null],
    ['the tenant does not', { tenant: silentOnSync }, 'Sync:use', 'tenant'],
    [
      'the first layer that refuses decides',
      { role: silentOnSync, userType: {}, tenant: {} },
      'Sync:use',
      'role',
    ],
    ['the type before the tenant', { userType: {}, tenant: {} }, 'Sync:use', 'userType'],
    ['a ceiling alone grants nothing', { role: {} }, 'Task:view', 'role'],
    ['what `requires` says of the action', noBottom, 'Middle:create', 'requires'],
    ['and of no other action', noBottom, 'Middle:view', null],
    ['what `requires` says under `*`', noBottom, 'Top:remove', 'requires'],
    [
      '`*` and the action together',
      { catalog: chain, role: { ...everything, models: { '*': 'all', Middle: ['create'] } } },
      'Top:view',
      'requires',
    ],
    [
      '`*` alone, met',
      { catalog: chain, role: { ...everything, models: { '*': 'all', Middle: ['create'] } } },
      'Top:remove',
      null,
    ],
    ['prerequisites chain through a module', noBottom, 'Roof:use', 'requires'],
    ['a capability holds when all it requires hold', {}, 'Access:use', null],
    [
      'a capability falls with one of them, by `requires` alone',
      { userType: silentOnSync },
      'Access:use',
      'requires',
    ],
    ['a capability at the end of a chain', noBottom, 'Chimney:use', 'requires'],
    ['`m.p:view` requires `m:view`', { role: noView }, 'Company.arr:view', 'requires'],
    ['`m.p:update` does not', { role: noView }, 'Company.arr:update', null],
    ['who may update no property may not update', { role: readOnly }, 'Company:update', 'requires'],
    ['who may view no property may not view', { role: blind }, 'Company:view', 'requires'],
    ['nor export', { role: blind }, 'Company:export', 'requires'],
    ['but may update: nothing implies anything else', { role: blind }, 'Company:update', null],
    [
      'the layers may hold different properties, and then nothing is left',
      halves,
      'Company:view',
      'requires',
    ],
    ['create is bounded by the action alone', halves, 'Company:create', null],
    ['remove is bounded by the action alone', halves, 'Company:remove', null],
    [
      'one property is enough',
      { role: { models: { Company: { actions: ['view'], properties: { '*': 'none', arr: ['view'] } } } } },
      'Company:view',
      null,
    ],
    ['an export requires view', { role: noView }, 'Company:export', 'requires'],
    [
      'but not where there is no property to show',
      { catalog: [{ kind: 'Model', name: 'Task', actions: all }], role: { models: { Task: ['export'] } } },
      'Task:export',
      null,
    ],
    [
      'nor where properties cannot be viewed',
      {
        catalog: [
          { kind: 'Model', name: 'Mute', actions: ['export'], properties: { text: { type: 'string' } } },
        ],
      },
      'Mute:export',
      null,
    ],
    [
      'a model without properties needs none to be viewed',
      { role: { models: { Task: ['view'] } } },
      'Task:view',
      null,
    ],
    [
      'a model whose properties are all of the system needs none to be updated',
      {
        catalog: [
          {
            kind: 'Model',
            name: 'Mute',
            actions: ['update'],
            properties: { text: { type: 'string', system: true } },
          },
        ],
      },
      'Mute:update',
      null,
    ],
    [
      'a refused action takes its properties along',
      { tenant: { models: { Company: { actions: ['view'], properties: { arr: ['update'] } } } } },
      'Company.arr:update',
      'requires',
    ],
    ['a silent tenant refuses all', { tenant: {} }, 'Company.arr:view', 'tenant'],
  ];
  test.each(table)('%s', (_, given, permission, decidedBy) => {
    const cell = cellsOf(given).get(permission);
    expect(cell?.decidedBy).toBe(decidedBy);
    expect(cell?.effective).toBe(decidedBy === null);
  });

  test('each verdict stands on its own', () => {
    expect(cellsOf({ role: silentOnSync, tenant: {} }).get('Sync:use')).toEqual({
      role: false,
      userType: true,
      tenant: false,
      requires: true,
      effective: false,
      decidedBy: 'role',
    });
  });
});

/** Two tenants, one of which bought what the seat needs; a shared role with the seat, one without, one of globex's own. */
const people: readonly unknown[] = [
  ...catalog,
  { kind: 'UserType', name: 'Core', rank: 2, allows: { models: { '*': 'all' }, features: 'all' } },
  { kind: 'UserType', name: 'View', rank: 1, allows: { models: { '*': ['view'] } } },
  { kind: 'Seat', name: 'Service', combinesWith: ['Core'], package: 'Delivery', adds: { modules: 'all' } },
  { kind: 'Tenant', name: 'globex', packages: ['Delivery'], ceiling: everything },
  { kind: 'Tenant', name: 'acme', packages: [], ceiling: everything },
  {
    kind: 'Role',
    name: 'viewer',
    userType: 'View',
    portfolio: ['own'],
    grants: { models: { Task: ['view'] } },
  },
  {
    kind: 'Role',
    name: 'csm',
    userType: 'Core',
    seats: ['Service'],
    portfolio: ['every'],
    grants: { models: { Task: 'all' }, modules: 'all' },
  },
  {
    kind: 'Role',
    name: 'audit',
    tenant: 'globex',
    userType: 'View',
    portfolio: ['own'],
    grants: { models: { Task: ['view'], Log: ['view'] } },
  },
  {
    kind: 'Users',
    tenant: 'globex',
    users: [
      { id: 'ada', userType: 'Core', seats: ['Service'], roles: ['csm', 'viewer', 'audit'] },
      { id: 'bob', userType: 'View', roles: ['csm'] },
      { id: 'eve', userType: 'Core' },
    ],
  },
  { kind: 'Users', tenant: 'acme', users: [{ id: 'kim', userType: 'Core', roles: ['audit'] }] },
];

test('sections 6 and 7: a role is offered where it belongs and its packages were bought, in order', () => {
  expect(resolve(people).map(({ tenant, role }) => `${tenant}/${role}`)).toEqual([
    'acme/viewer',
    'globex/audit',
    'globex/csm',
    'globex/viewer',
  ]);
});

test('section 8: a union over roles of permission and portfolio, each once', () => {
  const ada = userPermissions(people, 'globex', 'ada').map(
    ({ permission, portfolio }) => `${permission} ${String(portfolio)}`,
  );
  expect(ada.sort()).toEqual([
    'Log.line:view own',
    'Log:view own',
    'Task:create every',
    'Task:remove every',
    'Task:view every',
    'Task:view own',
    'Workflows:use every',
  ]);
});

test('section 8: a type and a seat grant nothing by themselves', () => {
  expect(userPermissions(people, 'globex', 'eve')).toEqual([]);
  expect(userPermissions(people, 'acme', 'ada')).toEqual([]);
});

test('section 8: from no role of another tenant', () => {
  expect(userPermissions(people, 'acme', 'kim')).toEqual([]);
});
