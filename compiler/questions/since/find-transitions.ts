import type { Commit } from '../../text/commit.ts';
import { findCause, relateReaches, type TransitionCause, type TransitionKind } from './find-cause.ts';
import { findUserCause } from './find-user-cause.ts';
import type { CellQuery, PolicyRevision, PolicyRevisions } from './policy-revision.ts';
import { type CellState, type MissingPart, readCell } from './read-cell.ts';

/** A change of a cell's state from one revision to the next. */
export interface Transition {
  readonly kind: TransitionKind;
  /** The commit that made the change; absent for the work tree, which is not committed. */
  readonly commit?: Commit;
  /** The thing that came or went, if the tenant, role, user or permission is missing before or after. */
  readonly with?: MissingPart;
  /** True if the cell was gained although the role granted it all along. */
  readonly woken: boolean;
  /** True if the cell was lost although the role goes on granting it. */
  readonly asleep: boolean;
  readonly because: TransitionCause;
  readonly after: CellState;
  /** The revisions just before this one that do not compile: one of them may have made the change. */
  readonly between: readonly BrokenRevision[];
}

/** A revision that does not compile, in which the state of the cell is not known. */
export interface BrokenRevision extends Pick<PolicyRevision, 'commit' | 'diagnostics'> {
  readonly kind: 'unknown';
}

/**
 * Finds every transition of a cell between revisions that follow one another, newest first, and every revision that does
 * not compile. A transition is between neighbours among those that compile. Reads no more revisions than are needed for
 * the transitions that the caller takes.
 */
export async function* findTransitions(
  revisions: PolicyRevisions,
  query: CellQuery,
): AsyncIterable<Transition | BrokenRevision> {
  let newer: CellState | undefined;
  let between: BrokenRevision[] = [];
  for await (const revision of revisions) {
    const older = readCell(revision, query);
    if (!older) {
      between.push({ kind: 'unknown', diagnostics: revision.diagnostics, ...commitOf(revision) });
      continue;
    }
    const found = newer && compareStates(older, newer, query, between);
    if (found) yield found;
    yield* between;
    between = [];
    newer = older;
  }
  yield* between;
}

function compareStates(
  older: CellState,
  newer: CellState,
  { permission, user }: CellQuery,
  between: readonly BrokenRevision[],
): Transition | undefined {
  if (older.key === newer.key) return undefined;
  const kind = findKind(older, newer, permission);
  if (kind === undefined) return undefined;
  const { isElsewhere, because } = (user === undefined ? findCause : findUserCause)(
    kind,
    older,
    newer,
    permission,
  );
  const came = older.missing ?? newer.missing;
  return {
    kind,
    ...commitOf(newer.revision),
    ...(came && { with: came }),
    woken: isElsewhere && kind === 'gained',
    asleep: isElsewhere && kind === 'lost',
    because,
    after: newer,
    between,
  };
}

function findKind(older: CellState, newer: CellState, permission: string): TransitionKind | undefined {
  if (older.isEffective && newer.isEffective) {
    const relation = relateReaches(older, newer, permission);
    return relation === 'same' ? undefined : relation;
  }
  if (older.isEffective) return 'lost';
  if (newer.isEffective) return 'gained';
  if ((older.missing === undefined) === (newer.missing === undefined)) return undefined;
  return newer.missing === undefined ? 'appeared' : 'disappeared';
}

const commitOf = ({ commit }: Pick<PolicyRevision, 'commit'>): Pick<PolicyRevision, 'commit'> =>
  commit === undefined ? {} : { commit };
