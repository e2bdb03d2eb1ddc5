import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Difference } from '../../model/change.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { EvidenceTable } from './table.ts';
import { makeDeltaTable } from './tables/delta.ts';
import { makeFindingsTable } from './tables/findings.ts';
import { makeGrantsTable } from './tables/grants.ts';
import { makeLimitsTable } from './tables/limits.ts';
import { makeRegisterTable } from './tables/register.ts';
import { makeTenantsTable } from './tables/tenants.ts';
import { makeUserRightsTable, makeUsersTable } from './tables/users.ts';
import { makeWaiversTable } from './tables/waivers.ts';

/** What evidence is made from. */
export interface Evidence {
  readonly matrix: Matrix;
  /** What `check` reports, on the date of the pack. */
  readonly findings: readonly Diagnostic[];
  /** As `2027-03-31`. */
  readonly date: string;
  /** What changed since another revision, and what only history shows to be wrong. */
  readonly difference?: Difference;
  readonly faults?: readonly Diagnostic[];
}

/** The tables of a pack, each a file. */
export function makeTables({
  matrix,
  findings: found,
  date,
  difference,
  faults = [],
}: Evidence): readonly EvidenceTable[] {
  return [
    makeTenantsTable(matrix),
    makeRegisterTable(matrix),
    makeUsersTable(matrix),
    makeLimitsTable(matrix.policy),
    makeWaiversTable(matrix.policy, found, date),
    makeFindingsTable([...found, ...faults]),
    ...(difference ? [makeDeltaTable(difference)] : []),
    makeGrantsTable(matrix),
    makeUserRightsTable(matrix),
  ];
}

/** The tables that are files only: too long for a workbook in which people look things up. */
export const onlyFiles: readonly string[] = ['Grants', 'User rights'];
