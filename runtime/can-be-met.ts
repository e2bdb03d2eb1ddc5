import type { ReachComparison } from '../compiler/model/condition.ts';
import { conjoin } from '../compiler/model/conjoin.ts';
import { prefixOf } from '../compiler/model/record-reach.ts';
import type { BoundReach } from './bound-reach.ts';
import type { Comparison } from './where.ts';

/** The most alternatives that are tried: where it takes more to tell, a record is taken to be possible. */
const mostTries = 4096;

/**
 * Returns true if there can be a record in a reach: no value meets demands that exclude each other, such as two of one user's
 * values, or those of two portfolios that must both hold.
 */
export const canBeMet = (reach: BoundReach): boolean => canAllBeMet([reach], [], { left: mostTries });

/** Returns true if one record can be in several reaches and meet some comparisons of its fields besides. */
function canAllBeMet(
  [reach, ...others]: readonly BoundReach[],
  demanded: readonly ReachComparison[],
  tries: { left: number },
): boolean {
  if (!reach) return true;
  if (reach.kind !== 'linked')
    return reach.kind === 'union'
      ? reach.of.some((part) => canAllBeMet([part, ...others], demanded, tries))
      : canAllBeMet([...reach.of, ...others], demanded, tries);
  const { path, alternatives } = reach;
  const inList = path.some(({ many }) => many);
  return alternatives.some((alternative) => {
    if (tries.left-- <= 0) return true;
    const own = alternative.map((comparison) => nameField(prefixOf(path), comparison));
    // Each record of a list may be another one: what is demanded of one excludes nothing on the others.
    const together = inList ? own : [...demanded, ...own];
    return canHoldTogether(together) && canAllBeMet(others, inList ? demanded : together, tries);
  });
}

/** Returns true if a record can meet all comparisons. One alone can be met by some value. */
function canHoldTogether(comparisons: readonly ReachComparison[]): boolean {
  const count = new Map<string, number>();
  for (const { property } of comparisons) count.set(property, (count.get(property) ?? 0) + 1);
  if (count.size === comparisons.length) return true;
  return conjoin(comparisons.filter(({ property }) => (count.get(property) ?? 0) > 1)).is !== 'never';
}

/** Returns a comparison of a field, whose name has the relations to its record before it. */
const nameField = (
  prefix: string,
  { through = [], property, type, operator, operand }: Comparison,
): ReachComparison => ({
  property: [prefix, ...through.map((step) => `${step}.`), property].join(''),
  type,
  operator,
  operand,
});
