import type { Row } from '../../model/matrix.ts';
import { listPortfolioLabels } from '../../model/policy.ts';
import { listHeldCells, listOtherReaches, type UserRow } from '../../questions/combine-roles.ts';
import { type Json, writeSpacedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';

/** Prints rows for `matrix --format json`, one on each line and made when it is written: a contract. */
export function* printMatrixJson(rows: Iterable<Row>): Iterable<string> {
  yield* printRows(
    rows,
    (row): Json => ({
      tenant: row.tenant.name,
      role: row.role.name,
      userType: row.role.userType.name,
      seats: row.role.seats.map(({ name }) => name),
      portfolio: listPortfolioLabels(row.role.portfolio),
      granted: listHeldCells(row).map(({ permission }) => permission),
      reach: Object.fromEntries(listOtherReaches(row)),
    }),
  );
}

/** Prints the rows of users: each permission with the portfolios and the roles from which it comes. */
export function* printUserMatrixJson(rows: Iterable<UserRow>): Iterable<string> {
  yield* printRows(
    rows,
    ({ tenant, user, portfolio, granted: givenCells }): Json => ({
      tenant: tenant.name,
      user: user.id,
      userType: user.userType.name,
      seats: user.seats.map(({ name }) => name),
      portfolio,
      granted: givenCells.map(({ cell, portfolio: reached, roles }) => ({
        permission: cell.permission,
        portfolio: reached,
        roles,
      })),
    }),
  );
}

function* printRows<T>(rows: Iterable<T>, shapeOf: (row: T) => Json): Iterable<string> {
  yield '{\n  "version": 1,\n  "rows": [';
  let before = '\n    ';
  for (const row of rows) {
    yield `${before}${makeVisibleJson(writeSpacedJson(shapeOf(row)))}`;
    before = ',\n    ';
  }
  yield before === '\n    ' ? ']\n}\n' : '\n  ]\n}\n';
}
