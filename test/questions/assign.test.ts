import { expect, test } from 'vitest';
import { listAssignments } from '../../compiler/questions/list-assignments.ts';
import { matrixIn } from './edited.ts';
import { small } from './small.ts';

const { policy } = matrixIn({
  ...small,
  'policies/globex-users.yaml':
    'kind: Users\ntenant: globex\nusers: [{ id: eve, userType: View, roles: [reader] }, { id: fay, userType: Core, roles: [manager] }]\n',
});

function assignments(tenantName: string, id: string) {
  const tenant = policy.tenants.find(({ name }) => name === tenantName);
  const user = tenant?.users?.find((one) => one.id === id);
  if (!tenant || !user) throw new Error(id);
  return listAssignments(policy, tenant, user).map(({ role, held, reason }) => [
    role.name,
    held,
    reason ?? 'assignable',
  ]);
}

test('every role is there, with the reason where it cannot be given', () => {
  expect(assignments('acme', 'bob')).toEqual([
    [
      'consultant',
      false,
      'it needs user type `Core` or higher and the user has `View`; it needs seat `Service`',
    ],
    ['csm', false, 'it needs user type `Core` or higher and the user has `View`'],
    ['manager', false, 'it needs user type `Core` or higher and the user has `View`'],
    ['reader', true, 'assignable'],
  ]);
  expect(assignments('acme', 'ada').map(([name, held, reason]) => [name, held, reason])).toEqual([
    ['consultant', false, 'assignable'],
    ['csm', true, 'assignable'],
    ['manager', true, 'assignable'],
    ['reader', false, 'assignable'],
  ]);
});

test('a shared role that the tenant is not offered says what was not bought', () => {
  expect(assignments('globex', 'fay')[0]).toEqual([
    'consultant',
    false,
    'tenant `globex` has not bought package `Delivery`, which seat `Service` needs',
  ]);
});
