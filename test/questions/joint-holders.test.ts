import { expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { ioInMemory, textOf } from '../support/io.ts';

const policies = `kind: Model
name: Company
actions: [view, update, export]
requires: { export: [Tool:use] }
---
kind: Feature
name: Tool
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all }, features: all }
---
kind: Tenant
name: acme
ceiling: { models: { "*": all }, features: all }
---
kind: Role
name: exporter
userType: Core
grants: { models: { Company: [view, export] } }
---
kind: Role
name: tooled
userType: Core
grants: { features: [Tool] }
---
kind: Role
name: whole
userType: Core
grants: { models: { Company: [view, export] }, features: [Tool] }
---
kind: Users
tenant: acme
users:
  - { id: cleo, userType: Core, roles: [tooled, exporter] }
  - { id: ada, userType: Core, roles: [exporter, tooled] }
  - { id: bob, userType: Core, roles: [whole] }
  - { id: dan, userType: Core, roles: [exporter] }
  - { id: eve, userType: Core, roles: [exporter, tooled], active: false }
  - { id: fay, userType: Core, roles: [whole, tooled] }
`;

async function ask(line: string): Promise<string> {
  const { io } = ioInMemory({ 'policies/all.yaml': policies });
  const { out } = await answerLine(line.split(' '), registry, io);
  return textOf(out);
}

test('whoever holds a permission by several roles together is counted, and named, beside the roles that give it alone', async () => {
  const answer = JSON.parse(await ask('who Company:export --users --format json'));
  expect(answer.holders).toEqual([
    { tenant: 'acme', role: 'whole', portfolio: [], users: 2, names: ['bob', 'fay'] },
  ]);
  expect(answer.together).toEqual([
    { tenant: 'acme', roles: ['exporter', 'tooled'], portfolio: [], users: 2, names: ['ada', 'cleo'] },
  ]);
});

test('what one role brings of several permissions and another of the rest is held together', async () => {
  const answer = JSON.parse(await ask('who Company:view Tool:use --format json'));
  expect(answer.holders).toMatchObject([{ role: 'whole', users: 2 }]);
  expect(answer.holders[0]).not.toHaveProperty('names');
  expect(answer.together).toMatchObject([{ permissions: ['Company:view', 'Tool:use'] }]);
});

test('a person counts once in the sum, whatever they hold it by', async () => {
  const table = await ask('who Company:export --users');
  expect(table).toMatch(/acme +whole +bob, fay\n/);
  expect(table).toMatch(/acme +exporter \+ tooled together +/);
  expect(table).toContain('1 role, 1 tenant, 4 users\n');
});
