import { reachOf } from '../../model/cell-reach.ts';
import type { Row } from '../../model/matrix.ts';
import type { Pair } from '../../model/pair.ts';
import { keyOfReach, type RecordReach } from '../../model/record-reach.ts';
import { compareReaches, type ReachRelation } from './compare-reaches.ts';
import type { AlikeCells, ColumnChange } from './group-alike-cells.ts';
import type { ReadTypes } from './read-types.ts';

/** Tells how what is reached changes, from the records before and after and the change of the columns. */
export type CompareRecords = (old: RecordReach, now: RecordReach, columns: ColumnChange) => ReachRelation;

/** Prepares comparing the reach of cells between two rows. */
export function prepareReachComparison(
  relationOf: CompareRecords,
): (before: Row, after: Row, alike: AlikeCells) => ReachRelation {
  return (before, after, { base: was, head: is, columns }) =>
    relationOf(reachOf(before, was), reachOf(after, is), columns);
}

/**
 * Prepares comparing records of one tenant that are reached with a permission on both sides; each pair of reaches is compared
 * once.
 */
export function prepareRecordComparison(types: Pair<ReadTypes>): CompareRecords {
  const known = new Map<string, ReachRelation>();
  return (old, now, columns) => {
    if (old === 'all' && now === 'all') return addColumns('same', columns);
    const key = `${keyOfReach(old)}\n${keyOfReach(now)}`;
    const records = readOrMake(known, key, () =>
      compareReaches({ reach: old, types: types.base }, { reach: now, types: types.head }),
    );
    return addColumns(records, columns);
  };
}

/** Combines a change of records with one of columns: more columns of fewer records are neither wider nor narrower. */
function addColumns(records: ReachRelation, columns: ColumnChange): ReachRelation {
  if (columns === 'same') return records;
  const alike = columns === 'opened' ? 'widened' : 'narrowed';
  return records === 'same' || records === alike ? alike : 'shifted';
}

function readOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
