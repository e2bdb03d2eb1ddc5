import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { findPosition } from '../../compiler/text/source.ts';

const base = `kind: Model
name: Company
portfolio: self
actions: [view, update]
relations: { contacts: { model: Contact, many: true } }
properties:
  name: { type: string }
  seats: { type: integer }
  tags: { type: list }
  since: { type: date }
  custom: { type: object }
---
kind: Model
name: Contact
portfolio: { through: company }
actions: [view]
relations: { company: { model: Company } }
properties: { model: { type: string } }
---
kind: Module
name: Reports
---
kind: Principal
attributes: { id: { type: id }, teams: { type: list } }
---
kind: UserType
name: Core
rank: 2
allows: { models: { "*": all }, modules: all }
---
kind: UserType
name: View
rank: 1
allows: { models: { "*": [view] } }
---
kind: Seat
name: Service
combinesWith: [Core]
adds: {}
---
kind: Tenant
name: acme
ceiling: { models: { "*": all }, modules: all }
---
kind: Tenant
name: globex
ceiling: { models: { "*": all }, modules: all }
---
kind: Properties
tenant: acme
model: Company
properties: { custom.region: { type: string }, local.size: { type: number } }
---
kind: Role
name: base
abstract: true
grants: {}
---
kind: Role
name: manager
userType: Core
seats: [Service]
portfolio: all
grants: { models: { "*": all } }
---
kind: Users
tenant: acme
users: [{ id: ada, userType: Core, seats: [Service], roles: [manager] }]
`;

const wellWritten = `kind: Test
name: a test
tenant: acme
as: { roles: [manager], userType: Core, seats: [Service], attributes: { teams: [a] } }
records:
  one:
    model: Company
    name: Acme
    seats: 3
    tags: [vip, null]
    since: 2027-01-31
    custom: { region: north, other: [] }
    local.size: 3
    contacts: [two, { model: a model }]
  two: { model: Contact, company: one }
  three: { model: Company, name: null, local: { size: 1 }, contacts: null }
expect:
  Company:view: { one: allow, three: allow }
  Company.custom.region:view: { one: allow }
  Contact:view: { two: allow }
  Reports:use: deny
`;

/** Returns what is said of the base with a test in which a text stands in place of another: code, place in the test, words. */
function said(before = '', after = ''): readonly string[] {
  const written = wellWritten.replace(before, after);
  expect(written === wellWritten).toBe(before === '');
  const files = filesInMemory({ 'policies/base.yaml': base, 'policies/tests.yaml': written });
  return readPolicy(files, 'policies').diagnostics.flatMap(({ code, at, message, help }) => {
    if (at.source.path !== 'policies/tests.yaml') return [];
    const { line, column } = findPosition(at.source, at.start);
    return `${code} ${line}:${column} ${message}${help === undefined ? '' : `; ${help}`}`;
  });
}

test('a test that is well written is linked, each name with what it names', () => {
  expect(said()).toEqual([]);
  const { policy } = readPolicy(filesInMemory({ 'p/base.yaml': base, 'p/tests.yaml': wellWritten }), 'p');
  const [linked] = policy?.tests ?? [];
  expect(linked?.as).toMatchObject({ roles: ['manager'], userType: 'Core', seats: ['Service'] });
  expect(
    linked?.expectations.map(({ cell, record, expected }) => [cell.permission, record?.name, expected]),
  ).toEqual([
    ['Company:view', 'one', 'allow'],
    ['Company:view', 'three', 'allow'],
    ['Company.custom.region:view', 'one', 'allow'],
    ['Contact:view', 'two', 'allow'],
    ['Reports:use', undefined, 'deny'],
  ]);
  const columns = (at: number) => linked?.expectations[at]?.record?.columns ?? {};
  expect((columns(0).contacts as readonly unknown[])[0]).toBe(columns(3));
  expect(columns(3).company).toBe(columns(0));
  expect((columns(0).contacts as readonly unknown[])[1]).toEqual({ model: 'a model' });
});

describe('a mistake in a test is told with its place', () => {
  test.each([
    ['tenant: acme', 'tenant: acne'],
    ['roles: [manager]', 'roles: [manger]'],
    ['roles: [manager]', 'roles: [base]'],
    ['userType: Core', 'userType: Cor'],
    ['userType: Core, seats: [Service]', 'userType: View'],
    ['userType: Core, seats: [Service]', 'userType: View, seats: [Service]'],
    [', seats: [Service]', ''],
    ['seats: [Service]', 'seats: [Servic]'],
    ['userType: Core, ', ''],
    ['roles: [manager]', 'user: ada'],
    ['roles: [manager], userType: Core, seats: [Service], attributes: { teams: [a] }', 'user: adda'],
    ['roles: [manager], ', ''],
    ['{ teams: [a] }', '{ teams: a }'],
    ['{ teams: [a] }', '{ team: [a] }'],
    ['model: Company\n', 'model: Compani\n'],
    ['model: Contact, company', 'company'],
    ['name: Acme', 'nam: Acme'],
    ['seats: 3', 'seats: many'],
    ['tags: [vip, null]', 'tags: vip'],
    ['since: 2027-01-31', 'since: yesterday'],
    ['custom: { region: north, other: [] }', 'custom: north'],
    ['region: north', 'region: 3'],
    ['local.size: 3', 'local: { siz: 3 }'],
    ['local.size: 3', 'locl.size: 3'],
    ['contacts: [two, { model: a model }]', 'contacts: two'],
    ['contacts: [two, { model: a model }]', 'contacts: [3]'],
    ['contacts: [two, { model: a model }]', 'contacts: [{ modl: x }]'],
    ['company: one', 'company: two'],
    ['company: one', 'company: on'],
    ['company: one', 'company: [one]'],
    ['Company:view: { one: allow, three: allow }', 'Company:view: { one: allow, four: allow }'],
    ['Company:view: { one: allow, three: allow }', 'Company:view: { one: yes }'],
    ['Company:view: { one: allow, three: allow }', 'Company:view: {}'],
    ['Company:view', 'Company:veiw'],
    ['Company:view', 'Company:*'],
    ['Contact:view: { two: allow }', 'Contact:view: { one: allow }'],
    ['Reports:use: deny', 'Reports:use: { one: deny }'],
    ['Reports:use: deny', 'Reports:use: denied'],
    ['  one:\n', '  none:\n'],
    ['kind: Test\n', 'kind: Tset\n'],
    ['name: a test', 'name: a test, and another'],
  ])('%s → %s', (before, after) => {
    expect(said(before, after)).toMatchSnapshot();
  });

  test('a tenant’s own property is none to a test in another tenant', () => {
    expect(said('tenant: acme', 'tenant: globex')).toMatchSnapshot();
  });

  test('two tests of one name, and two that look alike', () => {
    const twice = (name: string) =>
      readPolicy(
        filesInMemory({
          'p/b.yaml': base,
          'p/t.yaml': `${wellWritten}---\n${wellWritten.replace('a test', name)}`,
        }),
        'p',
      ).diagnostics.map(({ code }) => code);
    expect(twice('a test')).toEqual(['declared-twice']);
    expect(twice('A-test')).toEqual(['case-collision']);
  });
});

test('tests wait until nothing else is wrong', () => {
  const broken = base.replace('ceiling: {', 'packages: [Nothing]\nceiling: {');
  const files = filesInMemory({
    'p/base.yaml': broken,
    'p/t.yaml': wellWritten.replace('manager', 'manger'),
  });
  expect(readPolicy(files, 'p').diagnostics.map(({ code }) => code)).toEqual(['unknown-package']);
});
