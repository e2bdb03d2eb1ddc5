import type { Cell } from '../../../model/catalog.ts';
import type { Matrix, Row } from '../../../model/matrix.ts';
import type { Role } from '../../../model/policy.ts';
import { granted } from '../../../questions/matrix.ts';
import { type Provenance, provenance } from '../provenance.ts';
import { type EvidenceTable, makeTable } from '../table.ts';
import { capColumn, cellColumns, portfolioColumn, recordsColumn, rowColumns } from './columns.ts';

interface Grant {
  readonly row: Row;
  readonly role: Role;
  readonly cell: Cell;
  readonly provenance: Provenance;
}

/** Every effective permission of every role in every tenant, with the three lines that let it. */
export const makeGrantsTable = (matrix: Matrix): EvidenceTable =>
  makeTable<Grant>({
    name: 'Grants',
    file: 'grants.csv',
    about: 'a permission that a role has in effect in a tenant, and the lines of the policies that let it',
    columns: [
      ...rowColumns,
      ...cellColumns,
      capColumn,
      portfolioColumn,
      recordsColumn,
      {
        name: 'grantedAt',
        title: 'Granted at',
        about: 'the line of the role that grants it; of a capability, which follows from others, its own',
        width: 36,
        of: ({ provenance }) => provenance.role,
      },
      {
        name: 'capAt',
        title: 'Cap at',
        about: 'the line of the user type, or of the seat, that holds it',
        width: 36,
        of: ({ provenance }) => provenance.cap,
      },
      {
        name: 'ceilingAt',
        title: 'Ceiling at',
        about: 'the line of the tenant whose ceiling holds it',
        width: 36,
        of: ({ provenance }) => provenance.ceiling,
      },
    ],
    *facts() {
      const provenanceOf = provenance(matrix);
      for (const row of matrix.rows)
        for (const cell of granted(matrix.policy.catalog, row))
          yield { row, role: row.role, cell, provenance: provenanceOf(row, cell) };
    },
  });
