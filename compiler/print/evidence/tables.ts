import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Difference } from '../../model/change.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Table } from './table.ts';
import { delta } from './tables/delta.ts';
import { findings } from './tables/findings.ts';
import { grants } from './tables/grants.ts';
import { limits } from './tables/limits.ts';
import { register } from './tables/register.ts';
import { tenants } from './tables/tenants.ts';
import { userPermissions, users } from './tables/users.ts';
import { waivers } from './tables/waivers.ts';

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
export function tables({
  matrix,
  findings: found,
  date,
  difference,
  faults = [],
}: Evidence): readonly Table[] {
  return [
    tenants(matrix),
    register(matrix),
    users(matrix),
    limits(matrix.policy),
    waivers(matrix.policy, found, date),
    findings([...found, ...faults]),
    ...(difference ? [delta(difference)] : []),
    grants(matrix),
    userPermissions(matrix),
  ];
}

/** The tables that are files only: too long for a workbook in which people look things up. */
export const onlyFiles: readonly string[] = ['Grants', 'User rights'];
