import { describe, expect, test } from 'vitest';
import { filesInMemory } from '../../compiler/text/files.ts';
import { RoleError } from '../../runtime/roles/role-error.ts';
import { acme } from '../support/acme.ts';
import { compiled } from '../support/compiled.ts';
import { openPackage } from '../support/role-editor.ts';

const more = acme
  .replace(
    'kind: Tenant, name: acme,',
    'kind: Tenant, name: acme, packages: [Delivery], titles: { Company: Account }, limits: { Core: 3, Paid: 2 },',
  )
  .replace('name: Tag, family: internal', 'name: Tag, requires: { create: [Sync:use] }, family: internal');
const { roles } = openPackage(
  compiled(
    filesInMemory({
      'policies/all.yaml': `${more}---
{ kind: Seat, name: Paid, package: Delivery, combinesWith: [Core], adds: { models: { Task: all } } }
---
{ kind: Portfolio, name: theirs, title: What is theirs, tenant: big-corp, on: Company, reach: all }
---
{ kind: Role, name: base, abstract: true, grants: { models: { Log: [view] } } }
`,
    }),
  ),
);
const editor = roles({ tenant: 'acme' });

const desk = {
  kind: 'Role',
  name: 'desk',
  tenant: 'acme',
  title: 'The desk',
  userType: 'Core',
  portfolio: [{ filter: { arr: { $lt: 5 } } }, 'own'],
  includes: ['base'],
  grants: { models: { Tag: ['create'], Task: { actions: ['view'], properties: { arr: 'none' } } } },
} as const;

describe('choices', () => {
  test('have the user types with the seats that combine, and how many the tenant has bought', () => {
    expect(editor.choices.userTypes).toEqual([
      { name: 'Core', audience: 'member', seats: ['Paid'], limit: 3 },
      { name: 'View', audience: 'member', seats: ['Service'] },
    ]);
    expect(editor.choices.seats).toEqual([{ name: 'Paid', limit: 2 }, { name: 'Service' }]);
  });

  test('have no seat whose package the tenant has not bought, and no portfolio of another tenant', () => {
    const { userTypes, seats, portfolios } = roles({ tenant: 'big-corp' }).choices;
    expect(seats).toEqual([{ name: 'Service' }]);
    expect(userTypes.map((type) => type.seats)).toEqual([[], ['Service']]);
    expect(portfolios).toContainEqual({ name: 'theirs', title: 'What is theirs', on: 'Company' });
    expect(editor.choices.portfolios.map(({ name }) => name).sort()).toEqual(['full', 'own', 'recent']);
  });
});

describe('list', () => {
  test('has the roles of the files and of the database, with what a list shows', () => {
    const stored = [desk, { ...desk, name: 'broken', userType: 'Nobody' }];
    expect(roles({ tenant: 'acme', stored }).list()).toEqual([
      {
        role: 'broken',
        stored: true,
        because: 'it does not compile: unknown user type `Nobody`; there are `Core` and `View`',
      },
      { role: 'csm', userType: 'Core', seats: [], portfolio: ['own'], stored: false },
      {
        role: 'desk',
        title: 'The desk',
        userType: 'Core',
        seats: [],
        portfolio: ['filter', 'own'],
        stored: true,
      },
      { role: 'scout', userType: 'Core', seats: [], portfolio: ['recent'], stored: false },
    ]);
  });
});

describe('offer', () => {
  const find = (permission: string) =>
    editor.offer({ userType: 'Core' }).find((one) => one.permission === permission);

  test('has the titles that people read, the own one of the tenant first', () => {
    expect(find('Company:view')?.title).toBe('Account');
    expect(find('Task:view')?.title).toBeUndefined();
  });

  test('has the prerequisites that the catalog states', () => {
    expect(find('Tag:create')?.requires).toEqual([['Sync:use']]);
    expect(find('Reports:use')?.requires).toEqual([['Revenue:use'], ['Company:view']]);
    expect(find('Company:view')?.requires).toBeUndefined();
  });
});

describe('granted', () => {
  test('has what is ticked, why some of it has no effect, and what comes by an included role', () => {
    expect(editor.granted(desk)).toEqual([
      { permission: 'Log:view', effective: true, included: true },
      { permission: 'Log.constructorName:view', effective: true, included: true },
      {
        permission: 'Tag:create',
        effective: false,
        because: 'it requires `Sync:use`, which is not effective',
        included: false,
      },
      { permission: 'Task:view', effective: true, included: false },
      { permission: 'Task.done:view', effective: true, included: false },
    ]);
  });

  test('reads a role that has errors too, and refuses what is none', () => {
    const wrong = { ...desk, includes: [], portfolio: ['nowhere'] };
    expect(
      editor.granted(wrong as never).map(({ permission, effective }) => [permission, effective]),
    ).toEqual([
      ['Tag:create', false],
      ['Task:view', false],
      ['Task.done:view', false],
    ]);
    expect(() => editor.granted({ ...desk, grants: 5 } as never)).toThrow(RoleError);
    expect(() => editor.granted(null as never)).toThrow(RoleError);
  });

  test('is what `set` leaves, box by box', () => {
    const names = (role: object) => editor.granted(role as never).map(({ permission }) => permission);
    const ticked = editor.set(desk, 'Company.arr:update', true);
    expect(names(ticked)).toContain('Company.arr:update');
    expect(names(editor.set(ticked, 'Company.arr:update', false))).toEqual(names(desk));
  });
});
