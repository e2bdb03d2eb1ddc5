import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { findFaults } from '../../compiler/questions/diff/find-faults.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

const role = {
  kind: 'Role',
  name: 'csm',
  userType: 'Core',
  portfolio: ['everything'],
  grants: { models: { Company: 'all' } },
};
const own = { ...role, tenant: 'acme' };
const tenants = ['acme', 'beta'] as const;

/** A policy of two tenants, in the first of which somebody holds the role. */
function matrixFrom(role: object, among: readonly string[] = tenants, held = ['csm']): Matrix {
  const layer = { models: { '*': 'all' } };
  const documents = [
    { kind: 'Model', name: 'Company', actions: ['view'] },
    { kind: 'Portfolio', name: 'everything', on: 'Company', reach: 'all' },
    { kind: 'UserType', name: 'Core', rank: 1, allows: layer },
    { kind: 'UserType', name: 'Full', rank: 2, allows: layer },
    ...among.map((name) => ({ kind: 'Tenant', name, ceiling: layer })),
    { kind: 'Users', tenant: 'acme', users: [{ id: 'ada', userType: 'Full', roles: held }] },
    role,
  ];
  const files = documents.map((one, at) => [`policies/${at}.yaml`, JSON.stringify(one)]);
  const { policy, diagnostics } = readPolicy(filesInMemory(Object.fromEntries(files)), 'policies');
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compilePolicy(policy).matrix;
}

function between(base: Matrix, head: Matrix) {
  const { changes, direction, added, removed, edits } = diff(base, head);
  return {
    direction,
    changes: changes.map(({ kind, tenant, permission }) => `${kind} ${tenant} ${permission}`),
    added: added.map(({ kind, name, tenant }) => [kind, name, tenant].join(' ').trim()),
    removed: removed.map(({ kind, name, tenant }) => [kind, name, tenant].join(' ').trim()),
    faults: findFaults({ base, head }).map(({ code }) => code),
    idle: edits.flatMap(({ idle }) => idle.map(({ because }) => because)),
  };
}

const goesOn = 'whoever has a role of that name may do the same with the other one of the name';

describe('a role of one tenant under the same name as one that all share', () => {
  test('goes on when it becomes shared, and is new elsewhere', () => {
    expect(between(matrixFrom(own), matrixFrom(role))).toEqual({
      direction: 'wider',
      changes: ['gained beta Company:view'],
      added: ['role csm'],
      removed: [],
      faults: [],
      idle: [goesOn],
    });
  });

  test('goes on when it becomes the tenant’s own, and is gone elsewhere', () => {
    expect(between(matrixFrom(role), matrixFrom(own))).toEqual({
      direction: 'narrower',
      changes: ['lost beta Company:view'],
      added: [],
      removed: ['role csm'],
      faults: [],
      idle: [goesOn],
    });
  });

  test('is neither new nor gone where there is no other tenant', () => {
    expect(between(matrixFrom(own, ['acme']), matrixFrom(role, ['acme']))).toMatchObject({
      direction: 'none',
      added: [],
      removed: [],
      faults: [],
      idle: [goesOn, goesOn],
    });
  });

  test('is still the role that was retyped', () => {
    const { faults } = between(matrixFrom(own), matrixFrom({ ...role, userType: 'Full' }));
    expect(faults).toEqual(['role-retyped']);
  });

  test('is still removed from whom no role of the name is left', () => {
    const { faults } = between(matrixFrom(own), matrixFrom({ ...own, tenant: 'beta' }, tenants, []));
    expect(faults).toEqual(['role-removed-in-use']);
  });
});
