import { has } from '../model/bits.ts';
import type { Cell } from '../model/catalog.ts';
import { reachOf, readPortfolio } from '../model/cell-reach.ts';
import type { Row } from '../model/matrix.ts';
import type { PortfolioItem } from '../model/policy.ts';
import type { RecordReach } from '../model/record-reach.ts';
import { findReachThroughRow, type RowUnion } from '../model/row-union.ts';

/**
 * The records that a permission reaches. `no-records`: it is about none; `not-limited`: no portfolio limits it;
 * `new-record`: it creates records; `everything`: the portfolio selects all.
 */
export type CellReach =
  | { readonly kind: 'no-records' | 'not-limited' | 'new-record' }
  | { readonly kind: 'everything'; readonly items: readonly PortfolioItem[] }
  | {
      readonly kind: 'reach';
      readonly model: string;
      /** The items that say which records, before prerequisites take any away. */
      readonly items: readonly PortfolioItem[];
      readonly reach: Exclude<RecordReach, 'all'>;
    };

/** Returns the records that a cell of a row reaches, by section 6 of the language; of a denied cell those that it would. */
export const findReach = (row: Row, cell: Cell): CellReach =>
  describe(row, cell, (own) => (has(row.effective, cell.index) ? reachOf(row, cell) : own));

/** Returns the records that a user of several roles reaches with a cell by one of them. */
export const findReachByRow = (union: RowUnion, row: Row, cell: Cell): CellReach =>
  describe(row, cell, (own) =>
    has(union.effective, cell.index) ? findReachThroughRow(union, row, cell) : own,
  );

function describe({ role }: Row, cell: Cell, narrow: (own: RecordReach) => RecordReach): CellReach {
  const { kind, items, reach: own } = readPortfolio(role.portfolio, cell);
  const reach = narrow(own);
  if (kind === 'no-records' || !cell.model) return { kind: 'no-records' };
  if (reach !== 'all') return { kind: 'reach', model: cell.model.name, items, reach };
  return kind === 'limited' ? { kind: 'everything', items } : { kind };
}

/** Lists the names of the items that say which records a cell of a row reaches; empty if no portfolio limits it. */
export const listReachLabels = ({ role }: Row, cell: Cell): readonly string[] =>
  readPortfolio(role.portfolio, cell).items.map(({ label }) => label);
