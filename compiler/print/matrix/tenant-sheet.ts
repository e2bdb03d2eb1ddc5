import { stringify } from 'csv-stringify/sync';
import { type Artifact, groupRowsByTenant } from '../../model/artifact.ts';
import type { Catalog, Cell } from '../../model/catalog.ts';
import { findRefusingLayer, type Matrix, type Row } from '../../model/matrix.ts';
import { capName, describePortfolio, selectsAll } from '../../model/policy.ts';
import { encodeFileName } from '../../text/file-name.ts';

/**
 * Prints every tenant whole, for spreadsheets, as `matrices/<tenant>.csv`. Each has a row for every permission of the catalog and a
 * column for every role, `csm (Core + Service, own)`, in which stands `yes` or the layer that refuses: `role`,
 * `userType`, `tenant` or `requires`. No cell starts a formula.
 */
export function* printTenantSheets(matrix: Matrix): Iterable<Artifact> {
  const common = startsOf(matrix.policy.catalog);
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    const { byPermission } = tenant.catalog;
    const starts = tenant.catalog === matrix.policy.catalog ? common : startsOf(tenant.catalog);
    const lines = byPermission.map(
      (cell, at) => `${starts[at]}${rows.map((row) => `,${wordOf(cell, row)}`).join('')}\n`,
    );
    const head = writeCsv([[...columns, ...rows.map(columnTitleOf)]]);
    yield { path: `matrices/${encodeFileName(tenant.name)}.csv`, content: `${head}${lines.join('')}` };
  }
}

const columns = ['permission', 'subject', 'property', 'action', 'kind', 'risk'];

/** Writes the part of each line that every tenant's file shares, once. */
function startsOf({ byPermission }: Catalog): readonly string[] {
  return byPermission.map(({ permission, subject, property = '', action, kind, risk }) =>
    writeCsv([[permission, subject, property, action, kind, risk]]).slice(0, -1),
  );
}

const columnTitleOf = ({ role }: Row): string =>
  `${role.name} (${capName(role)}, ${selectsAll(role.portfolio) ? 'all' : describePortfolio(role.portfolio)})`;

/** Returns one of five words, none of which needs a quote. */
const wordOf = (cell: Cell, row: Row): string => findRefusingLayer(row, cell) ?? 'yes';

/** Writes rows as CSV, with a quote before whatever a spreadsheet would take for a formula. */
const writeCsv = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows], { escape_formulas: true, quoted_match: /[\r\n\t]/, record_delimiter: '\n' });
