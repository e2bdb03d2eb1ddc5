import { has } from '../model/bits.ts';
import { type Catalog, type Cell, isLimited } from '../model/catalog.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import type { Tenant, User } from '../model/policy.ts';

/** What a user may do: the union of what their roles give, each permission with the roles that give it. */
export interface UserRow {
  readonly tenant: Tenant;
  readonly user: User;
  /** The portfolios of all their roles: sorted, each once. */
  readonly portfolio: readonly string[];
  /** Sorted by permission. */
  readonly granted: readonly Given[];
}

/** A permission of a user, with where it comes from. */
export interface Given {
  readonly cell: Cell;
  /** The portfolios of the roles that give it: sorted, each once; none where no portfolio limits it. */
  readonly portfolio: readonly string[];
  /** The roles that give it, sorted. */
  readonly roles: readonly string[];
}

/** The cells that a row holds, sorted by permission. */
export const granted = (catalog: Catalog, { effective }: Row): readonly Cell[] =>
  catalog.byPermission.filter(({ index }) => has(effective, index));

/** The rows of a user's roles, in the order in which the user lists them. */
export const rowsOf = ({ rows }: Matrix, tenant: Tenant, user: User): readonly Row[] =>
  user.roles.flatMap((role) => rows.find((row) => row.tenant === tenant && row.role === role) ?? []);

/** Whether a role gives a user a cell: only inside the user's own user type and seats, which stop no capability. */
export const gives = (catalog: Catalog, { effective }: Row, { cap }: User, { index }: Cell): boolean =>
  has(effective, index) && (has(cap, index) || has(catalog.derived, index));

/** The union of what a user's roles give, by section 8 of the language. */
export function userRow(matrix: Matrix, tenant: Tenant, user: User): UserRow {
  const { catalog } = matrix.policy;
  const rows = rowsOf(matrix, tenant, user);
  return {
    tenant,
    user,
    portfolio: portfoliosOf(rows),
    granted: catalog.byPermission.flatMap((cell): Given[] => {
      const giving = rows.filter((row) => gives(catalog, row, user, cell));
      if (giving.length === 0) return [];
      const roles = uniqueSorted(giving.map(({ role }) => role.name));
      return [{ cell, portfolio: isLimitedCell(cell) ? portfoliosOf(giving) : [], roles }];
    }),
  };
}

/** Lists the granted cells of a row that its portfolio does not limit as it says, each with the portfolios that do limit it. */
export const listOtherReaches = (catalog: Catalog, row: Row): ReadonlyMap<string, readonly string[]> =>
  new Map(
    row.role.portfolio.names.length === 0
      ? []
      : granted(catalog, row)
          .filter((cell) => !isLimitedCell(cell))
          .map(({ permission }) => [permission, []]),
  );

/** Returns true if portfolios limit on which records a cell works. */
const isLimitedCell = ({ model, action }: Cell): boolean => model !== undefined && isLimited(model, action);

/** The portfolios that rows reach together: sorted, each once. */
export const portfoliosOf = (rows: readonly Row[]): readonly string[] =>
  uniqueSorted(rows.flatMap(({ role }) => role.portfolio.names));

const uniqueSorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
