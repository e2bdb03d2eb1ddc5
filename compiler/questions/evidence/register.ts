import { has } from '../../model/bits.ts';
import type { Cell, Risk } from '../../model/catalog.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Role, User } from '../../model/policy.ts';
import { joinUserRoles, listBringers } from '../../model/row-union.ts';
import { byCodeUnit } from '../../text/order.ts';
import { type Provenance, readProvenance } from './provenance.ts';

/** The risk classes whose every holder an auditor wants to see, the worst first. */
const riskyClasses: readonly Risk[] = ['escalation', 'exfiltration'];

/** A role that holds a permission of a risky class in a tenant, be it only with what other roles of its users hold. */
export interface Holding {
  /** The role with what is effective by it, or by it and the others together. */
  readonly row: Row;
  readonly role: Role;
  readonly cell: Cell;
  readonly provenance: Provenance;
  /** The users to whom the role gives the permission, sorted; absent if the tenant declares no users. */
  readonly users?: readonly User[];
}

/** Lists those of some permissions that are of risky classes: the worst class first, otherwise in their order. */
export const listRiskyCells = (cells: readonly Cell[]): readonly Cell[] =>
  riskyClasses.flatMap((risk) => cells.filter((cell) => cell.risk === risk));

/** Lists every holder of every risky permission: the worst class first, then by permission, tenant and role. */
export function listHoldings(matrix: Matrix): readonly Holding[] {
  const common = listRiskyCells(matrix.policy.catalog.byPermission);
  const catalogs = new Set(matrix.policy.tenants.map(({ catalog }) => catalog));
  const risky = new Map([...catalogs].map((one) => [one, listRiskyCells(one.byPermission)]));
  const known = new Map([common, ...risky.values()].flat().map((cell) => [cell.permission, cell]));
  const inOrder = listRiskyCells([...known.values()].sort((a, b) => byCodeUnit(a.permission, b.permission)));
  const rank = new Map(inOrder.map(({ permission }, at) => [permission, at]));
  // Role by role, since the lines of one role are found together; sorting keeps that order within a permission.
  const holdings = matrix.rows.flatMap((row): readonly Holding[] => {
    const holders = row.tenant.users?.filter(({ roles }) => roles.includes(row.role));
    return (risky.get(row.tenant.catalog) ?? common).flatMap((cell): readonly Holding[] => {
      if (has(row.effective, cell.index)) return [makeHolding(matrix, row, cell, holders)];
      const users = (holders ?? []).filter((user) => bringsTo(matrix, row, user, cell));
      const [first] = users;
      if (!first) return [];
      const { effective } = joinUserRoles(matrix, row.tenant, first);
      return [makeHolding(matrix, { ...row, effective }, cell, users)];
    });
  });
  return holdings.sort((a, b) => (rank.get(a.cell.permission) ?? 0) - (rank.get(b.cell.permission) ?? 0));
}

const makeHolding = (matrix: Matrix, row: Row, cell: Cell, users: readonly User[] | undefined): Holding => ({
  row,
  role: row.role,
  cell,
  provenance: readProvenance(matrix, row, cell),
  ...(users && { users }),
});

/** Returns true if a role brings a user a cell that it does not give alone. */
const bringsTo = (matrix: Matrix, row: Row, user: User, cell: Cell): boolean =>
  user.roles.length > 1 && listBringers(joinUserRoles(matrix, row.tenant, user), cell).includes(row);
