import { type Cell, isLimited, portfolioPrefixOf } from '../model/catalog.ts';
import type { ReachAlternative } from '../model/condition.ts';
import { mergeAlternatives } from '../model/merge-alternatives.ts';
import type { PortfolioUse } from '../model/policy.ts';

/**
 * The records that a permission reaches. `no-records`: it is about none; `not-limited`: no portfolio limits it;
 * `new-record`: it creates records; `everything`: the portfolio selects all.
 */
export type RecordReach =
  | { readonly kind: 'no-records' | 'not-limited' | 'new-record' | 'everything' }
  | {
      readonly kind: 'reach';
      readonly model: string;
      /** The path to the record that the portfolio selects, with its dot; empty if it selects the record itself. */
      readonly prefix: string;
      readonly alternatives: readonly ReachAlternative[];
    };

/** Returns the records that a cell reaches for a role with a portfolio, by section 6 of the language. */
export function findReach(cell: Cell, { reach }: PortfolioUse): RecordReach {
  const { model } = cell;
  if (!model) return { kind: 'no-records' };
  if (!isLimited(model, cell.action))
    return { kind: model.portfolio === 'none' ? 'not-limited' : 'new-record' };
  const merged = mergeAlternatives(reach);
  if (merged === 'all') return { kind: 'everything' };
  return { kind: 'reach', model: model.name, prefix: portfolioPrefixOf(model), alternatives: merged };
}
