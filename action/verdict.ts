import { changeKinds, type Direction } from '../compiler/model/change.ts';
import type { Report as Difference } from '../compiler/print/diff/report.ts';
import { isWidening, wordOf } from '../compiler/print/diff/sentences.ts';

/** What a pull request does to who may do what, in one word. */
export type Verdict = 'escalation' | 'wider' | 'narrower' | 'mixed' | 'no-effect';

/** The verdict on a difference; none where there is no difference. Users who get other roles count too. */
export function verdict(diff: Difference | null | undefined): Verdict | undefined {
  if (!diff) return undefined;
  if (wordOf(diff) === 'ESCALATION') return 'escalation';
  const { direction, reassigned } = diff;
  const isWider =
    direction === 'wider' || direction === 'both' || reassigned.some(({ change }) => change === 'given');
  const isNarrower =
    direction === 'narrower' || direction === 'both' || reassigned.some(({ change }) => change === 'taken');
  if (isWider) return isNarrower ? 'mixed' : 'wider';
  return isNarrower ? 'narrower' : 'no-effect';
}

/** Whether what a difference says in sum is what its groups say: a report that was made up may contradict itself. */
export function isConsistent({ direction, counts, groups }: Difference): boolean {
  const sizeOf = (kind: (typeof changeKinds)[number]) =>
    groups.reduce((sum, group) => (group.kind === kind ? sum + group.size : sum), 0);
  return changeKinds.every((kind) => counts[kind] === sizeOf(kind)) && direction === directionOf(groups);
}

/** What cannot be compared goes both ways. */
function directionOf(groups: Difference['groups']): Direction {
  const isWider = groups.some(({ kind }) => isWidening(kind));
  const isNarrower = groups.some(({ kind }) => !isWidening(kind) || kind === 'shifted');
  if (isWider) return isNarrower ? 'both' : 'wider';
  return isNarrower ? 'narrower' : 'none';
}
