import type { Matrix, Row } from '../../model/matrix.ts';
import type { Tenant } from '../../model/policy.ts';

/** The same matrix as if these tenants and rows were all: what is asked of one tenant does not search the fleet. */
export const narrowed = (matrix: Matrix, tenants: readonly Tenant[], rows: readonly Row[]): Matrix => ({
  ...matrix,
  policy: { ...matrix.policy, tenants },
  rows,
});

/** The part of a matrix that is about one tenant. */
export const ofTenant = (matrix: Matrix, tenant: Tenant): Matrix =>
  narrowed(
    matrix,
    [tenant],
    matrix.rows.filter((row) => row.tenant === tenant),
  );
