import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { keptOf, matrixOf } from '../../compiler/library/kept-policies.ts';
import { assign, compile, type EditQuestion, edit, QuestionError } from '../../compiler/library.ts';

const common = {
  'catalog.yaml': `kind: Model
name: Note
actions: [view]
---
kind: UserType
name: Core
rank: 2
allows: { models: { "*": all } }
---
kind: UserType
name: View
rank: 1
allows: { models: { "*": all } }
---
kind: Seat
name: Desk
combinesWith: [Core, View]
adds: { models: { "*": all } }
---
kind: Seat
name: Night
combinesWith: [Core]
package: Nights
adds: { models: { "*": all } }
---
kind: Tenant
name: acme
packages: []
ceiling: { models: { "*": all } }
`,
  'roles.yaml': ['reader', 'writer', 'helper']
    .map((name) => `kind: Role\nname: ${name}\nuserType: Core\ngrants: { models: { Note: [view] } }\n`)
    .concat('kind: Role\nname: onlooker\nuserType: View\ngrants: { models: { Note: [view] } }\n')
    .join('---\n'),
};

const list = `kind: Users
tenant: acme
users:
  # Whoever reads.
  - { id: ann, userType: Core, roles: [reader] } # since May
  - id: bob
    userType: Core
    roles:
      # By day.
      - reader
      - writer # by night
    attributes: {}
  - id: cat
    userType: Core
    seats: [Desk]
  - { id: dan, userType: Core, roles: &both [reader, writer] }
  - { id: eve, userType: Core, roles: *both }
`;

const table =
  'id,userType,seats,roles,active\nann,Core,,reader,true\nbob,Core,Desk,"reader;writer",true\ncat,View,,,false\n';
const fromTable = { 'users.yaml': 'kind: Users\ntenant: acme\nfrom: users.csv\n', 'users.csv': table };

/** Makes an edit of one user; returns the lines that are new, those that are gone, and what all users have then. */
function make(
  files: Readonly<Record<string, string>>,
  wish: Omit<Extract<EditQuestion, { edit: 'user' }>, 'edit' | 'tenant'>,
) {
  const before = { ...common, ...files };
  const policies = compile(before);
  expect(policies.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [edited, ...more] = edit(policies, { edit: 'user', tenant: 'acme', ...wish }).files;
  expect(more).toEqual([]);
  const { path = '', text } = edited ?? {};
  const after = compile({ ...before, [path]: text ?? '' });
  expect(after.errors).toBe(0);
  const [was, is] = [before[path as keyof typeof before] ?? '', text ?? ''].map((one) => one.split('\n')) as [
    string[],
    string[],
  ];
  const have = (of: typeof policies) =>
    Object.fromEntries(
      (matrixOf(of).policy.tenants[0]?.users ?? []).map(({ id, userType, seats, roles }) => [
        id,
        [userType, ...seats].map(({ name }) => name).join('+') +
          ': ' +
          roles.map(({ name }) => name).join(' '),
      ]),
    );
  const [had, has] = [have(policies), have(after)];
  return {
    added: is.filter((line) => !was.includes(line)),
    gone: was.filter((line) => !is.includes(line)),
    changed: Object.fromEntries(Object.entries(has).filter(([id, words]) => had[id] !== words)),
  };
}

const refusal = (files: Readonly<Record<string, string>>, wish: Parameters<typeof make>[1]): string => {
  try {
    edit(compile({ ...common, ...files }), { edit: 'user', tenant: 'acme', ...wish });
  } catch (error) {
    if (error instanceof QuestionError) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
};

const users = { 'users.yaml': list };

describe('the roles of a user', () => {
  test('change in brackets, and what stands around stays', () => {
    expect(make(users, { user: 'ann', roles: ['reader', 'helper', 'writer'] })).toEqual({
      added: ['  - { id: ann, userType: Core, roles: [reader, helper, writer] } # since May'],
      gone: ['  - { id: ann, userType: Core, roles: [reader] } # since May'],
      changed: { ann: 'Core: reader helper writer' },
    });
  });

  test('change line by line, where one goes and another comes', () => {
    expect(make(users, { user: 'bob', roles: ['writer', 'helper'] })).toEqual({
      added: ['      - helper'],
      gone: ['      - reader'],
      changed: { bob: 'Core: writer helper' },
    });
  });

  test('all go, or all are others', () => {
    expect(make(users, { user: 'ann', roles: [] }).changed).toEqual({ ann: 'Core: ' });
    expect(make(users, { user: 'bob', roles: [] }).changed).toEqual({ bob: 'Core: ' });
    expect(make(users, { user: 'ann', roles: ['helper'] }).changed).toEqual({ ann: 'Core: helper' });
    expect(make(users, { user: 'bob', roles: ['helper'] }).changed).toEqual({ bob: 'Core: helper' });
  });

  test('come to one who had none', () => {
    expect(make(users, { user: 'cat', roles: ['reader'] })).toMatchObject({
      gone: [],
      changed: { cat: 'Core+Desk: reader' },
    });
  });

  test('of another one are not changed by an alias', () => {
    expect(refusal(users, { user: 'dan', roles: ['reader'] })).toContain('by an alias: edit it by hand');
    expect(make(users, { user: 'eve', roles: ['reader'] })).toMatchObject({
      added: ['  - { id: eve, userType: Core, roles: [reader] }'],
      changed: { eve: 'Core: reader' },
    });
  });

  test('keep line ends', () => {
    const crlf = { 'users.yaml': list.replaceAll('\n', '\r\n') };
    const { added, changed } = make(crlf, { user: 'bob', roles: ['reader', 'writer', 'helper'] });
    expect(added).toEqual(['      - helper\r']);
    expect(changed).toEqual({ bob: 'Core: reader writer helper' });
  });
});

describe('the type and seats of a user', () => {
  test('change together with the roles that fit', () => {
    expect(
      make(users, { user: 'ann', userType: 'View', seats: ['Desk'], roles: ['onlooker'] }),
    ).toMatchObject({
      gone: ['  - { id: ann, userType: Core, roles: [reader] } # since May'],
      changed: { ann: 'View+Desk: onlooker' },
    });
    expect(make(users, { user: 'cat', seats: [] })).toEqual({
      added: [],
      gone: ['    seats: [Desk]'],
      changed: { cat: 'Core: ' },
    });
  });
});

test('a table is edited cell by cell', () => {
  expect(make(fromTable, { user: 'ann', roles: ['reader', 'writer'] })).toEqual({
    added: ['ann,Core,,reader;writer,true'],
    gone: ['ann,Core,,reader,true'],
    changed: { ann: 'Core: reader writer' },
  });
  expect(make(fromTable, { user: 'cat', userType: 'Core', roles: ['helper'] }).added).toEqual([
    'cat,Core,,helper,false',
  ]);
  expect(make(fromTable, { user: 'bob', seats: [], roles: [] }).added).toEqual(['bob,Core,,,true']);
});

describe('is refused, and says why', () => {
  test.for<[name: string, wish: Parameters<typeof make>[1], words: string]>([
    [
      'a role that does not fit',
      { user: 'ann', userType: 'View', roles: ['helper'] },
      'user `ann` cannot have role `helper`',
    ],
    [
      'a type to which a role no longer fits',
      { user: 'ann', userType: 'View' },
      'user `ann` cannot have role `reader`',
    ],
    ['a role that is not there', { user: 'ann', roles: ['nurse'] }, 'tenant `acme` has no role `nurse`'],
    ['a seat that is not bought', { user: 'ann', seats: ['Night'] }, 'has not bought'],
    ['a user who is not there', { user: 'zoe', roles: [] }, 'user `zoe`'],
    ['what is so already', { user: 'ann', roles: ['reader'] }, 'has that type, those seats and those roles'],
  ])('%s', ([, wish, words]) => {
    expect(refusal(users, wish)).toContain(words);
  });
});

/** The policy files of a folder, as the library takes them. */
const readFolder = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ya?ml|csv)$/.test(file))
      .map((file) => [file.replaceAll(path.sep, '/'), readFileSync(path.join(folder, file), 'utf8')]),
  );

const root = path.join(import.meta.dirname, '../..');
const withUsers = [
  'policies',
  ...readdirSync(path.join(root, 'examples/catalogs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `examples/catalogs/${name}`),
];

test.for(withUsers)('whatever role is given or taken in %s, only that is changed', (folder) => {
  const before = readFolder(path.join(root, folder));
  const policies = compile(before);
  const listUsers = (of: typeof policies) =>
    matrixOf(of).policy.tenants.flatMap(({ name, users = [] }) =>
      users.map(({ id, userType, seats, roles, active }) => ({
        at: `${name} ${id}`,
        has: [userType.name, active, ...seats.map((seat) => seat.name)].join(),
        roles: roles.map((role) => role.name).sort(),
      })),
    );
  const users = listUsers(policies);
  let made = 0;
  for (const tenant of matrixOf(policies).policy.tenants)
    for (const user of tenant.users ?? []) {
      const held = user.roles.map(({ name }) => name);
      const free = assign(policies, { tenant: tenant.name, user: user.id }).roles.filter(
        ({ assignable, held: isHeld }) => assignable && !isHeld,
      );
      for (const roles of [held.slice(1), [...held, ...free.slice(0, 2).map(({ role }) => role)]]) {
        if (roles.length === held.length) continue;
        const { files } = edit(policies, { edit: 'user', tenant: tenant.name, user: user.id, roles });
        const texts = Object.fromEntries(files.map(({ path: file, text }) => [file, text ?? '']));
        const after = compile({ ...before, ...texts }, { before: policies });
        // More than an invariant or a limit lets is another matter.
        if (!keptOf(after).outcome.policy) continue;
        expect(listUsers(after)).toEqual(
          users.map((one) =>
            one.at === `${tenant.name} ${user.id}` ? { ...one, roles: [...roles].sort() } : one,
          ),
        );
        made++;
      }
    }
  expect(made).toBeGreaterThan(0);
});
