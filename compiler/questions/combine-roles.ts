import { has } from '../model/bits.ts';
import type { Cell } from '../model/catalog.ts';
import { readPortfolio } from '../model/cell-reach.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import { listPortfolioLabels, type PortfolioItem, type Tenant, type User } from '../model/policy.ts';
import { joinUserRoles, listBringers } from '../model/row-union.ts';
import { listReachLabels } from './find-reach.ts';

/** The permissions of a user: what their roles give together, each with the roles that bring it. */
export interface UserRow {
  readonly tenant: Tenant;
  readonly user: User;
  /** The portfolios of all roles of the user, sorted, each once. */
  readonly portfolio: readonly string[];
  /** Sorted by permission. */
  readonly granted: readonly UserCell[];
}

/** A permission of a user, with the roles it comes from. */
export interface UserCell {
  readonly cell: Cell;
  /** The portfolios of the roles that bring it, sorted, each once; empty if one of them has it on whatever record. */
  readonly portfolio: readonly string[];
  /** The roles that bring it, sorted; what it requires may come from others. */
  readonly roles: readonly string[];
}

/** Returns the cells that a row holds, sorted by permission. */
export const listHeldCells = ({ effective, tenant }: Row): readonly Cell[] =>
  tenant.catalog.byPermission.filter(({ index }) => has(effective, index));

/** Returns what a user's roles give together, by section 8 of the language. */
export function combineRoles(matrix: Matrix, tenant: Tenant, user: User): UserRow {
  const union = joinUserRoles(matrix, tenant, user);
  return {
    tenant,
    user,
    portfolio: uniqueSorted(union.rows.flatMap(({ role }) => listPortfolioLabels(role.portfolio))),
    granted: tenant.catalog.byPermission.flatMap((cell): UserCell[] => {
      if (!has(union.effective, cell.index)) return [];
      const bringing = listBringers(union, cell);
      const roles = uniqueSorted(bringing.map(({ role }) => role.name));
      return [{ cell, portfolio: listUserPortfolios(bringing, cell), roles }];
    }),
  };
}

/** Returns the permissions that a row holds on other records than its whole portfolio selects, each with the portfolios that select them. */
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

/**
 * Returns the portfolios by which rows reach records with a cell, sorted, each once; none if one of them is not limited. An
 * `allOf` is left out beside a portfolio that it narrows.
 */
export function listUserPortfolios(rows: readonly Row[], cell: Cell): readonly string[] {
  const items = rows.map(({ role }) => readPortfolio(role.portfolio, cell).items);
  if (items.some((own) => own.length === 0)) return [];
  const all = items.flat();
  const isWider = (one: PortfolioItem, item: PortfolioItem) =>
    one.parts.length > 0 &&
    one.names.length > 0 &&
    new Set(one.names).size < new Set(item.names).size &&
    one.names.every((name) => item.names.includes(name));
  const widest = all.filter((item) => item.parts.length < 2 || !all.some((one) => isWider(one, item)));
  return uniqueSorted(widest.map(({ label }) => label));
}

const uniqueSorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
