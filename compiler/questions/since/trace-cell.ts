import type { Commit } from '../../text/commit.ts';
import { type BrokenRevision, findTransitions, type Transition } from './find-transitions.ts';
import {
  beforeFirstCommit,
  type CellQuery,
  type PolicyRevision,
  type PolicyRevisions,
} from './policy-revision.ts';
import { type CellState, readCell } from './read-cell.ts';

/** The history of one cell of the matrix. */
export interface CellHistory {
  readonly query: CellQuery;
  /** The state of the cell in the newest revision that compiles; absent if none does. */
  readonly now?: CellState;
  /** The newest transition that gave or took the cell, or brought or removed its tenant, role or permission. */
  readonly since?: TracedTransition;
  /** The transitions, newest first. */
  readonly transitions: readonly TracedTransition[];
  /** The revisions that do not compile, newest first. */
  readonly unknown: readonly BrokenRevision[];
  /** The end of the history: the first commit, the last transition asked for, or the end of a shallow clone. */
  readonly reach: 'first' | 'limit' | 'shallow';
  /** The folders in which the policies were before the first commit of theirs; absent if they were in none. */
  readonly formerFolders?: readonly string[];
}

/** A transition; for one that a merge made, with the commit inside the merge that made it. */
export type TracedTransition = Transition & { readonly inside?: Commit };

/** The revisions from which the history of a cell is read. */
export interface RevisionReader {
  /** The revisions of the branch, newest first; the last may be `beforeFirstCommit`. */
  readonly revisions: PolicyRevisions;
  /** Returns the sides that a merge brought, each as revisions that end with the one the side started from. */
  readonly sidesOf: (merge: Commit, without: readonly string[]) => Iterable<PolicyRevisions>;
}

/**
 * Finds when a cell was given and taken, by which commit and through which line. Looks for at most `most` transitions,
 * and further for the newest one that gave or took the cell.
 */
export async function traceCell(
  past: RevisionReader,
  query: CellQuery,
  most = Number.POSITIVE_INFINITY,
): Promise<CellHistory> {
  const found: Transition[] = [];
  const unknown: BrokenRevision[] = [];
  let now: CellState | undefined;
  let last: PolicyRevision | undefined;
  let isCut = false;
  async function* watched() {
    for await (const revision of past.revisions) {
      now ??= readCell(revision, query);
      last = revision;
      yield revision;
    }
  }
  for await (const one of findTransitions(watched(), query)) {
    if (one.kind === 'unknown') unknown.push(one);
    else found.push(one);
    isCut = found.length >= most && found.some(isFlip);
    if (isCut) break;
  }
  const transitions = await Promise.all(
    found.map(async (one) => ({ ...one, ...(await findMergedCommit(one, past, query, [])) })),
  );
  const flip = transitions.find(isFlip);
  return {
    query,
    ...(now && { now }),
    ...(flip && { since: flip }),
    transitions: transitions.slice(0, most),
    unknown,
    reach: isCut ? 'limit' : last === beforeFirstCommit ? 'first' : 'shallow',
  };
}

/** Tells whether a transition is more than a move to other records. */
const isFlip = ({ kind }: Transition): boolean =>
  kind !== 'widened' && kind !== 'narrowed' && kind !== 'shifted';

/**
 * Finds the commit on a merged side that made the transition of the merge: that of the side's newest transition, if it
 * left the cell in the state that the merge has. Returns an empty object if only both sides together made it.
 */
async function findMergedCommit(
  { commit, after }: Transition,
  past: RevisionReader,
  query: CellQuery,
  without: readonly string[],
): Promise<{ readonly inside?: Commit }> {
  if (!commit || commit.parents.length < 2) return {};
  const known = [...without, ...commit.parents.slice(0, 1)];
  for (const side of past.sidesOf(commit, known)) {
    const newest = await findNewest(side, query);
    if (newest?.commit && newest.after.key === after.key)
      return { inside: newest.commit, ...(await findMergedCommit(newest, past, query, known)) };
  }
  return {};
}

async function findNewest(side: PolicyRevisions, query: CellQuery): Promise<Transition | undefined> {
  for await (const one of findTransitions(side, query)) if (one.kind !== 'unknown') return one;
  return undefined;
}
