/** The properties of a generated fleet. */
interface FleetShape {
  readonly tenants: number;
  /** A later state of the same fleet, in which roles gained, lost and reach otherwise. */
  readonly isLater?: boolean;
}

/** Returns the documents of a fleet: many tenants of two plans under a few ceilings, with shared roles, own ones and users. */
export function fleetOf({ tenants, isLater = false }: FleetShape): readonly unknown[] {
  const every = Array.from({ length: tenants }, (_, at) => at);
  return [
    { kind: 'Settings', package: { name: '@fleet/permissions', version: '1.0.0' } },
    { kind: 'Principal', attributes: { id: { type: 'id' } } },
    ...catalog,
    ...rolesOf(isLater),
    ...every.flatMap((at) => tenantOf(at, isLater)),
  ];
}

const actions = ['create', 'view', 'update', 'remove', 'export'];

const catalog: readonly unknown[] = [
  {
    kind: 'Model',
    name: 'Account',
    family: 'standard',
    actions,
    portfolio: 'self',
    properties: { owner: { type: 'id' }, worth: { type: 'number', sensitive: true } },
  },
  {
    kind: 'Model',
    name: 'Invoice',
    family: 'standard',
    actions: [...actions, 'approve'],
    portfolio: { through: 'account' },
    relations: { account: { model: 'Account' } },
  },
  { kind: 'Action', name: 'approve', risk: 'write' },
  { kind: 'Model', name: 'Note', family: 'standard', actions },
  { kind: 'Module', name: 'Reports' },
  { kind: 'Capability', name: 'Reporting', requires: ['Reports:use', 'Note:view'] },
  { kind: 'Portfolio', name: 'own', on: 'Account', reach: { owner: { $user: 'id' } } },
  { kind: 'Portfolio', name: 'full', on: 'Account', reach: 'all' },
  { kind: 'UserType', name: 'Core', rank: 2, allows: { models: { '*': 'all' }, modules: 'all' } },
  { kind: 'UserType', name: 'View', rank: 1, allows: { models: { '*': ['view'] } } },
];

const rolesOf = (isLater: boolean): readonly unknown[] => [
  role('agent', isLater ? 'full' : 'own', {
    Account: ['view', 'update'],
    Invoice: isLater ? ['view'] : ['view', 'create'],
  }),
  role('approver', 'own', {
    Account: ['view'],
    Invoice: ['view', 'approve', ...(isLater ? ['export'] : [])],
  }),
  role('boss', 'full', { '*': 'all' }),
  { ...role('reader', 'own', { '*': ['view', 'export'] }), userType: 'View' },
];

const role = (name: string, portfolio: string, models: object) => ({
  kind: 'Role',
  name,
  userType: 'Core',
  portfolio: [portfolio],
  grants: { models, ...(name === 'boss' && { modules: 'all' }) },
});

function tenantOf(at: number, isLater: boolean): readonly unknown[] {
  const name = `tenant-${at}`;
  const isOdd = at % 7 === 3;
  const user = (id: string, roles: readonly string[], more = {}) => ({
    id,
    userType: 'Core',
    roles,
    ...more,
  });
  return [
    {
      kind: 'Tenant',
      name,
      plan: at % 2 ? 'Team' : 'Company',
      limits: { Core: 3 + (at % 3) },
      ceiling: {
        models: {
          '*': 'all',
          ...(isOdd && { Invoice: { except: ['export', isLater ? 'remove' : 'create'] } }),
        },
        modules: 'all',
      },
    },
    ...(at % 4 === 0
      ? [
          {
            kind: 'Properties',
            tenant: name,
            model: 'Account',
            properties: { 'custom.size': { type: 'number' } },
          },
        ]
      : []),
    ...(at % 5 === 0 ? [{ ...role('night-desk', 'own', { Account: 'all' }), tenant: name }] : []),
    ...(at % 3 === 2
      ? []
      : [
          {
            kind: 'Users',
            tenant: name,
            complete: at % 3 === 0,
            users: [
              user('ada@example.com', ['agent', 'approver']),
              user('bo@example.com', ['agent']),
              user('cy@example.com', ['boss'], { active: false }),
              user('di@example.com', at % 2 ? ['approver'] : ['boss', 'reader']),
            ],
          },
        ]),
  ];
}
