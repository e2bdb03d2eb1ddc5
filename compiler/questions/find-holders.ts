import { has } from '../model/bits.ts';
import type { Cell } from '../model/catalog.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import { byCodeUnit } from '../text/order.ts';
import { listReachLabels } from './find-reach.ts';

/** A role in a tenant that holds what is asked about: of each pattern at least one permission. */
export interface PermissionHolder {
  readonly row: Row;
  /** The permissions that the role holds of those asked about, sorted. */
  readonly permissions: readonly Cell[];
  /** The number of active users who hold the role; absent if the tenant declares no users: unknown is not none. */
  readonly users?: number;
}

/**
 * Finds the rows that hold any cell of each of some patterns, whose cells each tenant may have more of, in the order of the
 * matrix.
 */
export function* findHolders(
  rows: Iterable<Row>,
  cellsIn: readonly ((tenant: Row['tenant']) => readonly Cell[])[],
): Iterable<PermissionHolder> {
  for (const row of rows) {
    const held = cellsIn.map((find) => find(row.tenant).filter(({ index }) => has(row.effective, index)));
    if (held.some((cells) => cells.length === 0)) continue;
    const permissions = [...new Set(held.flat())].sort((a, b) => byCodeUnit(a.permission, b.permission));
    const { users } = row.tenant;
    yield {
      row,
      permissions,
      ...(users && { users: users.filter(({ active, roles }) => active && roles.includes(row.role)).length }),
    };
  }
}

/** Returns the rows of one tenant, or all rows. */
export const listRows = ({ rows }: Matrix, tenant: Row['tenant'] | undefined): readonly Row[] =>
  tenant === undefined ? rows : rows.filter((row) => row.tenant === tenant);

/** Lists what says which records a holder reaches with the permissions asked about, each once. */
export const listHolderLabels = ({ row, permissions }: PermissionHolder): readonly string[] => [
  ...new Set(permissions.flatMap((cell) => listReachLabels(row, cell))),
];
