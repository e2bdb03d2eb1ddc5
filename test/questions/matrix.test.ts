import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findMatchingCells } from '../../compiler/model/pattern.ts';
import { listPortfolioLabels } from '../../compiler/model/policy.ts';
import { combineRoles, listHeldCells, listOtherReaches } from '../../compiler/questions/combine-roles.ts';
import { findHolders } from '../../compiler/questions/find-holders.ts';
import {
  bringing,
  type Document,
  ofKind,
  type RolePortfolio,
  resolve,
  unite,
  userPermissions,
} from '../naive/naive.ts';
import { runs } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';
import { matrixIn } from './edited.ts';
import { small } from './small.ts';

const namesOf = (portfolio: RolePortfolio): readonly string[] => [
  ...new Set(portfolio.map((item) => (typeof item === 'string' ? item : 'filter'))),
];

/** Section 6 of the language: what a portfolio limits, by the name of the permission. */
function isLimitedIn(documents: readonly Document[], permission: string): boolean {
  const [subject] = permission.split(/[.:]/);
  const model = ofKind(documents, 'Model').find(({ name }) => name === subject);
  if (!model || (model.portfolio ?? 'none') === 'none') return false;
  return !(model.portfolio === 'self' && permission.endsWith(':create'));
}

test('a row holds what the naive resolver says, sorted', { tags: ['slow'] }, () => {
  fc.assert(
    fc.property(world(), fc.nat(30), (made, layout) => {
      const { rows } = matrixIn(toFiles(made, layout));
      const expected = resolve(made.documents).map(({ tenant, role, portfolio, cells }) => ({
        tenant,
        role,
        portfolio: namesOf(portfolio),
        granted: [...cells]
          .filter(([, { effective }]) => effective)
          .map(([permission]) => permission)
          .sort(),
        notLimited: [...cells]
          .filter(([permission, { effective }]) => effective && !isLimitedIn(made.documents, permission))
          .map(([permission]) => permission)
          .filter(() => namesOf(portfolio).length > 0)
          .sort(),
      }));
      const found = rows.map((row) => ({
        tenant: row.tenant.name,
        role: row.role.name,
        portfolio: listPortfolioLabels(row.role.portfolio),
        granted: listHeldCells(row).map(({ permission }) => permission),
        notLimited: [...listOtherReaches(row)]
          .filter(([, portfolio]) => portfolio.length === 0)
          .map(([permission]) => permission),
      }));
      expect(found).toEqual(expected);
    }),
    runs(60),
  );
});

test('a user has what the naive resolver says, with the portfolios it comes from', {
  tags: ['slow'],
}, () => {
  fc.assert(
    fc.property(world(), fc.nat(30), (made, layout) => {
      const matrix = matrixIn(toFiles(made, layout));
      for (const tenant of matrix.policy.tenants) {
        for (const user of tenant.users ?? []) {
          const expected = new Map<string, string[]>();
          for (const { permission, portfolio } of userPermissions(made.documents, tenant.name, user.id))
            expected.set(permission, [
              ...(expected.get(permission) ?? []),
              ...(isLimitedIn(made.documents, permission) ? namesOf(portfolio) : []),
            ]);
          const found = combineRoles(matrix, tenant, user).granted;
          expect(found.map(({ cell, portfolio }) => [cell.permission, portfolio])).toEqual(
            [...expected]
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([permission, names]) => [permission, [...new Set(names)].sort()]),
          );
          for (const { cell, roles } of found) {
            const rows = resolve(made.documents).filter(
              (row) => row.tenant === tenant.name && user.roles.some(({ name }) => name === row.role),
            );
            const giving = bringing(made.documents, rows, unite(made.documents, rows), cell.permission);
            expect(roles).toEqual(giving.map(({ role }) => role).sort());
          }
        }
      }
    }),
    runs(40),
  );
});

test('who holds a permission is who has it in the naive matrix, with their active users', {
  tags: ['slow'],
}, () => {
  fc.assert(
    fc.property(world(), fc.nat(), (made, draw) => {
      const { policy, rows } = matrixIn(toFiles(made));
      const cell = policy.catalog.cells[draw % policy.catalog.cells.length];
      if (!cell) return;
      const users = ofKind(made.documents, 'Users');
      const expected = resolve(made.documents)
        .filter(({ cells }) => cells.get(cell.permission)?.effective)
        .map(({ tenant, role }) => {
          const declared = users.filter((document) => document.tenant === tenant);
          const holding = declared
            .flatMap((document) => document.users)
            .filter(({ active, roles }) => active !== false && roles?.includes(role));
          return [tenant, role, declared.length === 0 ? undefined : holding.map(({ id }) => id).sort()];
        });
      const found = [...findHolders(rows, [() => [cell]])].map(({ row, users: ids }) => [
        row.tenant.name,
        row.role.name,
        ids,
      ]);
      expect(found).toEqual(expected);
    }),
    runs(100),
  );
});

const patterns: readonly (readonly [string, readonly string[] | string, string?])[] = [
  ['*:export', ['Company:export']],
  ['Company.*:update', ['Company.arr:update', 'Company.name:update', 'Company.owner:update']],
  ['Task:*', ['Task:create', 'Task:update', 'Task:view']],
  ['*.owner:*', ['Company.owner:update', 'Company.owner:view']],
  ['*:use', ['Bulk:use', 'Daily:use', 'Deep:use', 'Work:use']],
  ['Deep:*', ['Deep:use']],
  ['Company:view', ['Company:view']],
  ['Task.*:view', 'nothing in the catalog matches it'],
  ['*:delete', 'nothing in the catalog matches it', '*:remove'],
  ['Compny:*', 'nothing in the catalog is called `Compny`', 'Company:*'],
  ['Company.nam:*', 'model `Company` has no property `nam`', 'Company.name:*'],
  ['Comp*:view', 'a `*` stands for a whole subject, property or action, as in `Company.*:update`'],
  ['*', 'a `*` stands for a whole subject, property or action, as in `Company.*:update`'],
  ['constructor:*', 'nothing in the catalog is called `constructor`'],
];
for (const [pattern, matches, suggestion] of patterns)
  test(`the pattern ${pattern}`, () => {
    const found = findMatchingCells(matrixIn(small).policy.catalog, pattern);
    if ('reason' in found) expect(found).toEqual({ reason: matches, ...(suggestion && { suggestion }) });
    else expect(found.map(({ permission }) => permission)).toEqual(matches);
  });
