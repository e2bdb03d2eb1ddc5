import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import { keyOfReach } from '../../model/record-reach.ts';
import { findReach } from '../find-reach.ts';
import type { CellQuery, PolicyRevision } from './policy-revision.ts';

/** The state of a cell in one revision. */
export interface CellState {
  readonly revision: PolicyRevision;
  readonly matrix: Matrix;
  /** The row of the role; absent if the tenant is not there or is not offered the role. */
  readonly row?: Row;
  /** The cell; absent if the catalog does not have it. */
  readonly cell?: Cell;
  /** The first of the three that is not there. */
  readonly missing?: 'tenant' | 'role' | 'permission';
  readonly isEffective: boolean;
  /** A text that is equal exactly for equal states. */
  readonly key: string;
}

/** Returns the state of a cell in a revision; undefined if the revision does not compile. */
export function readCell(
  moment: PolicyRevision,
  { tenant, role, permission }: CellQuery,
): CellState | undefined {
  const { matrix } = moment;
  if (!matrix) return undefined;
  const { policy, rows } = matrix;
  const row = rows.find((one) => one.tenant.name === tenant && one.role.name === role);
  const found = policy.tenants.find(({ name }) => name === tenant);
  const cell = (found ?? policy).catalog.cellOf.get(permission);
  const hasTenant = found !== undefined;
  const missing = !hasTenant ? 'tenant' : !row ? 'role' : !cell ? 'permission' : undefined;
  const isEffective = row !== undefined && cell !== undefined && has(row.effective, cell.index);
  const records = isEffective ? describeRecords(row, cell) : null;
  return {
    revision: moment,
    matrix,
    ...(row && { row }),
    ...(cell && { cell }),
    ...(missing && { missing }),
    isEffective,
    key: JSON.stringify([missing ?? null, isEffective, records]),
  };
}

/** Returns a text that is equal exactly where a cell reaches records that are written alike. */
function describeRecords(row: Row, cell: Cell): string {
  const found = findReach(row, cell);
  return found.kind === 'reach' ? keyOfReach(found.reach) : found.kind;
}
