import { expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { findPosition } from '../../compiler/text/source.ts';

const base = `
kind: Model
name: Call
actions: [view]
portfolio: self
properties: { owner: { type: id } }
---
kind: Principal
attributes: { id: { type: id }, teams: { type: list }, level: { type: integer }, trusted: { type: boolean } }
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
---
kind: Seat
name: Extra
combinesWith: [Core]
adds: {}
---
kind: Portfolio
name: own
on: Call
reach: { owner: { $user: id } }
---
kind: Tenant
name: acme
ceiling: { models: { "*": all } }
---
kind: Role
name: caller
userType: Core
portfolio: [own]
grants: { models: { "*": all } }
---
kind: Users
tenant: acme
from: people/users.csv
`;

const reading = (csv: string, path = 'policies/people/users.csv') =>
  compile(filesInMemory({ 'policies/all.yaml': base, [path]: csv }), 'policies');

const users = (csv: string) =>
  reading(csv).compiled?.matrix.policy.tenants[0]?.users?.map(
    ({ id, roles, seats, active, madeBy, attributes }) => ({
      id,
      roles: roles.map(({ name }) => name),
      seats: seats.map(({ name }) => name),
      active,
      madeBy,
      attributes: Object.fromEntries(attributes),
    }),
  );

const told = (csv: string, path?: string) =>
  reading(csv, path).diagnostics.map(({ code, at, message }) => {
    const { line, column } = findPosition(at.source, at.start);
    return `${code} ${at.source.path}:${line}:${column} ${message}`;
  });

test('a table is read with its lists, attributes of their types and empty cells', () => {
  const header = 'id,userType,seats,roles,active,madeBy,attributes.teams,attributes.level,attributes.trusted';
  expect(
    users(
      `\ufeff${header}\r\nann,Core,Extra,caller,,,"a;b",3,true\r\n"b,o""b",Core,,caller,false,ann,,,\r\n\r\n`,
    ),
  ).toEqual([
    {
      id: 'ann',
      roles: ['caller'],
      seats: ['Extra'],
      active: true,
      madeBy: undefined,
      attributes: { id: 'ann', teams: ['a', 'b'], level: 3, trusted: true },
    },
    { id: 'b,o"b', roles: ['caller'], seats: [], active: false, madeBy: 'ann', attributes: { id: 'b,o"b' } },
  ]);
});

test.each([
  [
    'an id that comes twice',
    'id,userType,roles\nann,Core,caller\nann,Core,caller\n',
    'declared-twice policies/people/users.csv:3:1',
  ],
  ['a column that comes twice', 'id,userType,roles,id\n', 'duplicate-key policies/people/users.csv:1:19'],
  [
    'another value of active',
    'id,userType,roles,active\nann,Core,caller,yes\n',
    'wrong-type policies/people/users.csv:2:17',
  ],
  [
    'an unknown role',
    'id,userType,roles\nann,Core,caller; boss\n',
    'unknown-role policies/people/users.csv:2:10',
  ],
  [
    'an attribute of another type',
    'id,userType,roles,attributes.level\nann,Core,caller,3.5\n',
    'wrong-type policies/people/users.csv:2:17',
  ],
  [
    'an unknown attribute',
    'id,userType,roles,attributes.size\nann,Core,caller,3\n',
    'unknown-attribute policies/people/users.csv:1:19',
  ],
  [
    'a user without an id',
    'id,userType,roles\n,Core,caller\n',
    'missing-field policies/people/users.csv:2:2',
  ],
  [
    'a row that is too short',
    'id,userType,roles\nann,Core\n',
    'syntax policies/people/users.csv:2:1 not valid CSV: ',
  ],
  [
    'a quote that does not end',
    'id,userType,roles\n"ann,Core,caller\n',
    'syntax policies/people/users.csv:2:1 not valid CSV: ',
  ],
  ['a table without a word', '', 'syntax policies/people/users.csv:1:1'],
  ['a first row that is empty', '\n', 'syntax policies/people/users.csv:1:1'],
  ['a first row without ids', 'userType,roles\n', 'syntax policies/people/users.csv:1:1'],
  ['other separators', 'id;userType;roles\nann;Core;caller\n', 'syntax policies/people/users.csv:1:1'],
  ['text behind a quote', 'id,userType,roles\n"ann"x,Core,caller\n', 'syntax policies/people/users.csv:2:6'],
])('%s is told at its cell', (_, csv, expected) => {
  expect(told(csv)).toEqual([expect.stringContaining(expected)]);
});

test('a table that is not there is told where it is named', () => {
  expect(told('id\n', 'policies/users.csv')).toEqual([
    'unreadable policies/all.yaml:38:7 cannot read it: there is no file `policies/people/users.csv`',
  ]);
});

test('other columns are left aside with one note', () => {
  expect(told('id,userType,roles,mail,telephone\nann,Core,caller,x,y\n')).toEqual([
    'columns-left-aside policies/people/users.csv:1:19 what this table has under `mail` and `telephone` says nothing of a user and is left aside',
  ]);
});

test.each([',Core', '"",Core'])('of a user without a name says which column is empty: %s', (row) => {
  const [found] = reading(`id,userType\n${row}\n`).diagnostics;
  expect(found).toMatchObject({
    code: 'missing-field',
    help: 'every row needs a text in the column `id`, such as `ann`',
  });
});
