import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import { limitOf } from '../limit.ts';
import type { Asked, Moment } from './moment.ts';

/** What one moment answers about a cell. */
export interface Answer {
  readonly moment: Moment;
  readonly matrix: Matrix;
  /** Absent: the tenant is not there, or is not offered the role. */
  readonly row?: Row;
  /** Absent: the catalog does not have it. */
  readonly cell?: Cell;
  /** The first of them that is not there. */
  readonly missing?: 'tenant' | 'role' | 'permission';
  readonly isEffective: boolean;
  /** Equal exactly for equal answers. */
  readonly key: string;
}

/** What a moment answers; nothing where it does not compile. */
export function answerIn(moment: Moment, { tenant, role, permission }: Asked): Answer | undefined {
  const { matrix } = moment;
  if (!matrix) return undefined;
  const { policy, rows } = matrix;
  const row = rows.find((one) => one.tenant.name === tenant && one.role.name === role);
  const cell = policy.catalog.cellOf.get(permission);
  const hasTenant = policy.tenants.some(({ name }) => name === tenant);
  const missing = !hasTenant ? 'tenant' : !row ? 'role' : !cell ? 'permission' : undefined;
  const isEffective = row !== undefined && cell !== undefined && has(row.effective, cell.index);
  const records = isEffective ? [policy.portfolioRoot ?? null, limitOf(cell, row.role.portfolio)] : null;
  return {
    moment,
    matrix,
    ...(row && { row }),
    ...(cell && { cell }),
    ...(missing && { missing }),
    isEffective,
    key: JSON.stringify([missing ?? null, isEffective, records]),
  };
}
