import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { byCodeUnit } from '../../compiler/text/order.ts';

test('a tenant with properties of its own finds each of its cells by name and in order, and no cell of another', () => {
  const { policy } = readPolicy(filesOnDisk('policies'), 'policies');
  if (!policy) throw new Error('the policies have errors');
  const { cells: shared } = policy.catalog;
  const extended = policy.tenants.map(({ catalog }) => catalog).filter(({ cells }) => cells !== shared);
  expect(extended.length).toBeGreaterThan(0);
  for (const { cells, cellOf, byPermission } of extended) {
    expect(cells.length).toBeGreaterThan(shared.length);
    expect(cells.map(({ permission }) => cellOf.get(permission))).toEqual(cells);
    for (const cell of cells) expect(cellOf.get(cell.permission)).toBe(cell);
    expect(byPermission).toEqual([...cells].sort((a, b) => byCodeUnit(a.permission, b.permission)));
    expect([cellOf.has('Company.nowhere:view'), cellOf.get('Company.nowhere:view')]).toEqual([
      false,
      undefined,
    ]);
    for (const { permission } of cells.slice(shared.length))
      expect(policy.catalog.cellOf.has(permission)).toBe(false);
  }
});
