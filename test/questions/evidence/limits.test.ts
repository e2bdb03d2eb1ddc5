import { expect, test } from 'vitest';
import { listLimitUses } from '../../../compiler/questions/evidence/limits.ts';
import { filesInMemory } from '../../../compiler/text/files.ts';
import { compiled } from '../../support/compiled.ts';

const policy = `
{ kind: Model, name: Task, family: standard, actions: [view], properties: {} }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Seat, name: Extra, combinesWith: [Core], adds: { models: { Task: [view] } } }
---
{ kind: Tenant, name: acme, limits: { Core: 2 }, ceiling: { models: { '*': all } } }
---
{ kind: Properties, tenant: acme, model: Task, properties: { custom.size: { type: string } } }
---
{ kind: Role, name: agent, userType: Core, grants: { models: { Task: [view] } } }
---
kind: Users
tenant: acme
users:
  - { id: a, userType: Core, seats: [Extra], roles: [agent] }
  - { id: b, userType: Core, roles: [agent], active: false }
`;

test('users are counted in a tenant that has properties of its own', () => {
  const { matrix } = compiled(filesInMemory({ 'policies/all.yaml': policy }));
  expect(listLimitUses(matrix.policy).map(({ name, used, inactive }) => [name, used, inactive])).toEqual([
    ['Core', 1, 1],
    ['Extra', 1, 0],
  ]);
});
