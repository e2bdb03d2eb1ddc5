import { readPortfolio } from '../../model/cell-reach.ts';
import type { ChangedDocument } from '../../model/change.ts';
import { type Portfolio, rolesOf } from '../../model/policy.ts';
import { keyOfReach, linkTo } from '../../model/record-reach.ts';
import { compareReaches, type ReachRelation } from './compare-reaches.ts';
import type { View } from './open-view.ts';

/** Compares the records that a portfolio selects; undefined if it is on one side alone, or on another model. */
export function comparePortfolioReach(
  { name }: ChangedDocument,
  base: View,
  head: View,
): ReachRelation | undefined {
  const find = ({ matrix: { policy } }: View) =>
    policy.portfolios.find((portfolio) => portfolio.name === name);
  const [was, is] = [find(base), find(head)];
  if (!was || !is || was.on !== is.on) return undefined;
  const typed = ({ on, reach: selected, tenant }: Portfolio, { typesIn }: View) => ({
    reach: selected === 'all' ? selected : linkTo(on, [], selected),
    types: typesIn(tenant),
  });
  return compareReaches(typed(was, base), typed(is, head));
}

/**
 * Compares the records of each action that the portfolio of a role selects; undefined if the role is on one side alone.
 * Pairs that are written alike are compared once.
 */
export function compareRoleReaches(
  { name, tenant }: ChangedDocument,
  base: View,
  head: View,
): readonly ReachRelation[] | undefined {
  const find = ({ matrix: { policy } }: View) =>
    rolesOf(policy).find((role) => role.name === name && role.tenant === tenant)?.portfolio;
  const [was, is] = [find(base), find(head)];
  if (!was || !is) return undefined;
  const found = new Map<string, ReachRelation>();
  for (const model of head.matrix.policy.catalog.models)
    for (const [action, cell] of model.actions) {
      const other = base.matrix.policy.catalog.modelOf.get(model.name)?.actions.get(action);
      if (!other) continue;
      const [before, after] = [readPortfolio(was, other).reach, readPortfolio(is, cell).reach];
      const key = `${keyOfReach(before)}\n${keyOfReach(after)}`;
      if (found.has(key)) continue;
      found.set(
        key,
        compareReaches(
          { reach: before, types: base.typesIn(tenant) },
          { reach: after, types: head.typesIn(tenant) },
        ),
      );
    }
  return [...found.values()];
}
