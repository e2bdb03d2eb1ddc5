import type { Effect } from '../../model/change.ts';
import { findComparedModel, readComparedColumn } from '../../model/condition.ts';
import type { Pair } from '../../model/pair.ts';
import { type Policy, rolesOf } from '../../model/policy.ts';
import type { View } from './open-view.ts';

/**
 * Judges the former name of a property of a model. Permissions follow it, and so do conditions; but conditions then compare another
 * column, and a record that still has the former one is reached no more, or one that had the new one already is.
 */
export function judgeFormerName(
  { path, head }: Pair<unknown> & { readonly path: readonly string[] },
  model: string,
  views: Pair<View>,
): Effect {
  const [, property = ''] = path;
  return head !== undefined && isCompared(views.head.matrix.policy, model, property) ? 'loosens' : 'neutral';
}

/** Returns true if a condition of a portfolio or of a role compares a property. */
function isCompared(policy: Policy, model: string, property: string): boolean {
  const items = rolesOf(policy).flatMap(({ portfolio }) =>
    [...portfolio.entries.values()].flatMap((entry) => entry.items.flatMap(({ parts }) => parts)),
  );
  return [...policy.portfolios, ...items].some(
    ({ on, reach }) =>
      reach !== 'all' &&
      reach
        .flat()
        .some(
          (comparison) =>
            findComparedModel(on, comparison) === model && readComparedColumn(comparison) === property,
        ),
  );
}
