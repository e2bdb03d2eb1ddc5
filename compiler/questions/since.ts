import type { Commit } from '../text/commit.ts';
import { type Answer, answerIn } from './since/answer.ts';
import { type Asked, type Moment, type Moments, nothing } from './since/moment.ts';
import { type Transition, transitions, type Unknown } from './since/transitions.ts';

/** The history of one cell. */
export interface History {
  readonly asked: Asked;
  /** What the newest moment that compiles answers; absent where none does. */
  readonly now?: Answer;
  /** The transition that gave the cell or took it, or brought or removed what it is about; newest of its sort. */
  readonly since?: Told;
  /** Newest first. */
  readonly transitions: readonly Told[];
  /** The moments that do not compile, newest first. */
  readonly unknown: readonly Unknown[];
  /** How far back it goes: to the first commit, to the last transition asked for, or to where the clone ends. */
  readonly reach: 'first' | 'limit' | 'shallow';
}

/** A transition; where a merge made it, with the commit that the merge brought it by. */
export type Told = Transition & { readonly inside?: Commit };

/** What the history of a cell is read from. */
export interface Past {
  /** The policies at every time, newest first; the last may be what there was before all others. */
  readonly moments: Moments;
  /** The sides that a merge brought, each as moments that end with what the side started from. */
  readonly sidesOf: (merge: Commit, without: readonly string[]) => Iterable<Moments>;
}

/**
 * Finds when a cell was given and taken, by whom and through which line. At most so many transitions are looked for,
 * and the one since which things are as they are.
 */
export async function since(past: Past, asked: Asked, most = Number.POSITIVE_INFINITY): Promise<History> {
  const found: Transition[] = [];
  const unknown: Unknown[] = [];
  let now: Answer | undefined;
  let last: Moment | undefined;
  let isCut = false;
  async function* watched() {
    for await (const moment of past.moments) {
      now ??= answerIn(moment, asked);
      last = moment;
      yield moment;
    }
  }
  for await (const one of transitions(watched(), asked)) {
    if (one.kind === 'unknown') unknown.push(one);
    else found.push(one);
    isCut = found.length >= most && found.some(isFlip);
    if (isCut) break;
  }
  const told = await Promise.all(
    found.map(async (one) => ({ ...one, ...(await insideOf(one, past, asked, [])) })),
  );
  const flip = told.find(isFlip);
  return {
    asked,
    ...(now && { now }),
    ...(flip && { since: flip }),
    transitions: told.slice(0, most),
    unknown,
    reach: isCut ? 'limit' : last === nothing ? 'first' : 'shallow',
  };
}

/** Whether a transition is more than a move to other records. */
const isFlip = ({ kind }: Transition): boolean =>
  kind !== 'widened' && kind !== 'narrowed' && kind !== 'shifted';

/**
 * The commit of a merged side that made the transition of the merge: that of the newest transition there, if the
 * side answers since then what the merge answers. Nothing where only both sides together made it.
 */
async function insideOf(
  { commit, after }: Transition,
  past: Past,
  asked: Asked,
  without: readonly string[],
): Promise<{ readonly inside?: Commit }> {
  if (!commit || commit.parents.length < 2) return {};
  const known = [...without, ...commit.parents.slice(0, 1)];
  for (const side of past.sidesOf(commit, known)) {
    const newest = await newestIn(side, asked);
    if (newest?.commit && newest.after.key === after.key)
      return { inside: newest.commit, ...(await insideOf(newest, past, asked, known)) };
  }
  return {};
}

async function newestIn(side: Moments, asked: Asked): Promise<Transition | undefined> {
  for await (const one of transitions(side, asked)) if (one.kind !== 'unknown') return one;
  return undefined;
}
