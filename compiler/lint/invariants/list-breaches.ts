import { collect } from '../../diagnostics/diagnostic.ts';
import { type Bits, has } from '../../model/bits.ts';
import { holderOf, type Invariant, type InvariantBreach, type Waiver } from '../../model/invariant.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Tenant } from '../../model/policy.ts';
import { findBreach, isChecked } from './find-breach.ts';
import { findUserBreaches, type WaiverBook } from './find-user-breaches.ts';
import { reportNobody } from './report-nobody.ts';

const known = new WeakMap<Matrix, readonly InvariantBreach[]>();

/**
 * Lists whoever breaks an invariant, waived or not, by invariant in the order of paths; computed once for each matrix.
 */
export function listBreaches(matrix: Matrix): readonly InvariantBreach[] {
  const found = known.get(matrix) ?? matrix.policy.invariants.flatMap((one) => listBreachesOf(matrix, one));
  known.set(matrix, found);
  return found;
}

/** Lists whoever breaks one invariant, of the policy or of another one, waived or not. */
export const listBreachesOf = (matrix: Matrix, invariant: Invariant): readonly InvariantBreach[] =>
  invariant.demand === 'mustSomeone'
    ? listTenantBreaches(matrix, invariant)
    : [...listRoleBreaches(matrix, invariant), ...listUserBreaches(matrix, invariant)];

function listRoleBreaches(matrix: Matrix, invariant: Invariant): readonly InvariantBreach[] {
  const breach = findBreach(invariant, matrix);
  return matrix.rows.flatMap((row) => {
    const found = isChecked(invariant, row) ? breach(row) : undefined;
    if (!found) return [];
    const { role, tenant } = row;
    return [
      {
        invariant,
        tenant: tenant.name,
        who: holderOf({ role: role.name }),
        permissions: listPermissions(tenant, found.cells),
        waivers: listWaivers(matrix, invariant, tenant.name, { roles: [role.name] }),
      },
    ];
  });
}

function listUserBreaches(matrix: Matrix, invariant: Invariant): readonly InvariantBreach[] {
  return findUserBreaches(matrix, invariant, noWaivers).map(({ tenant, user, rows, cells }) => ({
    invariant,
    tenant: tenant.name,
    who: holderOf({ user: user.id }),
    permissions: listPermissions(tenant, cells),
    waivers: listWaivers(matrix, invariant, tenant.name, {
      roles: rows.map(({ role }) => role.name),
      user: user.id,
    }),
  }));
}

function listTenantBreaches(matrix: Matrix, invariant: Invariant): readonly InvariantBreach[] {
  return matrix.policy.tenants.flatMap((tenant) => {
    const { report, diagnostics } = collect();
    reportNobody({ ...matrix, policy: { ...matrix.policy, tenants: [tenant] } }, invariant, report);
    return diagnostics.map(() => ({
      invariant,
      tenant: tenant.name,
      who: 'no role or user',
      permissions: [],
      waivers: [],
    }));
  });
}

const listPermissions = ({ catalog }: Tenant, cells: Bits): readonly string[] =>
  catalog.cells.flatMap(({ permission, index }) => (has(cells, index) ? [permission] : []));

function listWaivers(
  { policy }: Matrix,
  { name }: Invariant,
  where: string,
  { roles, user: id }: { readonly roles: readonly string[]; readonly user?: string },
): readonly Waiver[] {
  return policy.waivers.filter(
    ({ invariant, tenant, role, user }) =>
      invariant === name &&
      (tenant === undefined || tenant === where) &&
      (role === undefined ? user === id : roles.includes(role)),
  );
}

const noWaivers: WaiverBook = {
  isWaived: () => false,
  isWaivedFor: () => false,
  noteRow: () => undefined,
  noteUser: () => undefined,
};
