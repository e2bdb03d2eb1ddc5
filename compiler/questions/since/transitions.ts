import type { Commit } from '../../text/commit.ts';
import { type Answer, answerIn } from './answer.ts';
import { type Because, becauseOf, relationBetween, type TransitionKind } from './because.ts';
import type { Asked, Moment, Moments } from './moment.ts';

/** A revision that changes the answer. */
export interface Transition {
  readonly kind: TransitionKind;
  /** Absent: the work tree, which is not committed. */
  readonly commit?: Commit;
  /** What came or went, where the row or the cell was not there before or is not there any more. */
  readonly with?: 'tenant' | 'role' | 'permission';
  /** Gained although the role granted it all along. */
  readonly woken: boolean;
  /** Lost although the role goes on granting it. */
  readonly asleep: boolean;
  readonly because: Because;
  readonly after: Answer;
  /** The revisions just before this one that do not compile: it may have been one of them. */
  readonly between: readonly Unknown[];
}

/** A revision that does not compile: what it would have answered is not known. */
export interface Unknown extends Pick<Moment, 'commit' | 'diagnostics'> {
  readonly kind: 'unknown';
}

/**
 * Every transition of one cell in a row of moments that follow one another, newest first, and every moment that
 * does not compile. A transition is between neighbours among those that do. Looks at no more moments than needed
 * for the transitions that are asked for.
 */
export async function* transitions(moments: Moments, asked: Asked): AsyncIterable<Transition | Unknown> {
  let newer: Answer | undefined;
  let between: Unknown[] = [];
  for await (const moment of moments) {
    const older = answerIn(moment, asked);
    if (!older) {
      between.push({ kind: 'unknown', diagnostics: moment.diagnostics, ...commitOf(moment) });
      continue;
    }
    const found = newer && transition(older, newer, asked, between);
    if (found) yield found;
    yield* between;
    between = [];
    newer = older;
  }
  yield* between;
}

function transition(
  older: Answer,
  newer: Answer,
  { permission }: Asked,
  between: readonly Unknown[],
): Transition | undefined {
  if (older.key === newer.key) return undefined;
  const kind = kindOf(older, newer, permission);
  if (kind === undefined) return undefined;
  const { isElsewhere, because } = becauseOf(kind, older, newer, permission);
  const came = older.missing ?? newer.missing;
  return {
    kind,
    ...commitOf(newer.moment),
    ...(came && { with: came }),
    woken: isElsewhere && kind === 'gained',
    asleep: isElsewhere && kind === 'lost',
    because,
    after: newer,
    between,
  };
}

function kindOf(older: Answer, newer: Answer, permission: string): TransitionKind | undefined {
  if (older.isEffective && newer.isEffective) {
    const relation = relationBetween(older, newer, permission);
    return relation === 'same' ? undefined : relation;
  }
  if (older.isEffective) return 'lost';
  if (newer.isEffective) return 'gained';
  if ((older.missing === undefined) === (newer.missing === undefined)) return undefined;
  return newer.missing === undefined ? 'appeared' : 'disappeared';
}

const commitOf = ({ commit }: Pick<Moment, 'commit'>): Pick<Moment, 'commit'> =>
  commit === undefined ? {} : { commit };
