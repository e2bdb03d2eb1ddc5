import type { PropertyType } from '../../../model/catalog.ts';
import type { ReachComparison } from '../../../model/condition.ts';
import type { RecordReach } from '../../../model/record-reach.ts';
import { type RecordAlternative, type SpelledReach, spellOut } from '../../../model/spell-out.ts';
import type { ReadTypes } from '../read-types.ts';

/** A reach with all that decides which records it selects. */
export interface TypedReach {
  readonly reach: RecordReach;
  readonly types: ReadTypes;
}

/** A reach spelled out, as one of the two that are compared. */
export interface ReachSide extends Omit<SpelledReach, 'alternatives'> {
  readonly alternatives: 'all' | readonly RecordAlternative[];
  readonly types: ReadTypes;
}

/** Comparing more alternatives than this would take too long. */
const mostCompared = 4096;

export function spellSide({ reach, types }: TypedReach): ReachSide | undefined {
  if (reach === 'all') return { alternatives: 'all', typeOf: () => undefined, links: new Map(), types };
  const spelled = spellOut(reach, types.typeOf, mostCompared);
  return spelled && { ...spelled, types };
}

/** Lists the comparisons of all alternatives of a side; none if it reaches every record. */
export const listCompared = ({ alternatives }: ReachSide): readonly ReachComparison[] =>
  alternatives === 'all' ? [] : alternatives.flatMap(({ compared }) => compared);

/** Returns the type of a column; a column of no known type counts as an object, with which nothing compares. */
export const readColumnType = ({ typeOf }: ReachSide, field: string): PropertyType =>
  typeOf(field) ?? 'object';
