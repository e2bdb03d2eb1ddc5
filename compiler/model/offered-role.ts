import { addAll, type Bits } from './bits.ts';
import type { Catalog } from './catalog.ts';
import type { Matrix, Row } from './matrix.ts';
import { type Role, sharedOf } from './policy.ts';

/** A role with its rows in all tenants that are offered it. */
export interface OfferedRole {
  readonly role: Role;
  readonly rows: readonly [Row, ...Row[]];
  /** The cells that are effective in at least one of these tenants. */
  readonly anywhere: Bits;
  /** The catalog that its author can know: that of the one tenant that has the role, or the common one. */
  readonly catalog: Catalog;
}

/** Lists the roles that some tenant is offered, sorted by their first row; worked out once for each matrix. */
export function listOfferedRoles(matrix: Matrix): readonly OfferedRole[] {
  const known = spreads.get(matrix);
  if (known) return known;
  const made = gatherRows(matrix);
  spreads.set(matrix, made);
  return made;
}

const spreads = new WeakMap<Matrix, readonly OfferedRole[]>();

function gatherRows({ rows, policy }: Matrix): readonly OfferedRole[] {
  const byRole = new Map<
    Role,
    Omit<OfferedRole, 'rows' | 'anywhere'> & { rows: [Row, ...Row[]]; anywhere: Bits }
  >();
  for (const row of rows) {
    const role = sharedOf(row.role);
    const known = byRole.get(role);
    if (!known) {
      const { catalog } = role.tenant === undefined ? policy : row.tenant;
      byRole.set(role, { role, rows: [row], anywhere: row.effective, catalog });
      continue;
    }
    if (known.rows.length === 1) known.anywhere = known.anywhere.slice();
    known.rows.push(row);
    addAll(known.anywhere, row.effective);
  }
  return [...byRole.values()];
}
