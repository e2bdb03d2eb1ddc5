import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { lint } from '../../compiler/lint/rules.ts';
import { combineRoles } from '../../compiler/questions/combine-roles.ts';
import { explainUser } from '../../compiler/questions/explain.ts';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { openFacade } from '../../runtime/permissions.ts';
import { compiled } from '../support/compiled.ts';

/** One role has a property and the other its model’s view; one writes and the other views. */
const policies = (users: string, viewer = 'full', writer = 'full') => `kind: Model
name: Call
portfolio: self
actions: [view, update]
properties: { size: { type: number }, owner: { type: id } }
---
kind: Principal
attributes: { id: { type: id } }
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
---
kind: Portfolio
name: full
on: Call
reach: all
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
name: sizes
userType: Core
portfolio: [${writer}]
grants: { models: { Call: { actions: [update], properties: { size: [view, update], "*": none } } } }
---
kind: Role
name: viewer
userType: Core
portfolio: [${viewer}]
grants: { models: { Call: { actions: [view], properties: { owner: [view], "*": none } } } }
---
kind: Users
tenant: acme
users: [${users}]
`;

const both = '{ id: ada, userType: Core, roles: [sizes, viewer] }';

const matrixIn = (text: string) => {
  const { policy, diagnostics } = readPolicy(filesInMemory({ 'policies/a.yaml': text }), 'policies');
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compilePolicy(policy).matrix;
};

describe('of a user with two roles', () => {
  const matrix = matrixIn(policies(both));
  const [tenant] = matrix.policy.tenants;
  const [ada] = tenant?.users ?? [];
  if (!tenant || !ada) throw new Error('there is no user');

  test('an explanation, the matrix and the runtime say the same of every permission', () => {
    const files = filesInMemory({ 'policies/a.yaml': policies(both) });
    const [artifact] = emitBundle(compiled(files));
    const ask = openFacade(JSON.parse(artifact?.content ?? '')).permissions({
      tenant: 'acme',
      roles: ['sizes', 'viewer'],
      userType: 'Core',
      user: { id: 'ada' },
    });
    const granted = new Set(combineRoles(matrix, tenant, ada).granted.map(({ cell }) => cell.permission));
    expect([...granted].sort()).toEqual([
      'Call.owner:view',
      'Call.size:update',
      'Call.size:view',
      'Call:update',
      'Call:view',
    ]);
    for (const cell of matrix.policy.catalog.cells) {
      const { trail } = explainUser(matrix, tenant, ada, cell);
      expect(trail.effective, cell.permission).toBe(granted.has(cell.permission));
      const isAllowed = ask.canSome(cell.action, cell.subject, cell.property);
      expect(isAllowed, cell.permission).toBe(granted.has(cell.permission));
    }
  });

  test('a right that one role brings and another opens is of the role that brings it', () => {
    const { granted } = combineRoles(matrix, tenant, ada);
    const given = granted.map(({ cell, roles }) => `${cell.permission} by ${roles.join('+')}`);
    expect(given).toContain('Call.size:view by sizes');
    expect(given).toContain('Call:view by viewer');
    const cell = matrix.policy.catalog.cellOf.get('Call.size:view');
    const { trail, role, unlock } = cell ? explainUser(matrix, tenant, ada, cell) : {};
    expect(role?.name).toBe('sizes');
    expect(trail?.verdicts.map(({ layer, holds }) => [layer, holds])).toEqual([
      ['role', true],
      ['userType', true],
      ['tenant', true],
      ['requires', true],
    ]);
    expect(trail?.verdicts.at(-1)?.because).toBe(
      'nothing else is missing; `Call:view` comes by role `viewer`',
    );
    expect(unlock).toEqual([]);
  });

  test('and works on the records that both reach', () => {
    const narrow = matrixIn(policies(both, 'own', 'full'));
    const [there] = narrow.policy.tenants;
    const [someone] = there?.users ?? [];
    const cell = narrow.policy.catalog.cellOf.get('Call.size:view');
    if (!there || !someone || !cell) throw new Error('there is no user');
    const { reaches, portfolio } = explainUser(narrow, there, someone, cell);
    expect(portfolio).toEqual(['full']);
    expect(reaches.map(({ role, limit }) => [role.name, limit.kind])).toEqual([['sizes', 'reach']]);
  });
});

describe('writing without view', () => {
  const blind = (users: string, viewer?: string, writer?: string) =>
    lint(matrixIn(policies(users, viewer, writer)), '2027-01-31').filter(
      ({ code }) => code === 'write-without-view',
    ).length;

  test.each([
    ['by nobody, is told', '', undefined, undefined, 1],
    ['by one who views by another role, is not', both, undefined, undefined, 0],
    ['by one who views fewer records by it, is told', both, 'own', 'full', 1],
    ['by one who views the same records by it, is not', both, 'own', 'own', 0],
    ['by one who views more records by it, is not', both, 'full', 'own', 0],
    [
      'by one of two who do not both view, is told',
      `${both}, { id: bob, userType: Core, roles: [sizes] }`,
      'full',
      'full',
      1,
    ],
  ])('%s', (_, users, viewer, writer, times) => {
    expect(blind(users, viewer, writer)).toBe(times);
  });
});
