import type { Cell } from '../../compiler/model/catalog.ts';
import type { Matrix, Row } from '../../compiler/model/matrix.ts';
import type { Tenant } from '../../compiler/model/policy.ts';

const known = new WeakMap<Matrix, ReadonlyMap<string, ReadonlyMap<string, Row>>>();

/** Returns the rows of a tenant by role, in the order of the matrix; empty if there is no such tenant. */
export function rowsOfTenant(matrix: Matrix, tenant: string): ReadonlyMap<string, Row> {
  const byTenant = known.get(matrix) ?? groupRows(matrix);
  known.set(matrix, byTenant);
  return byTenant.get(tenant) ?? new Map();
}

function groupRows({ rows }: Matrix): ReadonlyMap<string, ReadonlyMap<string, Row>> {
  const byTenant = new Map<string, Map<string, Row>>();
  for (const row of rows) {
    const own = byTenant.get(row.tenant.name) ?? new Map<string, Row>();
    byTenant.set(row.tenant.name, own.set(row.role.name, row));
  }
  return byTenant;
}

/** Returns the row of a role in a tenant; undefined if there is none. */
export const rowIn = (matrix: Matrix | undefined, tenant: string, role: string): Row | undefined =>
  matrix && rowsOfTenant(matrix, tenant).get(role);

/** Returns the cell of another row's catalog that is written the same; undefined if that has none. */
export const sameCell = ({ tenant }: { readonly tenant: Tenant }, { permission }: Cell): Cell | undefined =>
  tenant.catalog.cellOf.get(permission);
