import { isHole } from '../../../model/condition.ts';
import { readZone } from '../../../text/instant.ts';
import { listCompared, type ReachSide, readColumnType } from './spell-side.ts';

/**
 * Returns true if a date of one side is replaced by a date in another zone. As texts the two stand in one order, and as
 * instants perhaps in another, so neither is the tighter bound.
 */
export function hasOtherZone(from: ReachSide, to: ReachSide): boolean {
  const [before, after] = [listDates(from), listDates(to)];
  return [...before].some(([column, dates]) => {
    const others = after.get(column) ?? new Set();
    const gone = [...dates].filter((date) => !others.has(date)).map(readZone);
    const added = [...others].filter((date) => !dates.has(date)).map(readZone);
    return gone.some((zone) => added.some((other) => other !== zone));
  });
}

/** Lists the dates that a reach compares with, by column. */
function listDates(reached: ReachSide): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { property, operand } of listCompared(reached)) {
    if (readColumnType(reached, property) !== 'date' || isHole(operand)) continue;
    const known = found.get(property) ?? new Set();
    found.set(property, known);
    for (const date of Array.isArray(operand) ? operand : [operand])
      if (typeof date === 'string') known.add(date);
  }
  return found;
}
