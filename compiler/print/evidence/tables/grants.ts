import { listRemarks } from '../../../model/catalog.ts';
import type { Matrix } from '../../../model/matrix.ts';
import { type EffectiveGrant, listGrants } from '../../../questions/evidence/grants.ts';
import type { Past } from '../../../questions/past/past.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';
import {
  capColumn,
  cellColumns,
  makeLineColumn,
  portfolioColumn,
  recordsColumn,
  rowColumns,
} from './columns.ts';
import { makeOriginColumns } from './commit-columns.ts';

/**
 * Makes the table of the effective permissions of all roles, with the three lines that let each; if the past is known, with the
 * commit since which the role has it.
 */
export const makeGrantsTable = (matrix: Matrix, past: Past | undefined): EvidenceTable =>
  makeTable<EffectiveGrant>({
    name: 'Grants',
    file: 'grants.csv',
    about: 'a permission that a role has in effect in a tenant, and the lines of the policies that allow it',
    columns: past
      ? [
          ...columns,
          ...makeOriginColumns<EffectiveGrant>(
            ({ row, role, cell }) => past.originOfRole(row.tenant.name, role.name, cell),
            'the role or its tenant was added, or what the role permits was changed, by whatever line',
          ).map((column) => ({ ...column, layout: 3 })),
        ]
      : columns,
    facts: () => listGrants(matrix),
  });

const columns: TableColumns<EffectiveGrant> = [
  ...rowColumns,
  ...cellColumns,
  capColumn,
  portfolioColumn,
  recordsColumn,
  makeLineColumn(
    'grantedAt',
    'Granted at',
    'the line of the role that grants it; of a capability, which follows from others, its own',
    ({ provenance }) => provenance.role,
  ),
  makeLineColumn(
    'capAt',
    'Cap at',
    'the line of the user type, or of the seat, that holds it',
    ({ provenance }) => provenance.cap,
  ),
  makeLineColumn(
    'ceilingAt',
    'Ceiling at',
    'the line of the tenant whose ceiling holds it',
    ({ provenance }) => provenance.ceiling,
  ),
  {
    name: 'notes',
    title: 'Notes',
    about: 'where the permission is met in the product, and the notes of the catalog on it',
    width: 40,
    of: ({ row, cell }) => listRemarks(row.tenant.catalog, cell).join(' · '),
  },
];
