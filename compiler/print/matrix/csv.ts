import { stringify } from 'csv-stringify/sync';
import type { Matrix } from '../../model/matrix.ts';
import type { UserRow } from '../../questions/combine-roles.ts';
import { omitEmptyTenants } from './markdown.ts';
import { printTenantSheets } from './tenant-sheet.ts';

/** Prints each tenant that has a row, whole. */
export function* printMatrixCsv(matrix: Matrix): Iterable<string> {
  for (const { content } of printTenantSheets(omitEmptyTenants(matrix))) yield content;
}

/** Prints what users may do: a line for every permission of each user. No cell starts a formula. */
export function* printUserMatrixCsv(rows: Iterable<UserRow>): Iterable<string> {
  yield writeCsv([['tenant', 'user', 'permission', 'portfolio', 'roles']]);
  for (const { tenant, user, granted } of rows)
    yield writeCsv(
      granted.map(({ cell, portfolio, roles }) => [
        tenant.name,
        user.id,
        cell.permission,
        portfolio.join(' + '),
        roles.join(', '),
      ]),
    );
}

const writeCsv = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows], { escape_formulas: true, quoted_match: /[\r\n\t]/, record_delimiter: '\n' });
