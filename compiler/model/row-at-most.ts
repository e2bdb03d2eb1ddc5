import { findOrMake } from '../text/find-or-make.ts';
import { groupRowsByTenant } from './artifact.ts';
import { add, type Bits, emptyBits, listIndices } from './bits.ts';
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

/**
 * Returns a function that makes something of a shared role in a tenant, once for all tenants in which the role has the same
 * effect: where it holds the same inside the ceiling, nothing on it is otherwise.
 */
export function rememberByEffect<T>(make: (row: Row, most: Row) => T): (row: Row, most: Row) => T {
  const known = new WeakMap<Row, WeakMap<Bits, T>>();
  return (row, most) => {
    // A tenant with properties of its own has cells that no other has.
    if (row.role !== most.role || row.tenant.catalog !== most.tenant.catalog) return make(row, most);
    const ofRole = known.get(most) ?? new WeakMap<Bits, T>();
    known.set(most, ofRole);
    // Equal effects are one object, and one effect comes of one set of cells that are held: see `resolve`.
    const made = ofRole.get(row.effective) ?? make(row, most);
    ofRole.set(row.effective, made);
    return made;
  };
}

/**
 * Returns a function that makes something of all rows of a tenant, once for all tenants in which the same shared roles have the
 * same effects, and no role is of that tenant alone. What it makes may say nothing that only one of these tenants says. What is made
 * for one tenant alone is not kept.
 */
export function rememberByEffects<T>(
  matrix: Matrix,
  make: (rows: readonly Row[]) => T,
): (tenant: Tenant, rows: readonly Row[]) => T {
  const known = new Map<Lookalikes, T>();
  return (tenant, rows) => {
    const alike = findLookalikes(matrix).get(tenant);
    return alike ? findOrMake(known, alike, () => make(rows)) : make(rows);
  };
}

/** The tenants, more than one, in which the same shared roles have the same effects, and which have no other roles. */
type Lookalikes = readonly Tenant[];

const lookalikesOf = new WeakMap<Matrix, ReadonlyMap<Tenant, Lookalikes>>();

/** Finds for tenants those that are alike, itself among them; looks them up once. */
function findLookalikes(matrix: Matrix): ReadonlyMap<Tenant, Lookalikes> {
  const known = lookalikesOf.get(matrix);
  if (known) return known;
  const first = makeBranch();
  const groups: Lookalikes[] = [];
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    if (rows.some(({ role }) => role.tenant !== undefined || role.shared !== undefined)) continue;
    let branch = first;
    for (const { role, effective } of rows) {
      const byEffect = findOrMake(branch.next, role, () => new Map<Bits, Branch>());
      branch = findOrMake(byEffect, effective, makeBranch);
    }
    if (branch.alike.push(tenant) === 2) groups.push(branch.alike);
  }
  const found = new Map(groups.flatMap((alike) => alike.map((tenant) => [tenant, alike] as const)));
  lookalikesOf.set(matrix, found);
  return found;
}

/** The tenants with some roles and effects, and what follows with one more. */
interface Branch {
  readonly alike: Tenant[];
  readonly next: Map<Role, Map<Bits, Branch>>;
}

const makeBranch = (): Branch => ({ alike: [], next: new Map() });
