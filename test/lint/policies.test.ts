import { describe, expect, test } from 'vitest';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { has } from '../../compiler/model/bits.ts';
import type { Row } from '../../compiler/model/matrix.ts';
import { compiled } from '../support/compiled.ts';

const { policy, rows } = compiled(filesOnDisk('policies')).matrix;

/** Which rows a fact is about. */
type Where = (row: Row) => boolean;

const inRole =
  (...names: readonly string[]): Where =>
  (row) =>
    names.includes(row.role.name);
const ofType =
  (...names: readonly string[]): Where =>
  (row) =>
    names.includes(row.role.userType.name);
const withSeat =
  (name: string): Where =>
  (row) =>
    row.role.seats.some((seat) => seat.name === name);
const not =
  (where: Where): Where =>
  (row) =>
    !where(row);
const both =
  (one: Where, other: Where): Where =>
  (row) =>
    one(row) && other(row);

/** Roles of the tenant's own people, who are neither apps nor visitors of a portal. */
const members: Where = (row) => row.role.userType.audience === 'member';

/** Roles that people hold; a template is the most that a user type and seats can hold, for cloning. */
const held = not((row) => row.role.name.startsWith('template-'));
const heldBeside = (...names: readonly string[]): Where => both(held, not(inRole(...names)));

/** Facts that must hold in the real policies, whoever edits them: those about the few permissions that would hurt. */
const must: readonly (readonly [string, Where, RegExp])[] = [
  ['every role reaches the app', members, /^(AppAccess:use|PhSection:view|PhWorkspace:view)$/],
  ['every role sees users and snippets', members, /^(User|Snippet):view$/],
  [
    'every role comments, where its user type lets it',
    both(members, not(ofType('View'))),
    /^Comment:(create|view)$/,
  ],
  ['every role but a developer sees workflows', both(members, not(inRole('developer'))), /^Workflow:view$/],
  ['a manager designs fields', inRole('manager'), /^CustomField:(create|view|update|remove)$/],
  [
    'whoever sends mails has calendar and notifications too',
    inRole('csm', 'manager', 'contractor', 'template-productivity'),
    /^(CalendarSync|EmailSync|PersonalNotifications):use$/,
  ],
  [
    'an administrator runs people and roles',
    inRole('administrator'),
    /^(AdminAccess:use|(User|UserRole):(create|view|update))$/,
  ],
];

const mustNever: readonly (readonly [string, Where, RegExp])[] = [
  ['a View role changes nothing', ofType('View'), /:(create|update|remove|export)$/],
  [
    'a Productivity role takes nothing away',
    both(ofType('Productivity'), not(withSeat('Service'))),
    /:(remove|export)$/,
  ],
  [
    'a Productivity role writes only what daily contact takes',
    ofType('Productivity'),
    /^(?!(Comment|Conversation|Note|Page|Task|Ticket|TimeEntry|Timesheet)[.:]).*:(create|update)$/,
  ],
  [
    'time is written only with the Service seat',
    not(withSeat('Service')),
    /^(TimeEntry|Timesheet)(\..*)?:(?!view$)/,
  ],
  [
    'only administrators and developers make tokens, which can outgrow their makers',
    heldBeside('administrator', 'developer'),
    /^ServiceAccount:/,
  ],
  [
    'only administrators make users, who can be given any role',
    heldBeside('administrator'),
    /^User:(create|update|export)$/,
  ],
  [
    'only administrators edit roles, their own among them',
    heldBeside('administrator'),
    /^UserRole:(create|update|remove)$/,
  ],
  [
    'only administrators reach the settings, and managers for the sake of fields',
    heldBeside('administrator', 'manager'),
    /^AdminAccess:use$/,
  ],
  [
    'only administrators and managers write automations',
    heldBeside('administrator', 'manager'),
    /^Automation:(?!view$)/,
  ],
  [
    'only administrators and developers touch connections',
    heldBeside('administrator', 'developer'),
    /^Connection(Config|Data):/,
  ],
  ['only administrators and managers design fields', heldBeside('administrator', 'manager'), /^CustomField:/],
  [
    'only administrators design health',
    heldBeside('administrator'),
    /^HealthProfile:(create|update|remove)$/,
  ],
  [
    'who settles settings without running roles raises nobody',
    inRole('manager'),
    /^(User|UserRole):(?!view$)|^(ApplyUserRoles|RewriteOwnRole):use$/,
  ],
  [
    'who sees no revenue sees no custom fields, which may hold it',
    inRole('contractor', 'developer', 'onboarding-desk'),
    /^(Company|User|Issue)[.](custom|licenses|(renewal)?[am]rr|mr|m?rr?Total|nrr.*|orgArrTotal|[am]rrAvg|revenueShare|[am]rrCombined):|[.]custom:/,
  ],
  [
    'only administrators and managers design tags and e-mail templates',
    heldBeside('administrator', 'manager'),
    /^(ActivityTag|EmailTemplate):(create|update|remove)$/,
  ],
  [
    'only administrators edit teams, which decide what team portfolios reach',
    heldBeside('administrator'),
    /^Team:(?!view$)/,
  ],
  ['a contractor carries no company away', inRole('contractor'), /^Company:(create|remove|export)$/],
  ['a csm hands out no reach', inRole('csm', 'contractor'), /^Company\.(owner|coOwner):update$/],
  [
    'a csm makes no token and no user',
    inRole('csm'),
    /^(ServiceAccount|User|UserRole):(create|update|remove)$/,
  ],
  [
    'a visitor of a portal sees what concerns their own company, and no figures',
    ofType('PortalUser'),
    /^(?!(Company|Conversation|Objective|Task|Workflow)[.:])|^Company[.](?!_id|name|owner|coOwner|phase)|[.]custom:|:(remove|export)$/,
  ],
  ['nobody speaks for somebody else', held, /^EmailOnMyBehalf:use$/],
];

const permissionsOf = (row: Row, pattern: RegExp, isEffective: boolean): readonly string[] =>
  policy.catalog.cells
    .filter(({ permission, index }) => pattern.test(permission) && has(row.effective, index) === isEffective)
    .map(({ permission }) => `${row.tenant.name}/${row.role.name} ${permission}`);

describe.each([
  ['must', must, false],
  ['must never', mustNever, true],
] as const)('%s', (_, facts, isEffective) => {
  test.for(facts)('%s', ([, where, pattern]) => {
    expect(policy.catalog.cells.some(({ permission }) => pattern.test(permission))).toBe(true);
    expect(rows.filter(where)).not.toEqual([]);
    expect(rows.filter(where).flatMap((row) => permissionsOf(row, pattern, isEffective))).toEqual([]);
  });
});

test('nobody both submits and approves a timesheet', () => {
  const does = (row: Row, permission: string) =>
    has(row.effective, policy.catalog.cellOf.get(permission)?.index ?? -1);
  const names = rows
    .filter((row) => held(row) && does(row, 'Timesheet:create') && does(row, 'Timesheet.status:update'))
    .map(({ tenant, role }) => `${tenant.name}/${role.name}`);
  expect(names).toEqual([]);
});

/** The permissions that the catalog names as prerequisites of a cell. */
const requiredBy = ({ requires }: (typeof policy.catalog.cells)[number]): readonly string[] =>
  requires.flatMap(({ oneOf }) => oneOf.map(({ permission }) => permission));

test('a visitor of a portal holds nothing that no portfolio limits', () => {
  const visitors = rows.filter(ofType('PortalUser'));
  expect(visitors).not.toEqual([]);
  const unlimited = visitors.flatMap((row) =>
    policy.catalog.cells.filter(
      ({ index, model }) => has(row.effective, index) && model?.portfolio === 'none',
    ),
  );
  expect(unlimited.map(({ permission }) => permission)).toEqual([]);
});

test('no permission is denied for want of a module, since which there are is partly a guess', () => {
  const modules = policy.catalog.cells.filter(({ kind }) => kind === 'module');
  expect(modules).toHaveLength(8);
  const opened = policy.catalog.cells.filter((cell) =>
    requiredBy(cell).some((permission) => modules.some((module) => module.permission === permission)),
  );
  expect(opened.length).toBeGreaterThan(0);
  expect(opened.filter(({ kind }) => kind !== 'capability')).toEqual([]);
});

test.each([
  [/^License[.]fcNew/, 'RevenueForecasting:use'],
  [/^Company[.](usage|lastActive)/, 'UserTracking:use'],
  [/^EndUser[.]usage:/, 'UserTracking:use'],
])('%s shows with the feature it is for', (pattern, feature) => {
  const cells = policy.catalog.cells.filter(({ permission }) => pattern.test(permission));
  expect(cells.length).toBeGreaterThan(0);
  for (const cell of cells) expect(requiredBy(cell)).toContain(feature);
});
