import { has } from '../model/bits.ts';
import type { Cell } from '../model/catalog.ts';
import type { Matrix, Row } from '../model/matrix.ts';

/** A role, in a tenant, that holds at least one of the permissions asked about. */
export interface Holder {
  readonly row: Row;
  /** Those it holds, sorted. */
  readonly permissions: readonly Cell[];
  /** How many active users hold the role; absent where the tenant declares no users: unknown is not none. */
  readonly users?: number;
}

/** Who holds any of some cells: by tenant, then role, read from the matrix. */
export function* who(rows: Iterable<Row>, cells: readonly Cell[]): Iterable<Holder> {
  for (const row of rows) {
    const permissions = cells.filter(({ index }) => has(row.effective, index));
    if (permissions.length === 0) continue;
    const { users } = row.tenant;
    yield {
      row,
      permissions,
      ...(users && { users: users.filter(({ active, roles }) => active && roles.includes(row.role)).length }),
    };
  }
}

/** The rows of one tenant, or all of them. */
export const rowsIn = ({ rows }: Matrix, tenant: Row['tenant'] | undefined): readonly Row[] =>
  tenant === undefined ? rows : rows.filter((row) => row.tenant === tenant);
