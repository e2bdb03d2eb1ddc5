import type { Cell } from '../../model/catalog.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Tenant, User } from '../../model/policy.ts';
import { joinUserRoles } from '../../model/row-union.ts';
import { prepareCells } from '../find-by-name.ts';
import { findHolders, listHeld } from '../find-holders.ts';
import { QuestionError } from '../question-error.ts';

/** Someone who can do all of some duties that were to be separate: a role, or a user by their roles together. */
export interface DutyHolder {
  /** The duties as they were asked, joined by commas. */
  readonly duties: string;
  readonly tenant: Tenant;
  readonly role?: Row;
  readonly user?: User;
  /** The permissions by which they can. */
  readonly permissions: readonly Cell[];
}

/** Returns the patterns of duties that are written as `Timesheet:create,Timesheet.status:update`. */
export function readDuties(written: string): readonly string[] {
  const patterns = [...new Set(written.split(',').map((one) => one.trim()))].filter((one) => one !== '');
  if (patterns.length < 2)
    throw new QuestionError(
      `\`--sod\` cannot be \`${written}\`; it takes two or more permissions or patterns, with commas between`,
    );
  return patterns;
}

/** Lists whoever can do all of some duties: roles alone, then users by their roles together. Patterns are those of `plafond who`. */
export function* listDutyHolders(matrix: Matrix, dutyLists: readonly string[]): Iterable<DutyHolder> {
  for (const duties of dutyLists) {
    const cellsIn = readDuties(duties).map((pattern) => prepareCells(matrix.policy, pattern));
    for (const { row, permissions } of findHolders(matrix.rows, cellsIn))
      yield { duties, tenant: row.tenant, role: row, permissions };
    for (const tenant of matrix.policy.tenants)
      for (const user of tenant.users ?? []) {
        const permissions = listHeld(joinUserRoles(matrix, tenant, user), cellsIn);
        if (permissions) yield { duties, tenant, user, permissions };
      }
  }
}
