import { expect, test } from 'vitest';
import { combineRoles } from '../../compiler/questions/combine-roles.ts';
import { matrixIn } from './edited.ts';

/** Roles that reach comments by these lists, which one user holds together. */
function reachesOf(...lists: readonly (readonly unknown[])[]): readonly string[] {
  const layer = { models: { '*': 'all' } };
  const properties = { owner: { type: 'id' }, author: { type: 'id' }, open: { type: 'boolean' } };
  const documents = [
    { kind: 'Model', name: 'Comment', actions: ['view'], portfolio: 'self', properties },
    { kind: 'Principal', attributes: { id: { type: 'id' } } },
    { kind: 'Portfolio', name: 'mine', on: 'Comment', reach: { owner: { $user: 'id' } } },
    { kind: 'Portfolio', name: 'own & others', on: 'Comment', reach: { author: { $user: 'id' } } },
    { kind: 'Portfolio', name: 'open', on: 'Comment', reach: { open: true } },
    { kind: 'UserType', name: 'Core', rank: 1, allows: layer },
    { kind: 'Tenant', name: 'acme', ceiling: layer },
    ...lists.map((portfolio, at) => ({
      kind: 'Role',
      name: `role-${at}`,
      userType: 'Core',
      portfolio,
      grants: layer,
    })),
    {
      kind: 'Users',
      tenant: 'acme',
      users: [{ id: 'ada', userType: 'Core', roles: lists.map((_, at) => `role-${at}`) }],
    },
  ];
  const matrix = matrixIn({
    'policies/all.yaml': documents.map((one) => JSON.stringify(one)).join('\n---\n'),
  });
  const [tenant] = matrix.policy.tenants;
  const [user] = tenant?.users ?? [];
  if (!tenant || !user) throw new Error('nobody');
  const [given] = combineRoles(matrix, tenant, user).granted.filter(({ cell }) => cell.kind === 'action');
  return given?.portfolio ?? [];
}

test.each([
  [
    'one portfolio takes in what it has in common with others',
    [['mine'], [{ allOf: ['mine', 'open'] }]],
    ['mine'],
  ],
  [
    'two in common take in three',
    [[{ allOf: ['mine', 'open'] }], [{ allOf: ['own & others', 'mine', 'open'] }]],
    ['mine & open'],
  ],
  ['others stay', [['own & others'], [{ allOf: ['mine', 'open'] }]], ['mine & open', 'own & others']],
  [
    'a filter takes in nothing',
    [[{ filter: { open: true } }], [{ allOf: ['mine', 'open'] }]],
    ['filter', 'mine & open'],
  ],
] as const)('of the portfolios of a user, %s', (_, lists, expected) => {
  expect(reachesOf(...lists)).toEqual(expected);
});
