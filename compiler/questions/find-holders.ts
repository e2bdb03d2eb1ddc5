import { has } from '../model/bits.ts';
import type { Cell } from '../model/catalog.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import type { Tenant } from '../model/policy.ts';
import { joinUserRoles, listBringers, type RowUnion } from '../model/row-union.ts';
import { byCodeUnit } from '../text/order.ts';
import { listUserPortfolios } from './combine-roles.ts';
import { listReachLabels } from './find-reach.ts';

/** A role in a tenant that holds what is asked about: of each pattern at least one permission. */
export interface PermissionHolder {
  readonly row: Row;
  /** The permissions that the role holds of those asked about, sorted. */
  readonly permissions: readonly Cell[];
  /** The active users who hold the role, sorted; absent if the tenant declares no users: unknown is not none. */
  readonly users?: readonly string[];
}

/** Active users of a tenant who hold what is asked about by several roles together, and by none of these alone. */
export interface JointHolder {
  readonly tenant: Tenant;
  /** The roles that they have, sorted. */
  readonly roles: readonly string[];
  /** The permissions that they hold of those asked about, sorted. */
  readonly permissions: readonly Cell[];
  /** The portfolios of the roles that bring these, sorted, each once. */
  readonly portfolio: readonly string[];
  /** Sorted. */
  readonly users: readonly string[];
}

/** Finds the cells of a tenant that one pattern names. */
type FindCells = (tenant: Tenant) => readonly Cell[];

/**
 * Finds the rows that hold any cell of each of some patterns, whose cells each tenant may have more of, in the order of the
 * matrix.
 */
export function* findHolders(rows: Iterable<Row>, cellsIn: readonly FindCells[]): Iterable<PermissionHolder> {
  for (const row of rows) {
    const permissions = listHeld(row, cellsIn);
    if (!permissions) continue;
    const users = row.tenant.users?.filter(({ active, roles }) => active && roles.includes(row.role));
    yield { row, permissions, ...(users && { users: users.map(({ id }) => id).sort() }) };
  }
}

/** Finds the users, of one tenant or of all, whom no role alone makes holders, but all of theirs together do. */
export function findJointHolders(
  matrix: Matrix,
  tenant: Tenant | undefined,
  cellsIn: readonly FindCells[],
): readonly JointHolder[] {
  const found = new Map<string, { readonly joined: RowUnion; readonly users: string[] }>();
  for (const one of tenant ? [tenant] : matrix.policy.tenants)
    for (const user of one.users ?? []) {
      if (!user.active || user.roles.length < 2) continue;
      const joined = joinUserRoles(matrix, one, user);
      const roles = joined.rows.map(({ role }) => role.name).sort();
      const key = JSON.stringify([one.name, ...roles]);
      const known = found.get(key) ?? { joined, users: [] };
      found.set(key, known);
      known.users.push(user.id);
    }
  return [...found.values()].flatMap(({ joined, users }): JointHolder[] => {
    const permissions = listHeld(joined, cellsIn);
    if (!permissions || joined.rows.some((row) => listHeld(row, cellsIn))) return [];
    const labels = permissions.flatMap((cell) => listUserPortfolios(listBringers(joined, cell), cell));
    return [
      {
        tenant: joined.tenant,
        roles: joined.rows.map(({ role }) => role.name).sort(),
        permissions,
        portfolio: [...new Set(labels)].sort(),
        users: users.sort(),
      },
    ];
  });
}

/** Lists the permissions that something holds of those asked about, sorted; undefined if it holds none of some pattern. */
export function listHeld(
  { tenant, effective }: Pick<Row, 'tenant' | 'effective'>,
  cellsIn: readonly FindCells[],
): readonly Cell[] | undefined {
  const held = cellsIn.map((find) => find(tenant).filter(({ index }) => has(effective, index)));
  if (held.some((cells) => cells.length === 0)) return undefined;
  return [...new Set(held.flat())].sort((a, b) => byCodeUnit(a.permission, b.permission));
}

/** Returns the rows of one tenant, or all rows. */
export const listRows = ({ rows }: Matrix, tenant: Row['tenant'] | undefined): readonly Row[] =>
  tenant === undefined ? rows : rows.filter((row) => row.tenant === tenant);

/** Lists what says which records a holder reaches with the permissions asked about, each once. */
export const listHolderLabels = ({ row, permissions }: PermissionHolder): readonly string[] => [
  ...new Set(permissions.flatMap((cell) => listReachLabels(row, cell))),
];
