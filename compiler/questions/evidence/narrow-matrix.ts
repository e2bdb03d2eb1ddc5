import type { Matrix, Row } from '../../model/matrix.ts';
import type { Tenant } from '../../model/policy.ts';

/** Returns a matrix as if it had these tenants and rows alone, so that a question about one does not search all. */
export const narrowMatrix = (matrix: Matrix, tenants: readonly Tenant[], rows: readonly Row[]): Matrix => ({
  ...matrix,
  policy: { ...matrix.policy, tenants },
  rows,
});

/** Returns the part of a matrix that is about one tenant. */
export const narrowToTenant = (matrix: Matrix, tenant: Tenant): Matrix =>
  narrowMatrix(
    matrix,
    [tenant],
    matrix.rows.filter((row) => row.tenant === tenant),
  );
