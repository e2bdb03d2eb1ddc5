import type { JudgedRecord } from './judge-records.ts';

/** The records that somebody gains and loses from one revision to another. */
export interface ReachChange {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  /** The records that are reached only after, with the ways. */
  readonly gained: readonly JudgedRecord[];
  /** The records that are reached only before, with the reason why not any more. */
  readonly lost: readonly JudgedRecord[];
}

/** Compares what somebody reaches of the same records in two revisions. In a revision without them they reach nothing. */
export function compareReach(
  name: string,
  base: readonly JudgedRecord[] | undefined,
  head: readonly JudgedRecord[] | undefined,
): ReachChange {
  const isReached = (judged: readonly JudgedRecord[] | undefined, at: number) =>
    judged?.[at]?.isReached ?? false;
  const count = (judged: readonly JudgedRecord[] = []) => judged.filter((one) => one.isReached).length;
  const all = head ?? base ?? [];
  return {
    name,
    before: count(base),
    after: count(head),
    gained: all.filter((_, at) => isReached(head, at) && !isReached(base, at)),
    lost: all.flatMap((one, at) => {
      if (isReached(head, at) || !isReached(base, at)) return [];
      return [
        head ? one : { ...one, isReached: false, by: [], because: 'they are no active users any more' },
      ];
    }),
  };
}
