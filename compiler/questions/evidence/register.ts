import { has } from '../../model/bits.ts';
import type { Cell, Risk } from '../../model/catalog.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Role, User } from '../../model/policy.ts';
import { byCodeUnit } from '../../text/order.ts';
import { isGiven } from '../combine-roles.ts';
import { type Provenance, readProvenance } from './provenance.ts';

/** The risk classes whose every holder an auditor wants to see, the worst first. */
const riskyClasses: readonly Risk[] = ['escalation', 'exfiltration'];

/** A role that holds a permission of a risky class in a tenant. */
export interface Holding {
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
    const { catalog } = row.tenant;
    return (risky.get(catalog) ?? common)
      .filter(({ index }) => has(row.effective, index))
      .map((cell) => {
        const users = holders?.filter((user) => isGiven(catalog, row, user, cell));
        const provenance = readProvenance(matrix, row, cell);
        return { row, role: row.role, cell, provenance, ...(users && { users }) };
      });
  });
  return holdings.sort((a, b) => (rank.get(a.cell.permission) ?? 0) - (rank.get(b.cell.permission) ?? 0));
}
