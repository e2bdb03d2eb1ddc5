import { add, emptyBits, listIndices } from './bits.ts';
import { ceilingOf } from './ceiling.ts';
import { findHeldInCap } from './mask.ts';
import type { Matrix, Row } from './matrix.ts';
import type { Policy, Role, Tenant } from './policy.ts';

/** Returns the row of a shared role where no tenant limits it: the most that it can do anywhere. */
export const findRowAtMost = ({ policy, effectiveOf }: Matrix, role: Role): Row => {
  const tenant = openTenantOf(policy, role);
  return { tenant, role, effective: effectiveOf(findHeldInCap(role), tenant) };
};

const openTenants = new WeakMap<Policy, Tenant>();

/** Returns a tenant that nobody has: its ceiling holds everything, and it has nothing of its own. */
function openTenantOf(policy: Policy, { at }: Role): Tenant {
  const known = openTenants.get(policy);
  if (known) return known;
  const none = emptyBits(policy.catalog.cells.length);
  const all = none.map(() => 0xffffffff);
  const tenant: Tenant = {
    name: '',
    at,
    catalog: policy.catalog,
    caps: policy,
    titles: new Map(),
    packages: new Set(),
    generations: new Map(),
    limits: new Map(),
    ceiling: { held: all, own: all, includes: [], named: none, at, redundant: [] },
    roles: policy.sharedRoles,
  };
  openTenants.set(policy, tenant);
  return tenant;
}

/**
 * Lists the cells on which a role in a tenant may have another verdict than at most, and all cells of the tenant's own
 * properties: no other cell has another one.
 */
export function findOtherCells(row: Row, most: Row): readonly number[] {
  const [held, known] = [findHeldInCap(row.role), findHeldInCap(most.role)];
  const ceiling = ceilingOf(row.tenant, row.role);
  const others = row.effective.map(
    (word, at) =>
      (word ^ (most.effective[at] ?? 0)) |
      ((held[at] ?? 0) ^ (known[at] ?? 0)) |
      ((row.role.layer.held[at] ?? 0) ^ (most.role.layer.held[at] ?? 0)) |
      ((held[at] ?? 0) & ~(ceiling[at] ?? 0)),
  );
  for (let index = most.tenant.catalog.cells.length; index < row.tenant.catalog.cells.length; index++)
    add(others, index);
  return listIndices(others);
}
