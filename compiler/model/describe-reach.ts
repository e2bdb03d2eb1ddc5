import { describeCondition } from './describe-condition.ts';
import { type LinkedReach, prefixOf, type RecordReach } from './record-reach.ts';

/** Describes in words the records that are reached: `owner is the user's id, or coOwner is the user's id`. */
export function describeReach(reach: Exclude<RecordReach, 'all'>): string {
  switch (reach.kind) {
    case 'linked':
      return describeLink(reach);
    case 'union':
      return reach.of.length > 0 ? reach.of.map(describeReach).join(', or ') : 'none';
    case 'common':
      return reach.of
        .map((part) => (isSimple(part) ? describeReach(part) : `(${describeReach(part)})`))
        .join(' and ');
  }
}

const isSimple = (reach: Exclude<RecordReach, 'all'>): boolean =>
  reach.kind === 'linked' && reach.alternatives.length === 1;

/** Describes a link; one record of a list is enough: `one of watchers has: name is "x"`. */
function describeLink({ path, alternatives }: LinkedReach): string {
  if (alternatives.length === 0) return 'none';
  const last = path.findLastIndex(({ many }) => many);
  if (last === -1) return describeCondition(alternatives, prefixOf(path));
  const list = path.slice(0, last + 1).map(({ name }) => name);
  const inner = describeCondition(alternatives, prefixOf(path.slice(last + 1)));
  return `one of ${list.join('.')} has: ${inner}`;
}
