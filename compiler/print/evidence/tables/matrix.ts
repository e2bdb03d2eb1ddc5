import type { Cell } from '../../../model/catalog.ts';
import { findRefusingLayer, type Row } from '../../../model/matrix.ts';
import { capName, type Tenant } from '../../../model/policy.ts';
import { type EvidenceTable, makeTable } from '../table.ts';
import { cellColumns } from './columns.ts';

/** Makes the matrix of one tenant: a row for every permission of the catalog, a column for every role. */
export const makeMatrixTable = (tenant: Tenant, rows: readonly Row[]): EvidenceTable =>
  makeTable<{ readonly cell: Cell }>({
    name: `Matrix ${tenant.name}`,
    about: `a permission of the catalog: which roles of ${tenant.name} have it`,
    columns: [
      ...cellColumns,
      ...rows.map((row) => ({
        name: row.role.name,
        title: `${row.role.name} (${capName(row.role)})`,
        about: 'yes, or the first layer that refuses: role, userType, tenant or requires',
        width: 14,
        of: ({ cell }: { readonly cell: Cell }) => findRefusingLayer(row, cell) ?? 'yes',
      })),
    ],
    *facts() {
      for (const cell of tenant.catalog.byPermission) yield { cell };
    },
  });
