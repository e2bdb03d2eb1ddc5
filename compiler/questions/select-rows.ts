import type { Matrix } from '../model/matrix.ts';
import { sharedOf, type Tenant } from '../model/policy.ts';
import { combineRoles, type UserRow } from './combine-roles.ts';
import { findRoles, findRow, findUser, findUsers } from './find-by-name.ts';

/** Returns a matrix with only the rows that are asked for. */
export function selectRows(whole: Matrix, tenant: Tenant | undefined, role: string | undefined): Matrix {
  if (role !== undefined && tenant) return { ...whole, rows: [findRow(whole, tenant, role)] };
  const named = role === undefined ? undefined : findRoles(whole.policy, role);
  const rows = whole.rows.filter(
    (row) => (!tenant || row.tenant === tenant) && (!named || named.includes(sharedOf(row.role))),
  );
  return { ...whole, rows };
}

/** Returns the rows of the users that are asked for. Finds the users at once, to throw before anything is printed. */
export function selectUserRows(whole: Matrix, tenant: Tenant | undefined, id: string): Iterable<UserRow> {
  const found = tenant ? [[tenant, findUser(tenant, id)] as const] : findUsers(whole.policy, id);
  return found.map(([where, user]) => combineRoles(whole, where, user));
}
