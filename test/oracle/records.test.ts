/** The naive oracle itself: what the sentences of the language page say of records and users, by example. */
import { describe, expect, test } from 'vitest';
import { alive, effective, everybody, read } from './examples.ts';
import {
  assignable,
  type Condition,
  modelOf,
  ofKind,
  readInvariants,
  resolve,
  rowsOf,
  satisfies,
  unionOf,
  usersOf,
  type Values,
} from './oracle.ts';

describe('section 4: conditions', () => {
  const documents = read(`
kind: Principal
attributes: { id: { type: id }, team: { type: list }, since: { type: date }, rank: { type: integer } }
---
kind: Model
name: A
actions: [view]
relations: { up: { model: A }, down: { model: A, many: true } }
properties:
  owner: { type: id }
  level: { type: number }
  count: { type: integer }
  due: { type: date }
  tags: { type: list }
  blob: { type: object }
---
kind: Properties
tenant: acme
model: A
properties: { custom.x: { type: string } }
`);
  const model = modelOf(documents, 'A');
  const user = { id: 'u1', team: ['u1', 'u2'], since: new Date('2026-01-30T22:00:00Z'), rank: 1.5 };
  const table: readonly (readonly [
    condition: Condition,
    record: Values,
    expected: boolean,
    user?: Values,
  ])[] = [
    [{ owner: 'u1' }, { owner: 'u1' }, true],
    [{ owner: { $user: 'id' } }, { owner: 'u1' }, true],
    [{ owner: { $ne: 'u1' } }, { owner: 'u2' }, true],
    [{ owner: { $ne: 'u1' } }, {}, false],
    [{ owner: { $ne: 'u1' } }, { owner: null }, false],
    [{ owner: { $ne: 'u1' } }, { owner: 7 }, false],
    [{ owner: { $ne: { $user: 'id' } } }, { owner: 'u2' }, false, {}],
    [{ owner: { $nin: ['u1'] } }, { owner: 'u2' }, true],
    [{ owner: { $nin: { $user: 'team' } } }, { owner: 'u2' }, false],
    [{ owner: { $nin: { $user: 'team' } } }, { owner: 'u2' }, true, { team: [] }],
    [{ owner: { $nin: { $user: 'team' } } }, {}, false, { team: [] }],
    [{ owner: { $nin: { $user: 'team' } } }, { owner: 'u2' }, false, {}],
    [{ owner: { $nin: { $user: 'team' } } }, { owner: 'u2' }, false, { team: [1] }],
    [{ owner: { $in: { $user: 'team' } } }, { owner: 'u1' }, false, { team: ['u1', 1] }],
    [{ owner: { $in: { $user: 'team' } } }, { owner: 'u1' }, false, { team: [] }],
    [{ tags: 'a' }, { tags: ['b', 'a'] }, true],
    [{ tags: 'a' }, { tags: 'a' }, false],
    [{ tags: { $in: ['a', 'c'] } }, { tags: ['b', 'a'] }, true],
    [{ tags: { $ne: 'a' } }, { tags: [] }, true],
    [{ tags: { $ne: 'a' } }, {}, false],
    [{ tags: { $nin: ['a', 'c'] } }, { tags: ['b', 'a'] }, false],
    [{ tags: { $nin: ['a'] } }, { tags: [null] }, true],
    [{ tags: { $exists: true } }, { tags: [] }, true],
    [{ blob: { $exists: false } }, { blob: null }, true],
    [{ level: { $gt: 1 } }, { level: 1 }, false],
    [{ level: { $gte: 1, $lt: 3 } }, { level: 1 }, true],
    [{ level: '1' }, { level: 1 }, false],
    [{ due: { $gte: '2026-01-31T00:00:00+02:00' } }, { due: new Date('2026-01-30T22:00:00Z') }, true],
    [{ due: { $gte: '2026-01-31T00:00:00+02:00' } }, { due: '2026-01-30T23:00:00Z' }, false],
    [{ due: { $gte: '2026-01-31' } }, { due: 'zzz' }, false],
    [{ due: { $ne: '2026-01-31' } }, { due: 'zzz' }, false],
    [{ due: { $ne: '2026-01-31' } }, { due: new Date('2026-01-31') }, false],
    [{ due: { $gt: { $user: 'since' } } }, { due: new Date('2026-01-30T22:00:00.001Z') }, true],
    [{ count: { $gt: { $user: 'rank' } } }, { count: 2 }, false],
    [{ owner: { $lt: '\u{10000}' } }, { owner: '\ue000' }, true],
    [{ 'up.owner': 'u1' }, { up: { owner: 'u1' } }, true],
    [{ 'up.up.owner': { $exists: false } }, { up: { up: { level: 1 } } }, true],
    [{ 'up.up.owner': { $exists: false } }, { up: {} }, false],
    [{ 'up.owner': 'u1' }, { up: [{ owner: 'u1' }] }, false],
    [{ 'custom.x': 'a' }, { 'custom.x': 'a', custom: { x: 'b' } }, true],
    [{ 'custom.x': 'b' }, { custom: { x: 'b' } }, true],
    [{ 'up.custom.x': 'b' }, { up: { custom: { x: 'b' } } }, true],
    [{ $or: [{ owner: 'u1' }, { level: 2 }] }, { level: 2 }, true],
    [{ $and: [{ owner: 'u1' }, { level: 1 }] }, { owner: 'u1', level: 2 }, false],
  ];
  for (const [condition, record, expected, someone = user] of table)
    test(`${JSON.stringify(condition)} on ${JSON.stringify(record)} is ${expected}`, () => {
      if (model === undefined) throw new Error('no model');
      expect(satisfies({ documents, tenant: 'acme', user: someone }, model, condition, record)).toBe(
        expected,
      );
    });
});

describe('section 6: portfolios', () => {
  const documents = read(`${everybody}
kind: Model
name: Company
actions: [create, view, update, remove, export]
portfolio: self
relations: { parent: { model: Company } }
properties: { owner: { type: id }, name: { type: string } }
---
kind: Model
name: Issue
actions: [create, view, update]
portfolio: { through: companies }
relations: { companies: { model: Company, many: true } }
properties: { author: { type: id } }
---
kind: Model
name: Task
actions: [view, update]
properties: { owner: { type: id } }
---
kind: Portfolio
name: own
on: Company
reach: { owner: { $user: id } }
---
kind: Portfolio
name: named
on: Company
reach: { name: { $exists: true } }
---
kind: Portfolio
name: authored
on: Issue
reach: { author: { $user: id } }
---
kind: Portfolio
name: mine
on: Task
reach: { owner: { $user: id } }
---
kind: Portfolio
name: every
on: Company
reach: all
---
kind: Role
name: list
userType: Core
portfolio: [own]
grants: { models: { Company: all, Issue: [create], Task: [view] } }
---
kind: Role
name: map
userType: Core
portfolio:
  "*": [named]
  "*:update": [{ allOf: [named, own] }]
  "Company:create": [own]
  "Issue:update": [{ allOf: [own, named] }, { allOf: [every, authored] }]
  "Task:*": [mine]
grants: { models: { Company: [create, view, update, export], Issue: [view, update], Task: all } }
---
kind: Role
name: updates
userType: Core
portfolio: { "*": [own], "*:view": [every] }
grants: { models: { Company: [update, view] } }
---
kind: Role
name: looks
userType: Core
portfolio: { "*": [named] }
grants: { models: { Company: [view] } }
`);
  const [mine, theirs] = [
    { owner: 'u1', name: 'a' },
    { owner: 'u2', name: 'a' },
  ];

  test('a list limits everything but a new root record', () => {
    expect(alive(documents, ['list'], 'Company', theirs)).toEqual(['Company:create']);
    expect(alive(documents, ['list'], 'Company', mine)).toHaveLength(9);
    expect(alive(documents, ['list'], 'Issue', { companies: [theirs, mine] })).toEqual(['Issue:create']);
    expect(alive(documents, ['list'], 'Issue', { companies: [theirs, null] })).toEqual([]);
    expect(alive(documents, ['list'], 'Issue', { companies: mine })).toEqual([]);
    expect(alive(documents, ['list'], 'Task', {})).toEqual(['Task.owner:view', 'Task:view']);
  });

  test('the most specific entry counts, and create asks for its own', () => {
    expect(alive(documents, ['map'], 'Company', theirs)).toEqual([
      'Company.name:view',
      'Company.owner:view',
      'Company:export',
      'Company:view',
    ]);
    expect(alive(documents, ['map'], 'Company', { owner: 'u1' })).toEqual(['Company:create']);
    expect(alive(documents, ['map'], 'Company', mine)).toContain('Company.owner:update');
    expect(alive(documents, ['map'], 'Task', { owner: 'u2' })).toEqual([]);
    expect(alive(documents, ['map'], 'Task', { owner: 'u1' })).toHaveLength(4);
  });

  test('each item of an `allOf` may be of another linked record', () => {
    const apart = { companies: [{ owner: 'u1' }, { name: 'a', owner: 'u2' }] };
    expect(alive(documents, ['map'], 'Issue', apart)).toContain('Issue:update');
    expect(alive(documents, ['map'], 'Issue', { companies: [theirs] })).not.toContain('Issue:update');
    expect(alive(documents, ['map'], 'Issue', { author: 'u1' })).toEqual([
      'Issue.author:update',
      'Issue:update',
    ]);
  });

  test('the roles of one user may each reach a part of what a cell requires', () => {
    expect(alive(documents, ['looks', 'updates'], 'Company', { owner: 'u1' })).toHaveLength(6);
    expect(alive(documents, ['looks'], 'Company', { owner: 'u1' })).toEqual([]);
  });
});

describe('section 8: users', () => {
  const documents = read(`${everybody}
kind: UserType
name: View
rank: 1
allows: { models: { "*": [view] } }
---
kind: UserType
name: App
rank: 9
audience: app
allows: { models: { "*": [view] } }
---
kind: Seat
name: Gold
combinesWith: [Core]
package: Gold
adds: {}
---
kind: Model
name: A
actions: [view, export]
properties: { p: { type: string } }
---
kind: Role
name: looks
userType: View
grants: { models: { A: [view] } }
---
kind: Role
name: exports
userType: Core
seats: [Gold]
grants: { models: { A: [export] } }
---
kind: Role
name: reads
userType: App
grants: { models: { A: [view] } }
---
kind: Users
tenant: acme
users: [{ id: ada, userType: Core, seats: [Gold], roles: [looks, exports] }]
`);

  test('their layers are joined before prerequisites are asked', () => {
    const rows = resolve(documents);
    const [ada] = usersOf(documents, 'acme');
    if (ada === undefined) throw new Error('nobody');
    expect(effective(documents, 'exports')).toEqual([]);
    expect([...unionOf(documents, rowsOf(rows, 'acme', ada))].sort()).toEqual([
      'A.p:view',
      'A:export',
      'A:view',
    ]);
  });

  test('a role is assignable inside an audience, from its rank up, with its seats', () => {
    expect(assignable(documents, 'acme', { userType: 'Core', seats: ['Gold'] })).toEqual([
      'exports',
      'looks',
    ]);
    expect(assignable(documents, 'acme', { userType: 'Core' })).toEqual(['looks']);
    expect(assignable(documents, 'acme', { userType: 'View', seats: ['Gold'] })).toEqual(['looks']);
    expect(assignable(documents, 'acme', { userType: 'App' })).toEqual(['reads']);
  });

  test.each<readonly [demand: string, failing: readonly string[]]>([
    ['mustNot: [A:view]', ['looks', 'reads']],
    ['mustNot: [A:export]', ['ada']],
    ['mustNotTogether: [A:export, A:view]', ['ada']],
    ['mustNotTogether: [A:export, A:view], roles: { except: [looks] }', []],
    ['must: ["A:*"], roles: [looks]', ['looks']],
    ['must: ["A:*"], roles: [looks], within: cap', []],
    ['must: ["A:*"], roles: [exports], within: ceilings', ['exports']],
    ['mustSome: ["A:*"]', ['exports']],
    ['must: ["*.*:view"], within: model', []],
    ['must: [A:export], when: [A:view], userTypes: [App]', ['reads']],
    ['mustSomeone: [A:view, A:export]', ['nobody']],
    ['mustSomeone: ["*:view"]', []],
  ])('%s', (demand, failing) => {
    const invariant = read(`{ kind: Invariant, name: i, severity: error, because: b, ${demand} }`);
    const { failures } = readInvariants([...documents, ...invariant], '2027-01-31');
    expect(failures.map(({ role, user }) => role ?? user ?? 'nobody')).toEqual(failing);
  });

  test('waivers are used, useless or expired', () => {
    const added = read(`
{ kind: Invariant, name: i, severity: error, because: b, mustNot: ["A:view"], roles: [looks, reads] }
---
{ kind: Waiver, invariant: i, role: looks, owner: o, because: b, until: "2027-01-31" }
---
{ kind: Waiver, invariant: i, role: reads, owner: o, because: b, until: "2027-01-30" }
---
{ kind: Waiver, invariant: i, role: exports, owner: o, because: b, until: "2027-02-01" }
`);
    const { failures, expired, useless } = readInvariants([...documents, ...added], '2027-01-31');
    expect(failures).toEqual([{ invariant: 'i', tenant: 'acme', role: 'reads' }]);
    expect(expired.map(({ role }) => role)).toEqual(['reads']);
    expect(useless.map(({ role }) => role)).toEqual(['exports']);
    expect(ofKind(added, 'Waiver')).toHaveLength(3);
  });
});
