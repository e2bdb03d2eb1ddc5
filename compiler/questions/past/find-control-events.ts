import type { ControlResult, ControlState } from '../../model/control.ts';
import { placeIn, valueIn } from '../../model/document.ts';
import { holderOf, type Invariant, type Waiver } from '../../model/invariant.ts';
import type { Policy } from '../../model/policy.ts';
import { count } from '../../text/count.ts';
import { listFirst } from '../../text/list.ts';
import { findWeakenings } from '../diff/find-weakenings.ts';
import { findWaiverLoosening } from '../diff/judge-guards.ts';
import type { ControlEvent, ControlEventKind, PastStep, ReadRevision } from './past.ts';

/** The results of all controls on a day of a revision. */
export interface JudgedDay {
  readonly revision: ReadRevision;
  readonly day: string;
  /** True for the day on which the revision came; on the others only the end of a waiver can change something. */
  readonly isFirst: boolean;
  readonly results: readonly ControlResult[];
  readonly unread: number;
  /** The place of the revision among all, newest first. */
  readonly rank: number;
}

/** A change with the place of its revision among all, newest first. */
export interface RankedEvent {
  readonly rank: number;
  readonly event: ControlEvent;
}

/** Lists the days in the life of a revision on which results can change: its first one, and each after the end of a waiver. */
export function listDaysToJudge({ waivers }: Policy, first: string, last: string): readonly string[] {
  const ends = waivers.map(({ until }) => nextDay(until)).filter((day) => first < day && day <= last);
  return [first, ...new Set(ends.sort())];
}

const nextDay = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** Finds how a step changed what invariants demand and what waivers let. */
export function findGuardEvents(step: PastStep, day: string): readonly ControlEvent[] {
  const [base, head] = [step.older.matrix.policy, step.newer.matrix.policy];
  const { commit } = step.newer;
  const make = (control: string, kind: ControlEventKind, details: string): ControlEvent => ({
    ...(commit && { commit }),
    ...{ unread: step.unread, day, control, kind, details },
  });
  const before = new Map(base.invariants.map((one) => [one.name, one]));
  const after = new Map(head.invariants.map((one) => [one.name, one]));
  return [
    ...head.invariants.flatMap((is) => {
      const was = before.get(is.name);
      if (!was) return [make(is.name, 'introduced', describeDemand(is))];
      const weaker = findWeakenings(was, is, base, head).map(({ change }) => change);
      if (weaker.length > 0) return [make(is.name, 'weakened', removeBackticks(weaker.join('; ')))];
      return isSameStatement(was, is) ? [] : [make(is.name, 'edited', describeDemand(is))];
    }),
    ...base.invariants
      .filter(({ name }) => !after.has(name))
      .map((was) => make(was.name, 'removed', describeDemand(was))),
    ...listWaiverChanges(base, head).map(([{ invariant }, details]) => make(invariant, 'waiver', details)),
  ];
}

const describeDemand = ({ severity, demand, patterns, because }: Invariant): string =>
  `${severity}, ${demand} ${patterns.map(({ text }) => text).join(', ')}: ${because}`;

const isSameStatement = (was: Invariant, is: Invariant): boolean => {
  const [before, after] = [was, is].map(({ at }) => JSON.stringify(valueIn(placeIn(at.document, []))));
  return before === after;
};

const removeBackticks = (text: string): string => text.replaceAll('`', '');

/** Lists the waivers that came, went or became others, each with what happened in words. */
function listWaiverChanges(base: Policy, head: Policy): readonly (readonly [Waiver, string])[] {
  const [before, after] = [base, head].map(({ waivers }) => new Set(waivers.map(spellWaiver)));
  const came = head.waivers.filter((waiver) => !before?.has(spellWaiver(waiver)));
  const went = base.waivers.filter((waiver) => !after?.has(spellWaiver(waiver)));
  return [
    ...came.map((waiver) => [waiver, `${wayOf(waiver, base)}: ${describeWaiver(waiver)}`] as const),
    ...went
      .filter((waiver) => !came.some((one) => isOfSame(one, waiver)))
      .map((waiver) => [waiver, `removed: ${describeWaiver(waiver)}`] as const),
  ];
}

function wayOf(waiver: Waiver, base: Policy): string {
  const loosening = findWaiverLoosening(waiver, base);
  if (loosening) return loosening.way;
  return base.waivers.some((one) => isOfSame(one, waiver)) ? 'changed' : 'added';
}

const isOfSame = (one: Waiver, other: Waiver): boolean =>
  one.invariant === other.invariant && holderOf(one) === holderOf(other);

const spellWaiver = ({ invariant, role, user, tenant, owner, because, until }: Waiver): string =>
  JSON.stringify([invariant, role, user, tenant, owner, because, until]);

const describeWaiver = ({ role, user, tenant, until, owner, because }: Waiver): string =>
  `${role === undefined ? `user ${user ?? ''}` : `role ${role}`} in ${tenant ?? 'every tenant'}, until ${until}, owner ${owner}: ${because}`;

/** Finds the invariants of which the result, or who breaks them, is another one from a day on. Days are in their order. */
export const findResultEvents = (days: readonly JudgedDay[]): readonly RankedEvent[] =>
  days.flatMap((judged, at) => {
    const before = days[at - 1];
    return before ? compareDays(before, judged).map((event) => ({ rank: judged.rank, event })) : [];
  });

function compareDays(before: JudgedDay, judged: JudgedDay): readonly ControlEvent[] {
  const known = new Map(before.results.map((one) => [keyOf(one), one]));
  const { day, isFirst, revision, results } = judged;
  const commit = isFirst ? revision.commit : undefined;
  const unread = isFirst ? judged.unread : 0;
  return results.flatMap((is): readonly ControlEvent[] => {
    const was = known.get(keyOf(is));
    if (was ? spellResult(was) === spellResult(is) : !isNoteworthy(is)) return [];
    const details = `${was ? `${was.state} -> ` : ''}${is.invariant ? describeResult(is) : describeRule(was, is)}`;
    const rule = is.invariant ? {} : { isRule: true as const };
    return [{ ...(commit && { commit }), unread, day, control: is.name, ...rule, kind: 'result', details }];
  });
}

/** Returns a text that tells controls apart: an invariant may have the name of a rule. */
const keyOf = ({ name, invariant }: ControlResult): string => `${invariant ? 'invariant' : 'rule'} ${name}`;

/** Returns true for the first result of a control that came, if it is not kept from its first day on. */
const isNoteworthy = ({ state }: ControlResult): boolean => state === 'failed' || state === 'waived';

const spellResult = ({ state, brokenBy, brokenUnderWaiver }: ControlResult): string =>
  JSON.stringify([state, brokenBy, brokenUnderWaiver]);

function describeResult({ state, brokenBy, brokenUnderWaiver }: ControlResult): string {
  const broken = brokenBy.length > 0 ? ` by ${listFirst(brokenBy, mostNames)}` : '';
  const waived =
    brokenUnderWaiver.length > 0 ? `, under a waiver by ${listFirst(brokenUnderWaiver, mostNames)}` : '';
  return `${state}${broken}${waived}`;
}

/** Describes the result of a rule by what it finds now and did not before, and the other way round. */
function describeRule(was: ControlResult | undefined, { state, brokenBy }: ControlResult): string {
  const before = was?.brokenBy ?? [];
  const came = brokenBy.filter((message) => !before.includes(message));
  const went = before.filter((message) => !brokenBy.includes(message));
  const list = (some: readonly string[]) => removeBackticks(listFirst(some, mostMessages));
  return [
    `${state}, ${count(brokenBy.length, 'finding')}`,
    ...(came.length > 0 ? [`new: ${list(came)}`] : []),
    ...(went.length > 0 ? [`gone: ${list(went)}`] : []),
  ].join('; ');
}

/** The most messages of a rule that are told; the others are counted. */
const mostMessages = 5;

/** The most names of those who break a control; the others are counted. */
const mostNames = 20;

/** Returns the worse of two results. */
export const worseState = (one: ControlState, other: ControlState): ControlState =>
  order.indexOf(one) < order.indexOf(other) ? other : one;

const order: readonly ControlState[] = ['idle', 'passed', 'waived', 'failed'];
