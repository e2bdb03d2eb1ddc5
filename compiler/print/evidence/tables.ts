import type { Evidence } from '../../questions/evidence/evidence.ts';
import type { EvidenceTable } from './table.ts';
import { makeControlHistoryTable } from './tables/control-history.ts';
import { makeControlsTable } from './tables/controls.ts';
import { makeDeltaTable } from './tables/delta.ts';
import { makeDutiesTable } from './tables/duties.ts';
import { makeFindingsTable } from './tables/findings.ts';
import { makeGrantsTable } from './tables/grants.ts';
import { makeHistoryTable } from './tables/history.ts';
import { makeLimitsTable } from './tables/limits.ts';
import { makePeopleTable } from './tables/people.ts';
import { makeRegisterTable } from './tables/register.ts';
import { makeReviewsTable } from './tables/reviews.ts';
import { makeRoleHistoryTable } from './tables/role-history.ts';
import { makeRolesTable, makeUserRolesTable } from './tables/roles.ts';
import { makeTenantsTable } from './tables/tenants.ts';
import { makeUserHistoryTable } from './tables/user-history.ts';
import { makeUserRightsTable, makeUsersTable } from './tables/users.ts';
import { makeWaiversTable } from './tables/waivers.ts';

/** Makes the tables of a pack, each of which is a file. */
export function makeTables({
  matrix,
  findings,
  controls,
  date,
  duties,
  difference,
  history,
  faults = [],
  past,
  reviews = [],
}: Evidence): readonly EvidenceTable[] {
  return [
    makeTenantsTable(matrix),
    makeRegisterTable(matrix),
    makeUsersTable(matrix),
    makeUserRolesTable(matrix),
    makeRolesTable(matrix),
    makeLimitsTable(matrix.policy),
    makeControlsTable(controls, past),
    makeWaiversTable(matrix.policy, findings, date),
    ...(reviews.length > 0 ? [makeReviewsTable(reviews)] : []),
    makeFindingsTable([...findings, ...faults]),
    ...(duties.length > 0 ? [makeDutiesTable(matrix, duties)] : []),
    ...(difference ? [makePeopleTable(difference), makeDeltaTable(difference)] : []),
    ...(history ? [makeHistoryTable(history)] : []),
    ...(past ? [makeUserHistoryTable(past), makeRoleHistoryTable(past), makeControlHistoryTable(past)] : []),
    makeGrantsTable(matrix, past),
    makeUserRightsTable(matrix, past),
  ];
}

/** The tables that are files only, since they are too long for a workbook in which people look things up. */
export const onlyFiles: readonly string[] = ['Grants', 'User rights'];
