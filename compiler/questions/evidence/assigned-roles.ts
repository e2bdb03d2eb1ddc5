import { add, type Bits, countBits, difference, emptyBits, has } from '../../model/bits.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Tenant, User } from '../../model/policy.ts';
import { keyOfReach } from '../../model/record-reach.ts';
import { findReachInUnion, joinUserRoles, rowsOfUser } from '../../model/row-union.ts';

/** A role that a declared user holds, with what it alone brings them. */
export interface AssignedRole {
  readonly tenant: Tenant;
  readonly user: User;
  readonly row: Row;
  /** The permissions that the user would lose with the role, since no other of their roles brings them. */
  readonly alone: Bits;
  /** The permissions that the user would keep without the role, on fewer or other records. */
  readonly narrower: Bits;
}

/** Lists every role of every declared user: by tenant, user, and the order in which the user lists them. */
export function* listAssignedRoles(matrix: Matrix): Iterable<AssignedRole> {
  for (const tenant of matrix.policy.tenants)
    for (const user of tenant.users ?? [])
      for (const row of rowsOfUser(matrix, tenant, user))
        yield { tenant, user, row, ...findLoss(matrix, tenant, user, row) };
}

type Loss = Pick<AssignedRole, 'alone' | 'narrower'>;

const lossesOfMatrices = new WeakMap<Matrix, Map<string, Loss>>();

/** Finds what a user would lose with one of their roles; users with the same roles share it. */
function findLoss(matrix: Matrix, tenant: Tenant, { roles }: User, row: Row): Loss {
  const known = lossesOfMatrices.get(matrix) ?? new Map<string, Loss>();
  lossesOfMatrices.set(matrix, known);
  const key = JSON.stringify([tenant.name, row.role.name, ...roles.map(({ name }) => name)]);
  const loss = known.get(key) ?? compareWithout(matrix, row, roles);
  known.set(key, loss);
  return loss;
}

function compareWithout(matrix: Matrix, row: Row, roles: User['roles']): Loss {
  const { tenant, effective } = row;
  const narrower = emptyBits(tenant.catalog.cells.length);
  const others = roles.filter((role) => role !== row.role);
  if (others.length === 0) return { alone: effective, narrower };
  const whole = joinUserRoles(matrix, tenant, { roles });
  const rest = joinUserRoles(matrix, tenant, { roles: others });
  for (const cell of tenant.catalog.cells)
    if (
      cell.model &&
      has(rest.effective, cell.index) &&
      keyOfReach(findReachInUnion(whole, cell)) !== keyOfReach(findReachInUnion(rest, cell))
    )
      add(narrower, cell.index);
  return { alone: difference(whole.effective, rest.effective), narrower };
}

/** The state of a role in a tenant; `dormant`: no active user holds it; `empty`: it permits nothing; `unknown`: nobody has declared the users. */
export type RoleState = 'used' | 'dormant' | 'empty' | 'unknown';

/** A role in a tenant, with who holds it. */
export interface RoleInUse {
  readonly row: Row;
  readonly state: RoleState;
  /** Absent if the tenant declares no users. */
  readonly holders?: { readonly active: number; readonly inactive: number };
}

/** Lists every role in every tenant, with its use. */
export function listRoleStates({ rows }: Matrix): readonly RoleInUse[] {
  return rows.map((row): RoleInUse => {
    const { tenant, role, effective } = row;
    const holding = tenant.users?.filter(({ roles }) => roles.includes(role));
    const active = holding?.filter((user) => user.active).length ?? 0;
    const state =
      countBits(effective) === 0 ? 'empty' : !holding ? 'unknown' : active > 0 ? 'used' : 'dormant';
    return { row, state, ...(holding && { holders: { active, inactive: holding.length - active } }) };
  });
}
