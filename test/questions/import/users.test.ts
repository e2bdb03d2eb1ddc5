import { expect, test } from 'vitest';
import { answerLine } from '../../../compiler/commands/answer-line.ts';
import { registry } from '../../../compiler/commands/registry.ts';
import { ioInMemory, textOf } from '../../support/io.ts';

const world = `kind: Model
name: Call
actions: [view, update]
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": [view] } }
---
kind: Seat
name: Service
combinesWith: [Core]
adds: { models: { Call: all } }
---
kind: Seat
name: Lab
combinesWith: [Core]
adds: { models: { Call: all } }
---
kind: Tenant
name: acme
ceiling: { models: { "*": all } }
---
kind: Tenant
name: globex
ceiling: { models: { "*": all } }
---
kind: Role
name: reader
userType: Core
grants: { models: { Call: [view] } }
---
kind: Mapping
name: product
columns: { Email: id, Type: userType, Seats: seats }
seats: { Service Seat: Service }
---
kind: Users
tenant: acme
users: [{ id: ann@acme.example, userType: Core, roles: [reader] }]
`;

async function imported(exports: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const { io, disk } = ioInMemory({ 'policies/all.yaml': world, ...exports });
  const line = ['import', '--from', 'export', '--policies', 'policies', ...options];
  const { out, err = '', exit } = await answerLine(line, registry, io);
  const told = (err as string).split('\n').filter((one) => /^(error|warning)|^ +-->/.test(one));
  return { out: textOf(out), told, exit, disk };
}

test('a column of a seat says of users and of roles whether they have it', async () => {
  const { disk, told } = await imported(
    {
      'export/roles.csv':
        'role,Type,Service Seat,Call:view,Call:update\nagent,Core,Yes,x,x\nclerk,Core,No,x,\n',
      'export/users.csv':
        'Email,Type,Service Seat,Lab,roles\nbob@acme.example,Core,Yes,no,agent\nann@acme.example,Core,,,reader\neve@acme.example,Core,yes,YES,agent;clerk\n',
    },
    '--tenant',
    'globex',
  );
  expect(told).toEqual([]);
  expect(Object.entries(disk).filter(([path]) => path.startsWith('policies/tenants'))).toMatchInlineSnapshot(`
    [
      [
        "policies/tenants/globex/roles/agent.yaml",
        "# yaml-language-server: $schema=../../../../generated/schema/role.schema.json
    kind: Role
    name: agent
    tenant: globex
    userType: Core
    seats: [Service]
    grants:
      models:
        "*": all
    ",
      ],
      [
        "policies/tenants/globex/roles/clerk.yaml",
        "# yaml-language-server: $schema=../../../../generated/schema/role.schema.json
    kind: Role
    name: clerk
    tenant: globex
    userType: Core
    grants:
      models:
        "*": [view]
    ",
      ],
      [
        "policies/tenants/globex/users.yaml",
        "# yaml-language-server: $schema=../../../generated/schema/users.schema.json
    kind: Users
    tenant: globex
    users:
      - { id: ann@acme.example, userType: Core, roles: [reader] }
      - { id: bob@acme.example, userType: Core, seats: [Service], roles: [agent] }
      - { id: eve@acme.example, userType: Core, seats: [Service, Lab], roles: [agent, clerk] }
    ",
      ],
    ]
  `);
});

test('the seats that the product and the policies have otherwise are drift', async () => {
  const { out, exit } = await imported(
    { 'export/users.csv': 'Email,Type,Service Seat,roles\nann@acme.example,Core,Yes,reader\n' },
    '--check',
    '--tenant',
    'acme',
  );
  expect(exit).toBe(1);
  expect(out).toContain('seats: Service in the product, none in the policies');
});

test('a seat is said once, by a word for on or off', async () => {
  const told = async (users: string) =>
    (await imported({ 'export/users.csv': users }, '--tenant', 'globex')).told;
  expect(await told('Email,Type,Service Seat,roles\nann@acme.example,Core,perhaps,reader\n')).toEqual([
    'error[import-value]: seat `Service` is `perhaps`, where a word for on or off is expected',
    ' --> export/users.csv:2:23',
  ]);
  expect(await told('Email,Type,Service Seat,Seats\nann@acme.example,Core,yes,Lab\n')).toEqual([
    'error[import-unclear]: it is not clear what this table says: columns `Service Seat` and `Seats` hold the same',
    ' --> export/users.csv:1:25',
  ]);
  expect(await told('Email,Type,Seats,Lab\nann@acme.example,Core,Lab,yes\n')).toHaveLength(2);
  expect(await told('Email,Type,Service,Service Seat\nann@acme.example,Core,yes,yes\n')).toHaveLength(2);
});

test('ids that differ only in what people overlook are told, in the export and beside the policies', async () => {
  const users =
    'Email,Type,roles\nBOB@acme.example,Core,reader\nbob@acme.example,Core,reader\nAnn@acme.example,Core,reader\n';
  const { told } = await imported({ 'export/users.csv': users }, '--tenant', 'acme', '--check');
  expect(told).toEqual([
    'warning[user-looks-alike]: user `bob@acme.example` differs from user `BOB@acme.example` only in case, white space or how its characters are encoded',
    ' --> export/users.csv:3:1',
    ' --> export/users.csv:2:1',
    'warning[user-looks-alike]: user `Ann@acme.example` differs from user `ann@acme.example` only in case, white space or how its characters are encoded',
    ' --> export/users.csv:4:1',
    ' --> policies/all.yaml:40:15',
  ]);
  const { told: elsewhere } = await imported({ 'export/users.csv': users }, '--tenant', 'globex');
  expect(elsewhere).toHaveLength(3);
});
