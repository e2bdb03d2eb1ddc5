import { has } from '../model/bits.ts';
import type { Catalog, Cell } from '../model/catalog.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import { listPortfolioLabels, type Tenant, type User } from '../model/policy.ts';
import { listReachLabels } from './find-reach.ts';

/** The permissions of a user: the union of what their roles give, each with the roles that give it. */
export interface UserRow {
  readonly tenant: Tenant;
  readonly user: User;
  /** The portfolios of all roles of the user, sorted, each once. */
  readonly portfolio: readonly string[];
  /** Sorted by permission. */
  readonly granted: readonly GivenCell[];
}

/** A permission of a user, with the roles it comes from. */
export interface GivenCell {
  readonly cell: Cell;
  /** The portfolios of the roles that give it, sorted, each once; empty if no portfolio limits it. */
  readonly portfolio: readonly string[];
  /** The roles that give it, sorted. */
  readonly roles: readonly string[];
}

/** Returns the cells that a row holds, sorted by permission. */
export const listHeldCells = ({ effective, tenant }: Row): readonly Cell[] =>
  tenant.catalog.byPermission.filter(({ index }) => has(effective, index));

/** Returns the rows of a user's roles, in the order in which the user lists them. */
export const listUserRows = ({ rows }: Matrix, tenant: Tenant, user: User): readonly Row[] =>
  user.roles.flatMap((role) => rows.find((row) => row.tenant === tenant && row.role === role) ?? []);

/** Tells whether a role gives a user a cell: it does so inside the user's own cap, which does not limit capabilities. */
export const isGiven = (catalog: Catalog, { effective }: Row, { cap }: User, { index }: Cell): boolean =>
  has(effective, index) && (has(cap, index) || has(catalog.derived, index));

/** Returns the union of what a user's roles give, by section 8 of the language. */
export function combineRoles(matrix: Matrix, tenant: Tenant, user: User): UserRow {
  const { catalog } = tenant;
  const rows = listUserRows(matrix, tenant, user);
  return {
    tenant,
    user,
    portfolio: uniqueSorted(rows.flatMap(({ role }) => listPortfolioLabels(role.portfolio))),
    granted: catalog.byPermission.flatMap((cell): GivenCell[] => {
      const giving = rows.filter((row) => isGiven(catalog, row, user, cell));
      if (giving.length === 0) return [];
      const roles = uniqueSorted(giving.map(({ role }) => role.name));
      return [{ cell, portfolio: listUserPortfolios(giving, cell), roles }];
    }),
  };
}

/** Returns the permissions that a row holds on other records than its whole portfolio says, each with what does say which. */
export function listOtherReaches(row: Row): ReadonlyMap<string, readonly string[]> {
  const whole = listPortfolioLabels(row.role.portfolio);
  const isWhole = (labels: readonly string[]) =>
    labels.length === whole.length && labels.every((label, at) => label === whole[at]);
  return new Map(
    listHeldCells(row).flatMap((cell) => {
      const labels = listReachLabels(row, cell);
      return isWhole(labels) ? [] : [[cell.permission, labels] as const];
    }),
  );
}

/** Returns the portfolios by which rows reach records with a cell, sorted, each once. */
export const listUserPortfolios = (rows: readonly Row[], cell: Cell): readonly string[] =>
  uniqueSorted(rows.flatMap((row) => listReachLabels(row, cell)));

const uniqueSorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
