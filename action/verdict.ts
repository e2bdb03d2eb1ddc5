import type { ChangeJson, DiffJson } from './diff.ts';

/** What a pull request does to who may do what, in one word. */
export type Verdict = 'escalation' | 'wider' | 'narrower' | 'mixed' | 'no-effect';

/** The verdict on a difference, reckoned from its changes; none where there is no difference. */
export function verdict({ diff }: { readonly diff?: DiffJson | null | undefined }): Verdict | undefined {
  if (!diff) return undefined;
  if (diff.changes.some(isGrave)) return 'escalation';
  const words = { wider: 'wider', narrower: 'narrower', both: 'mixed', none: 'no-effect' } as const;
  return words[directionOf(diff.changes)];
}

/** Whether a change lets someone do what lets them do more, or carry data away. */
export const isGrave = ({ kind, risk }: ChangeJson): boolean =>
  isWidening(kind) && (risk === 'escalation' || risk === 'exfiltration');

/** The direction of changes; one whose records cannot be compared goes both ways. */
export function directionOf(changes: readonly ChangeJson[]): DiffJson['direction'] {
  const isWider = changes.some(({ kind }) => isWidening(kind));
  const isNarrower = changes.some(({ kind }) => isNarrowing(kind));
  if (isWider) return isNarrower ? 'both' : 'wider';
  return isNarrower ? 'narrower' : 'none';
}

const isWidening = (kind: ChangeJson['kind']) => ['gained', 'widened', 'shifted'].includes(kind);
const isNarrowing = (kind: ChangeJson['kind']) => ['lost', 'narrowed', 'shifted'].includes(kind);
