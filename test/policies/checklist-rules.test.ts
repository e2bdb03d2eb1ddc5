/** @module-tag slow */
import { describe, expect, test } from 'vitest';
import { describeReach } from '../../compiler/model/describe-reach.ts';
import { linkTo } from '../../compiler/model/record-reach.ts';
import { neutralPrefill } from '../../compiler/model/runbook.ts';
import { planRunbook } from '../../compiler/questions/runbook/plan-runbook.ts';
import {
  add,
  addRole,
  compileTexts,
  edit,
  findingsIn,
  real,
  runCommand,
  type Texts,
  texts,
  verdict,
} from '../support/real-policies.ts';

const { policy } = real.matrix;

describe('rules that invariants keep', () => {
  test.each([
    ['S-100 S-037 S-038 R-050 R-051', 'app-can-be-reached', 'error'],
    ['S-100 R-052', 'sections-can-be-arranged', 'warning'],
    ['S-100 R-053', 'colleagues-can-be-seen', 'warning'],
    ['S-100 R-054', 'comments-can-be-written', 'warning'],
    ['S-100 R-055', 'workflows-can-be-seen', 'warning'],
    ['S-100 R-056', 'snippets-can-be-used', 'warning'],
    ['S-100 R-057', 'teams-can-be-seen', 'info'],
    ['S-101 S-039 R-060 D-06', 'service-accounts-escalate', 'error'],
    ['S-101 R-061', 'service-accounts-are-for-builders', 'warning'],
    ['S-101 S-033 R-062', 'making-users-escalates', 'error'],
    ['S-101 R-063', 'users-are-kept-by-administrators', 'warning'],
    ['S-101 S-034 R-064', 'roles-are-kept-by-administrators', 'error'],
    ['S-102 R-065 D-07', 'automations-are-kept-by-few', 'warning'],
    ['S-102 R-066 D-14', 'connections-lead-outside', 'warning'],
    ['S-102 R-067', 'fields-stay-tidy', 'warning'],
    ['S-102 R-068', 'fields-are-not-lost', 'warning'],
    ['S-102 R-069', 'health-is-measured-once', 'warning'],
    ['S-102 R-070', 'labels-stay-tidy', 'warning'],
    ['S-102 R-071', 'mails-are-worded-by-few', 'info'],
    ['S-102 R-072', 'snippets-are-worded-by-few', 'info'],
    ['S-102 R-073', 'libraries-are-verified', 'warning'],
    ['S-102 R-074', 'homes-are-laid-out-by-administrators', 'warning'],
    ['S-102 R-075', 'workflows-are-designed-by-few', 'warning'],
    ['S-102 S-032 R-076 D-03', 'teams-draw-reach', 'warning'],
    ['S-102 R-077', 'pages-are-not-built-by-visitors', 'info'],
    ['S-103 R-078', 'contractors-take-nothing-along', 'warning'],
    ['R-079', 'admin-access-is-rare', 'warning'],
    ['S-104 R-080', 'logs-show-hidden-properties', 'warning'],
    ['S-060 R-081', 'nothing-is-shown-outside', 'warning'],
    ['R-082', 'nobody-writes-as-another', 'warning'],
    ['R-083', 'removal-takes-more-along', 'warning'],
    ['R-039', 'end-users-have-their-tab', 'info'],
    ['S-106 D-01 D-16', 'nobody-widens-their-own-role', 'error'],
    ['S-106 D-02', 'nobody-assigns-roles-in-passing', 'error'],
    ['S-106 D-11', 'timesheets-are-approved-by-another', 'warning'],
  ])('%s: %s', (ids, name, severity) => {
    const found = policy.invariants.find((invariant) => invariant.name === name);
    expect(found?.severity).toBe(severity);
    const cited = ids.split(' ').filter((id) => /^[RD]/.test(id));
    const file = Object.entries(texts).find(([, text]) => text.includes(`name: ${name}\n`))?.[1] ?? '';
    const source = file.slice(file.indexOf(`name: ${name}\n`)).match(/^source: (.*)$/m)?.[1] ?? '';
    const isCited = (id: string) =>
      source.includes(id) || /R-050 to R-057/.test(file) || coversRange(source, id);
    expect(cited.filter((id) => !isCited(id))).toEqual([]);
  });
});

/** Tells whether a source cites a range of facts that an id is in. */
const coversRange = (source: string, id: string): boolean =>
  [...source.matchAll(/([RD])-(\d+) to [RD]-(\d+)/g)].some(
    ([, letter, from, to]) =>
      id.startsWith(letter ?? '') && Number(id.slice(2)) >= Number(from) && Number(id.slice(2)) <= Number(to),
  );

describe('rules that check keeps', () => {
  const core = (rest: string) => addRole(`userType: Core\nportfolio: [own]\n${rest}`);
  test.each<readonly [string, Texts, RegExp]>([
    ['R-001', addRole('portfolio: [own]\ngrants: {}\n'), /^error missing-field: .*userType/],
    [
      'S-081 R-003',
      addRole('userType: View\nseats: [Service]\nportfolio: [own]\ngrants: {}\n'),
      /^error seat-does-not-combine: /,
    ],
    [
      'R-004',
      edit(['tenants/acme/users.yaml', 'userType: View,', 'userType: View, seats: [Service],']),
      /^error seat-does-not-combine: /,
    ],
    [
      'S-079 S-085 R-006 R-007',
      addRole('userType: View\nportfolio: [own]\ngrants: { models: { Company: [update] } }\n'),
      /^error above-cap: .*`Company:update`/,
    ],
    [
      'R-008',
      addRole('userType: Productivity\nportfolio: [own]\ngrants: { models: { Company: [update] } }\n'),
      /^error above-cap: .*`Company:update`/,
    ],
    [
      'S-082 R-009',
      core('grants: { models: { TimeEntry: [create] } }\n'),
      /^error above-cap: .*`TimeEntry:create`/,
    ],
    [
      'S-089 S-090 R-010',
      edit([
        'tenants/acme/users.yaml',
        'userType: View, roles: [template-view]',
        'userType: View, roles: [csm]',
      ]),
      /^error role-not-assignable: .*`Core`/,
    ],
    [
      'R-011',
      edit([
        'tenants/acme/users.yaml',
        / +seats: \[Service\]\n( +roles: \[template-productivity-service\])/,
        '$1',
      ]),
      /^error role-not-assignable: /,
    ],
    [
      'S-075 R-012',
      edit(['tenants/acme/tenant.yaml', 'Core: 25', 'Core: 1']),
      /^error limit-exceeded: .*`Core`/,
    ],
    [
      'R-013',
      edit(['tenants/acme/tenant.yaml', 'Service: 10', 'Service: 1']),
      /^error limit-exceeded: .*`Service`/,
    ],
    [
      'R-014',
      edit([
        'tenants/acme/users.yaml',
        'userType: View, roles: [template-view]',
        'userType: Core, roles: [template-view]',
      ]),
      /^warning type-higher-than-needed: /,
    ],
    [
      'R-021',
      addRole(
        'userType: Core\nportfolio: [own]\ngrants: {}\n---\nkind: Role\nname: ADDED\ntenant: initech\nuserType: Core\nportfolio: [own]\ngrants: {}\n',
      ),
      /^error case-collision: /,
    ],
    [
      'R-021',
      add('kind: Role\nname: ""\nuserType: Core\nportfolio: [own]\ngrants: {}\n'),
      /^error bad-name: /,
    ],
    [
      'S-088 R-023',
      edit(['tenants/acme/users.yaml', 'userType: View, roles: [template-view]', 'userType: View']),
      /^warning user-without-role: /,
    ],
    ['D-04', core('grants: { models: { Company: [view, update] } }\n'), /^\w+ portfolio-movable-by-holder: /],
    [
      'D-08',
      addRole('userType: Core\nportfolio: [full]\ngrants: { models: { Company: [view, export] } }\n'),
      /^\w+ export-with-full-reach: /,
    ],
    ['D-09', core('grants: { models: { Company: [remove] } }\n'), /^\w+ write-without-view: /],
    ['D-13', core('grants: {}\n'), /^\w+ unused-role: .*`added`/],
    [
      'D-13',
      edit(['tenants/acme/users.yaml', 'roles: [template-view]', 'roles: [template-vew]']),
      /^error unknown-role: /,
    ],
  ])('%s (%#)', (_, files, finding) => {
    expect(findingsIn(files)).toContainEqual(expect.stringMatching(finding));
  });

  test('R-019: of several roles of one user it is told what only they give together', async () => {
    const { out } = await runCommand(
      texts,
      'matrix',
      '--user',
      'consultant-2@acme.example',
      '--format',
      'json',
    );
    const { rows } = JSON.parse(out) as {
      rows: readonly { granted: readonly { roles: readonly string[] }[] }[];
    };
    const roles = new Set(rows.flatMap(({ granted }) => granted.flatMap((one) => one.roles)));
    expect([...roles].sort()).toEqual(['csm', 'template-productivity-service']);
    const isTold = expect.stringMatching(/^info given-by-several-roles: .*`consultant-2@.*`added` and `csm`/);
    expect(findingsIn(texts)).not.toContainEqual(expect.stringContaining('given-by-several-roles'));
    const files = edit([
      'tenants/acme/users.yaml',
      'roles: [csm, template-productivity-service]',
      'roles: [added, csm]',
    ]);
    const role = 'kind: Role\nname: added\ntenant: acme\nuserType: Core\nportfolio: [own]\n';
    const added = `${role}grants: { models: { Company: [export] } }\n`;
    expect(findingsIn({ ...files, 'policies/added.yaml': added })).toContainEqual(isTold);
  });
});

test('S-094, R-017: whoever goes down to a smaller type is given the role for it first', () => {
  const files = edit([
    'tenants/acme/users.yaml',
    'csm-2@acme.example, userType: Core, roles: [csm]',
    'csm-2@acme.example, userType: View, roles: [template-view]',
  ]);
  const head = compileTexts(files).matrix;
  const [acme] = planRunbook({ base: real.matrix, head }, head.policy.tenants, neutralPrefill);
  expect(acme?.steps).toEqual([
    { kind: 'set-roles', users: ['csm-2@acme.example'], roles: ['template-view'] },
    { kind: 'set-user-type', users: ['csm-2@acme.example'], userType: 'View' },
  ]);
  const early = edit([
    'tenants/acme/users.yaml',
    'csm-2@acme.example, userType: Core',
    'csm-2@acme.example, userType: View',
  ]);
  expect(findingsIn(early)).toContainEqual(expect.stringMatching(/^error role-not-assignable: .*csm-2/));
});

test.each([
  ['S-061', 'own', "coOwner is the user's id, or owner is the user's id"],
  ['S-062', 'full', 'every one'],
  ['S-063', 'team', "owner is one of the user's managedUserIds"],
])('%s: portfolio %s', (_, name, words) => {
  const portfolio = policy.portfolios.find((one) => one.name === name);
  const reach = portfolio?.reach;
  expect(reach === 'all' ? 'every one' : describeReach(linkTo('Company', [], reach ?? []))).toContain(words);
});

test('S-078: three user types, of which each holds all that a lower one does', () => {
  const members = policy.userTypes.filter(({ audience }) => audience === 'member');
  expect(members.map(({ name }) => name)).toEqual(['Core', 'Productivity', 'View']);
  const [core, productivity, view] = members.map(({ layer }) => layer.held);
  const isInside = (inner = core, outer = core) =>
    inner?.every((word, at) => (word & ~(outer?.[at] ?? 0)) === 0);
  expect([isInside(view, productivity), isInside(productivity, core)]).toEqual([true, true]);
});

test('S-080: seats are documents, and Service is one for two types', () => {
  expect(policy.seats.map(({ name, combinesWith }) => [name, [...combinesWith].sort()])).toEqual([
    ['Service', ['Core', 'Productivity']],
  ]);
  const more = compileTexts(
    add('kind: Seat\nname: Insight\ncombinesWith: [Core]\nadds: { features: [Logs] }\n'),
  );
  expect(more.matrix.policy.seats.map(({ name }) => name)).toEqual(['Insight', 'Service']);
});

test('S-049, S-050: a property that a role says nothing of follows its actions, also one of users', () => {
  expect(verdict('acme', 'csm', 'User.firstName:view')).toBe('allowed');
  const files = addRole(
    'userType: Core\nportfolio: [own]\ngrants: { models: { User: { actions: [view], properties: { arr: none, "*": all } } } }\n',
  );
  expect(verdict('initech', 'added', 'User.arr:view', compileTexts(files))).toBe('role');
  expect(verdict('initech', 'added', 'User.firstName:view', compileTexts(files))).toBe('allowed');
  expect(verdict('acme', 'csm', 'Company.custom:view')).toBe('allowed');
});

test('S-083, R-002: the user type and the seats of a role never change', async () => {
  const files = edit(['roles/developer.yaml', 'userType: Core', 'userType: Productivity']);
  const { out } = await runCommand(files, 'diff', '--base-dir', 'before', '--head-dir', 'policies');
  expect(out).toMatch(/developer.*user type|user type.*developer/i);
});
