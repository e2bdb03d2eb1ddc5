/** @module-tag slow */
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { openFacade } from '../../runtime/permissions.ts';
import { ioInMemory, textOf } from '../support/io.ts';
import {
  add,
  addRole,
  compileTexts,
  edit,
  findingsIn,
  newIn,
  real,
  texts,
  verdict,
} from '../support/real-policies.ts';

/** Signs somebody in with one role. */
const signIn = (tenant: string, role: string, user: object, userType = 'Core', seats: string[] = []) =>
  openFacade(JSON.parse([...emitBundle(real)].map(({ content }) => content).join(''))).permissions({
    tenant,
    roles: [role],
    userType,
    seats,
    user,
  });

describe('prerequisites', () => {
  test('S-024, S-058, R-040: forecast fields of licenses come with Revenue Forecasting', () => {
    expect(verdict('acme', 'csm', 'License.fcNewMrr:view')).toBe('allowed');
    const without = compileTexts(edit(['roles/csm.yaml', '    - RevenueForecasting\n', '']));
    expect(verdict('acme', 'csm', 'License.fcNewMrr:view', without)).toBe('requires');
    expect(verdict('acme', 'csm', 'License.mrr:view', without)).toBe('allowed');
    expect(verdict('globex', 'csm', 'License.fcNewArr:view')).toBe('requires');
  });

  test('S-059, R-041: usage shows with User Tracking', () => {
    expect(verdict('acme', 'csm', 'Company.lastActive:view')).toBe('allowed');
    const without = compileTexts(edit(['roles/floor.yaml', ', UserTracking', '']));
    for (const permission of ['Company.lastActive:view', 'Company.usage:view', 'EndUser.usage:view'])
      expect(verdict('acme', 'csm', permission, without)).toBe('requires');
    expect(verdict('acme', 'csm', 'Company.lastTouch:view', without)).toBe('allowed');
  });

  test('S-035, R-038: either view on connections is worth nothing alone', () => {
    expect(verdict('acme', 'developer', 'Connections:use')).toBe('allowed');
    const files = edit(['roles/developer.yaml', '    ConnectionData: all\n', '']);
    expect(verdict('acme', 'developer', 'Connections:use', compileTexts(files))).toBe('requires');
    expect(newIn(files)).toContainEqual(expect.stringMatching(/^warning .*`connections-take-their-data`/));
  });

  test('R-036: a role is applied with Admin Access only', () => {
    expect(verdict('acme', 'administrator', 'ApplyUserRoles:use')).toBe('allowed');
    const without = edit(['roles/administrator.yaml', '[EmailOnMyBehalf]', '[EmailOnMyBehalf, AdminAccess]']);
    const whole = compileTexts(without);
    expect(verdict('acme', 'administrator', 'ApplyUserRoles:use', whole)).toBe('requires');
    expect(verdict('acme', 'administrator', 'UserRole:update', whole)).toBe('allowed');
    const told = expect.stringMatching(/^warning .*`roles-are-applied-with-admin-access`/);
    const who = (grants: string) => addRole(`userType: Core\nportfolio: [own]\ngrants: ${grants}\n`);
    expect(newIn(who('{ models: { User: [view, update] } }'))).toContainEqual(told);
    for (const grants of [
      '{ models: { User: [view, update] }, features: [AdminAccess] }',
      '{ models: { User: { actions: [view, update], properties: { roles: [view], "*": all } } } }',
    ])
      expect(newIn(who(grants))).not.toContainEqual(told);
  });

  test('S-098: fields and edits of health wait for Admin Access, designs for the view of workflows', () => {
    const files = edit(
      ['roles/manager.yaml', '    - AdminAccess\n', ''],
      ['roles/manager.yaml', 'HealthProfile: [view, export]', 'HealthProfile: all'],
      ['roles/manager.yaml', '    Workflow: all\n', ''],
    );
    const whole = compileTexts(files);
    for (const permission of ['CustomField:view', 'HealthProfile:update', 'WorkflowTemplate:create'])
      expect(verdict('acme', 'manager', permission, whole)).toBe('requires');
    for (const permission of ['HealthProfile:view', 'WorkflowTemplate:view', 'AppAccess:use'])
      expect(verdict('acme', 'manager', permission, whole)).toBe('allowed');
  });

  test('S-099: what is granted and never takes effect is told', () => {
    const files = edit(['roles/manager.yaml', '    - AdminAccess\n', '']);
    expect(newIn(files)).toContainEqual(expect.stringMatching(/^\w+ dead-grant: .*`CustomField:/));
  });
});

describe('portfolios', () => {
  const reaches = (role: string, user: object, company: object, tenant = 'acme') =>
    signIn(tenant, role, user).can('view', 'Company', company);

  test('S-064: a filter reaches the companies that match, by fields of Company', () => {
    const desk = signIn('initech', 'onboarding-desk', { id: 'desk-1' }, 'Productivity');
    expect(desk.can('view', 'Company', { phase: 'Adoption', country: 'France' })).toBe(true);
    expect(desk.can('view', 'Company', { phase: 'Renewal', country: 'France' })).toBe(false);
    expect(desk.can('view', 'Company', { phase: 'Adoption' })).toBe(false);
    const wrong = edit(['tenants/initech/roles/onboarding-desk.yaml', 'phase: {', 'phaze: {']);
    expect(findingsIn(wrong)).toContainEqual(expect.stringMatching(/^error unknown-property: .*`phaze`/));
  });

  test('S-065, S-066, R-092: extended groups open every company of any group, beside a filter', () => {
    const user = { id: 'regional-1@acme.example' };
    expect(reaches('regional-lead', user, { country: 'France' })).toBe(true);
    expect(reaches('regional-lead', user, { country: 'Spain', orgPath: ',a,b,' })).toBe(true);
    expect(reaches('regional-lead', user, { country: 'Spain', orgPath: null })).toBe(false);
    const unwaived = edit([
      'waivers.yaml',
      /---\nkind: Waiver\ninvariant: groups-widen-reach\nrole: regional-lead[\s\S]*$/,
      '',
    ]);
    expect(newIn(unwaived)).toContainEqual(
      expect.stringMatching(
        /^warning invariant-broken: .*regional-lead.*`groups-widen-reach`|^warning invariant-broken: .*`groups-widen-reach`.*regional-lead/,
      ),
    );
  });

  test('S-067: a team is its members, of whoever manages it', () => {
    const manager = { id: 'manager-1', managedUserIds: ['csm-1'] };
    expect(reaches('manager', manager, { owner: 'csm-1' })).toBe(true);
    expect(reaches('manager', manager, { coOwner: 'manager-1' })).toBe(true);
    expect(reaches('manager', manager, { owner: 'csm-9' })).toBe(false);
    expect(reaches('manager', { id: 'manager-1' }, { owner: 'csm-1' })).toBe(false);
  });

  test('R-090: team access of whoever manages no team is told', () => {
    const files = edit([
      'tenants/initech/users.yaml',
      /(roles: \[manager\]), attributes: \{.*?\} \}/,
      '$1 }',
    ]);
    expect(newIn(files)).toEqual([
      expect.stringMatching(
        /^info reaches-less: role `manager` .*`manager-1@initech\.example`.*`managedUserIds`/,
      ),
    ]);
  });

  test('S-023: an issue of several companies is reached through any of them', () => {
    const csm = signIn('acme', 'csm', { id: 'csm-1' });
    const [mine, theirs] = [
      { owner: 'csm-1', coOwner: null },
      { owner: 'csm-2', coOwner: null },
    ];
    expect(csm.can('update', 'Issue', { linkedCompanies: [theirs, mine] }, 'status')).toBe(true);
    expect(csm.can('update', 'Issue', { linkedCompanies: [theirs] }, 'status')).toBe(false);
    expect(csm.can('view', 'Issue', { linkedCompanies: [] })).toBe(false);
  });
});

describe('tenants', () => {
  test('S-074, R-005: Service Delivery is a package, and so are its seat and its models', () => {
    expect(verdict('acme', 'csm', 'Timesheet:view')).toBe('allowed');
    expect(verdict('globex', 'csm', 'Timesheet:view')).toBe('tenant');
    expect(verdict('globex', 'template-core-service', 'Timesheet:view')).toBe('not offered');
    const seated = edit([
      'tenants/globex/users.yaml',
      'userType: Core, roles: [csm]',
      'userType: Core, seats: [Service], roles: [csm]',
    ]);
    expect(findingsIn(seated)).toContainEqual(
      expect.stringMatching(/^error package-missing: .*`ServiceDelivery`/),
    );
    const role =
      'kind: Role\nname: added\ntenant: globex\nuserType: Core\nseats: [Service]\nportfolio: [own]\ngrants: {}\n';
    expect(findingsIn(add(role))).toContainEqual(
      expect.stringMatching(/^error package-missing: .*`ServiceDelivery`/),
    );
  });

  test('R-022: roles of a tenant’s own take a plan that has them', () => {
    const files = edit(['tenants/initech/tenant.yaml', 'plan: Enterprise', 'plan: Professional']);
    expect(newIn(files)).toContainEqual(expect.stringMatching(/^warning custom-role-on-plan: /));
  });

  test('R-030: what is off for the tenant is told to the role that names it', () => {
    const files = addRole('userType: Core\nportfolio: [own]\ngrants: { features: [Outreach] }\n');
    expect(newIn(files)).toContainEqual(expect.stringMatching(/^warning above-ceiling: .*`Outreach:use`/));
  });

  test('S-120: one catalog holds the revenue models of both years, and a tenant says which it has', () => {
    expect(verdict('initech', 'csm', 'License:view')).toBe('tenant');
    expect(verdict('initech', 'csm', 'Deal:view')).toBe('allowed');
    expect(verdict('globex', 'csm', 'Deal:view')).toBe('tenant');
    expect(verdict('globex', 'csm', 'License:view')).toBe('allowed');
    const both = edit([
      'tenants/globex/tenant.yaml',
      'revenue: "2025"',
      'revenue: { names: ["2025", "2026"] }',
    ]);
    expect(newIn(both)).toEqual([
      expect.stringMatching(/^error several-generations: tenant `globex` has `2025` and `2026` of `revenue`/),
    ]);
  });

  test('S-048: custom fields are properties of one tenant', () => {
    const files = add(
      'kind: Properties\ntenant: globex\nmodel: Asset\nproperties: { custom.colour: { type: string } }\n',
    );
    const whole = compileTexts(files);
    expect(verdict('globex', 'csm', 'Asset.custom.colour:update', whole)).toBe('allowed');
    expect(verdict('acme', 'csm', 'Asset.custom.colour:update', whole)).toBe('no such permission');
  });
});

describe('roles and users', () => {
  test('S-086: a clone for a lower type loses what that does not hold, and says what', async () => {
    const { io, disk } = ioInMemory(texts);
    const argv = ['role', 'clone', 'csm', 'csm-view', '--user-type', 'View'];
    const { out, exit } = await answerLine(argv, registry, io);
    const said = textOf(out);
    expect(exit).toBe(0);
    expect(said).toMatch(/^dropped \d+ permissions that View does not hold:$/m);
    expect(said).toMatch(/^ {2}Asset +create, update;/m);
    expect(said).toMatch(/^ {2}Comment +create, update, remove$/m);
    const whole = compileTexts(disk);
    expect(verdict('acme', 'csm-view', 'Asset:view', whole)).toBe('allowed');
    expect(verdict('acme', 'csm-view', 'Asset:update', whole)).not.toBe('allowed');
  });

  test('S-095: roles of portals are no roles of people, nor the reverse', () => {
    for (const [file, before, after] of [
      ['tenants/acme/users.yaml', 'roles: [portal-visitor]', 'roles: [template-view]'],
      [
        'tenants/acme/users.yaml',
        'userType: View, roles: [template-view]',
        'userType: View, roles: [portal-visitor]',
      ],
    ] as const)
      expect(findingsIn(edit([file, before, after]))).toContainEqual(
        expect.stringMatching(/^error role-not-assignable: /),
      );
  });

  test('S-121: a private app has a role of its own kind, and may do no more than its maker', () => {
    const files = edit(['tenants/acme/users.yaml', 'madeBy: admin-1@', 'madeBy: developer-1@']);
    expect(newIn(files)).toContainEqual(expect.stringMatching(/^warning exceeds-its-maker: user `crm-sync`/));
    const asPerson = edit(['tenants/acme/users.yaml', 'roles: [crm-sync]', 'roles: [csm]']);
    expect(findingsIn(asPerson)).toContainEqual(expect.stringMatching(/^error role-not-assignable: /));
  });

  test('S-119, D-10: nobody is left with the keys', () => {
    const files = edit(['tenants/globex/users.yaml', /roles: \[administrator\]/g, 'roles: [csm]']);
    expect(newIn(files)).toContainEqual(
      expect.stringMatching(/^error invariant-broken: .*`somebody-keeps-the-keys`/),
    );
  });

  test('D-12: who creates contacts without setting their address is told', () => {
    const grants = (email: string) =>
      `userType: Core\nportfolio: [own]\ngrants: { models: { EndUser: { actions: [create, view, update], properties: { email: ${email}, "*": all } } } }\n`;
    expect(newIn(addRole(grants('[view]')))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^info create-lacks-required: .*`EndUser\.email:update`/),
        expect.stringMatching(/^info invariant-broken: .*`contacts-can-be-filled-in`/),
      ]),
    );
    expect(newIn(addRole(grants('all'))).filter((one) => /contacts-can-be|create-lacks/.test(one))).toEqual(
      [],
    );
  });

  test('D-15: two names that differ only in case or space are an error', () => {
    for (const name of ['ENDUSER', 'End-User', 'end_user'])
      expect(findingsIn(add(`kind: Model\nname: ${name}\nactions: [view]\n`))).toContainEqual(
        expect.stringMatching(/^error (case-collision|alias-is-a-name): /),
      );
  });

  test('S-092: two roles of one user hold together what each holds, each on its own records', () => {
    const together = openFacade(
      JSON.parse([...emitBundle(real)].map(({ content }) => content).join('')),
    ).permissions({
      tenant: 'initech',
      roles: ['service-consultant', 'csm'],
      userType: 'Core',
      seats: ['Service'],
      user: { id: 'consultant-2' },
    });
    expect(together.canSome('create', 'TimeEntry')).toBe(true);
    expect(together.can('remove', 'Workflow', { company: { owner: 'consultant-2', coOwner: null } })).toBe(
      true,
    );
    expect(signIn('initech', 'csm', { id: 'x' }).canSome('create', 'TimeEntry')).toBe(false);
  });
});

describe('what leaks or does nothing', () => {
  test('S-055, R-080: logs show what a role hides', () => {
    const role = `userType: View\nportfolio: [full]\ngrants:
  models: { Company: { actions: [view], properties: { arr: none, "*": all } } }
  features: [Logs, UserTracking]\n`;
    expect(newIn(addRole(role))).toContainEqual(
      expect.stringMatching(/^warning invariant-broken: .*`logs-show-hidden-properties`/),
    );
  });

  test('R-042: an import that can write nothing', () => {
    const role =
      'userType: Core\nportfolio: [full]\ngrants: { models: { Company: [view] }, features: [Import] }\n';
    expect(newIn(addRole(role))).toContainEqual(
      expect.stringMatching(/^warning invariant-broken: .*`imports-write-something`/),
    );
  });

  test('R-078: outside help, by its portfolio and not by its name', () => {
    const role =
      'userType: Core\nportfolio: [handed-over]\ngrants: { models: { Company: [view, export, remove] } }\n';
    expect(newIn(addRole(role))).toContainEqual(
      expect.stringMatching(/^warning invariant-broken: .*`contractors-take-nothing-along`/),
    );
  });

  test('S-096: what is effective is what role, cap and tenant hold, less what lacks a prerequisite', () => {
    expect(verdict('acme', 'csm', 'Company:update')).toBe('allowed');
    expect(verdict('acme', 'csm', 'Company:remove')).toBe('role');
    expect(verdict('acme', 'template-view', 'Company:update')).toBe('userType');
    expect(verdict('globex', 'administrator', 'Company:export')).toBe('tenant');
    expect(verdict('globex', 'administrator', 'License.fcNewMrr:view')).toBe('requires');
  });
});

test('the floor that roles include is given to nobody, and taken away it is missed', () => {
  const { rows, policy } = real.matrix;
  expect(rows.filter(({ role }) => role.name === 'floor')).toEqual([]);
  expect(
    policy.tenants.flatMap(({ users = [] }) => users.flatMap(({ roles }) => roles.map(({ name }) => name))),
  ).not.toContain('floor');
  const without = compileTexts(edit(['roles/csm.yaml', 'includes: [floor]\n', '']));
  for (const permission of [
    'PhSection:view',
    'PhWorkspace:view',
    'Snippet:view',
    'Team:view',
    'AppAccess:use',
  ])
    expect([
      verdict('acme', 'csm', permission),
      verdict('acme', 'csm', permission, without) === 'allowed',
    ]).toEqual(['allowed', false]);
});
