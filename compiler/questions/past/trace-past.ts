import type { ControlResult, ControlState } from '../../model/control.ts';
import type { Matrix } from '../../model/matrix.ts';
import { byCodeUnit } from '../../text/order.ts';
import { openRightDater, type RightDater } from './date-rights.ts';
import { openRoleRightDater, type RoleRightDater } from './date-role-rights.ts';
import {
  findGuardEvents,
  findResultEvents,
  type JudgedDay,
  listDaysToJudge,
  type RankedEvent,
  worseState,
} from './find-control-events.ts';
import { findRoleEvents } from './find-role-events.ts';
import { findUserEvents } from './find-user-events.ts';
import type {
  ControlEvent,
  ControlPast,
  Past,
  PastOrigin,
  PastRevision,
  PastStep,
  RoleEvent,
  UserEvent,
} from './past.ts';

/** The period that a pack looks back over, and how its controls are judged. */
export interface Period {
  /** The first day, on which the commit was made after which the period begins. */
  readonly from: string;
  /** The last day: that of the pack. */
  readonly to: string;
  /** Judges the invariants of a matrix on a day. */
  readonly judge: (matrix: Matrix, day: string) => readonly ControlResult[];
}

/** All that is found while revisions are read from the newest to the oldest. */
interface Trace {
  readonly period: Period;
  readonly rights: RightDater;
  readonly roleRights: RoleRightDater;
  readonly roles: RoleEvent[];
  readonly users: UserEvent[];
  readonly guards: RankedEvent[];
  /** Newest first. */
  readonly days: JudgedDay[];
  readonly introduced: Map<string, PastOrigin>;
  /** The invariants of today that every revision had up to here. */
  readonly standing: Set<string>;
  /** The day on which the revision came that was judged last. */
  last: string;
  /** True once the revision was judged with which the period begins. */
  isOver: boolean;
}

/**
 * Traces what users have and what guards them back through revisions, newest first, the first of which holds the policies of
 * today. What happened is told of the period alone; since when something is there is looked for as far as the revisions go.
 * `each` is called for every one of them.
 */
export async function tracePast(
  revisions: Iterable<PastRevision>,
  today: Matrix,
  period: Period,
  each: () => Promise<void>,
): Promise<Past> {
  const trace: Trace = {
    ...{ period, rights: openRightDater(today), roleRights: openRoleRightDater(today) },
    ...{ users: [], roles: [], guards: [], days: [], introduced: new Map() },
    standing: new Set(today.policy.invariants.map(({ name }) => name)),
    last: period.to,
    isOver: false,
  };
  let newer: Ranked | undefined;
  let [rank, read, lost, unread] = [0, 0, 0, 0];
  for (const revision of revisions) {
    await each();
    const { matrix, isInPeriod } = revision;
    if (isInPeriod) read++;
    if (matrix) {
      const older: Ranked = { revision: { ...revision, matrix }, rank };
      if (newer) takeStep(trace, newer, older, unread);
      newer = older;
      unread = 0;
    } else {
      unread++;
      if (isInPeriod) lost++;
    }
    rank++;
  }
  if (newer) judgeRevision(trace, newer, 0);
  const results = findResultEvents(trace.days.toReversed());
  return {
    originOf: trace.rights.end(),
    originOfRole: trace.roleRights.end(),
    roles: trace.roles,
    users: trace.users,
    controls: sortEvents([...trace.guards, ...results]),
    ...sumUpControls(trace, today),
    read,
    unread: lost,
  };
}

/** A revision with its place among all, newest first. */
type Ranked = Pick<JudgedDay, 'revision' | 'rank'>;

function takeStep(trace: Trace, newer: Ranked, older: Ranked, unread: number): void {
  const { period, standing } = trace;
  const step: PastStep = { older: older.revision, newer: newer.revision, unread };
  trace.rights.step(step);
  trace.roleRights.step(step);
  judgeRevision(trace, newer, unread);
  const { commit, isInPeriod, matrix } = newer.revision;
  const { invariants } = older.revision.matrix.policy;
  for (const name of standing) {
    if (invariants.some((one) => one.name === name)) continue;
    standing.delete(name);
    trace.introduced.set(name, { ...(commit && { commit }), isEarlier: false, unread });
  }
  if (!isInPeriod) return;
  const named = { ...step, older: { ...step.older, matrix: step.older.nameAs(matrix.policy) } };
  trace.users.push(...findUserEvents(named));
  trace.roles.push(...findRoleEvents(named));
  const events = findGuardEvents(named, firstDayOf(newer.revision, period));
  trace.guards.push(...events.map((event) => ({ rank: newer.rank, event })));
}

/**
 * Judges the invariants of a revision on every day of its life on which a result can change, the last day first. The one with
 * which the period begins is judged too, and none before it.
 */
function judgeRevision(trace: Trace, { revision, rank }: Ranked, unread: number): void {
  if (trace.isOver) return;
  const { period, days, last } = trace;
  const { matrix, isInPeriod } = revision;
  const first = isInPeriod ? firstDayOf(revision, period) : period.from;
  for (const day of listDaysToJudge(matrix.policy, first, last).toReversed())
    days.push({ revision, rank, unread, day, isFirst: day === first, results: period.judge(matrix, day) });
  trace.last = first;
  trace.isOver = !isInPeriod;
}

/** Returns the day of a revision in UTC; for the work tree, that of the pack. */
const firstDayOf = ({ commit }: PastRevision, { to }: Period): string =>
  commit ? new Date(commit.time).toISOString().slice(0, 10) : to;

function sumUpControls({ days, introduced }: Trace, today: Matrix): Pick<Past, 'controlPasts' | 'rulePasts'> {
  const ofInvariants = indexResults(days, true);
  const ofRules = indexResults(days, false);
  const sumUp = (own: IndexedResults | undefined): ControlPast => ({
    ...(own?.atStart && { atStart: own.atStart }),
    worst: (own?.states ?? []).reduce(worseState, 'idle' satisfies ControlState as ControlState),
  });
  return {
    controlPasts: new Map(
      today.policy.invariants.map(({ name }) => [
        name,
        {
          introduced: introduced.get(name) ?? { isEarlier: true, unread: 0 },
          ...sumUp(ofInvariants.get(name)),
        },
      ]),
    ),
    rulePasts: new Map([...ofRules].map(([name, own]) => [name, sumUp(own)])),
  };
}

/** The states of a control on all days, and the one at the beginning of the period. */
interface IndexedResults {
  readonly states: ControlState[];
  atStart?: ControlState;
}

/** Indexes the results of invariants, or of rules, by name. */
function indexResults(
  days: readonly JudgedDay[],
  ofInvariants: boolean,
): ReadonlyMap<string, IndexedResults> {
  const found = new Map<string, IndexedResults>();
  for (const [at, { results }] of days.entries())
    for (const { name, invariant, state } of results) {
      if ((invariant !== undefined) !== ofInvariants) continue;
      const own: IndexedResults = found.get(name) ?? { states: [] };
      found.set(name, own);
      own.states.push(state);
      if (at === days.length - 1) own.atStart = state;
    }
  return found;
}

/** Sorts events: those of the newest revision first, and of these the latest. */
const sortEvents = (events: readonly RankedEvent[]): readonly ControlEvent[] =>
  events
    .toSorted((a, b) => a.rank - b.rank || byCodeUnit(b.event.day, a.event.day))
    .map(({ event }) => event);
