import { stringify } from 'csv-stringify/sync';
import type { Matrix } from '../../model/matrix.ts';
import type { UserRow } from '../../questions/matrix.ts';
import { csv } from '../../targets/csv.ts';
import { omitEmptyTenants } from './markdown.ts';

/** The tenants that have a row, each as compile writes it. */
export function* printMatrixCsv(matrix: Matrix): Iterable<string> {
  for (const { content } of csv({ matrix: omitEmptyTenants(matrix) })) yield content;
}

/** What users may do: a line for every permission of each. No cell starts a formula. */
export function* printUserMatrixCsv(rows: Iterable<UserRow>): Iterable<string> {
  yield written([['tenant', 'user', 'permission', 'portfolio', 'roles']]);
  for (const { tenant, user, granted } of rows)
    yield written(
      granted.map(({ cell, portfolio, roles }) => [
        tenant.name,
        user.id,
        cell.permission,
        portfolio.join(' + '),
        roles.join(', '),
      ]),
    );
}

const written = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows], { escape_formulas: true, quoted_match: /[\r\n\t]/, record_delimiter: '\n' });
