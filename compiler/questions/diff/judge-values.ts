import type { Effect } from '../../model/change.ts';
import type { Pair } from '../../model/pair.ts';

/** A rule that judges a changed statement by its two values alone. */
export type JudgeValues = (values: Pair<unknown>) => Effect;

/** Returns a judge that gives every change of a statement the same effect. */
export const judgeAlways =
  (effect: Effect): JudgeValues =>
  () =>
    effect;

/** Judges a flag that protects while it is set. */
export const judgeFlag: JudgeValues = ({ base, head }) =>
  base === true && head !== true ? 'loosens' : head === true ? 'tightens' : 'neutral';

/** Judges a list of requirements: fewer of them loosen, and so does another one in the place of one. */
export const judgeDemand: JudgeValues = ({ base, head }) => {
  const [before, after] = [listAlternatives(base), listAlternatives(head)];
  const isKept = before.every((oneOf) => after.some((now) => now.every((name) => oneOf.includes(name))));
  return isKept ? 'tightens' : 'loosens';
};

/** Returns for each requirement the names that meet it: any one of them is enough. */
const listAlternatives = (required: unknown): readonly (readonly unknown[])[] =>
  toList(required).map((one) =>
    typeof one === 'object' && one !== null && 'anyOf' in one ? toList(one.anyOf) : [one],
  );

/** Judges a list of things that are handed out: more of them loosen. */
export const judgeOffer: JudgeValues = ({ base, head }) =>
  without(head, base).length > 0 ? 'loosens' : without(base, head).length > 0 ? 'tightens' : 'neutral';

/** Judges a list of things that are watched: one that is no longer watched loosens. */
export const judgeWatch: JudgeValues = ({ base, head }) => judgeOffer({ base: head, head: base });

/** Judges a bound whose values cannot be compared: only a new one tightens. */
export const judgeBound: JudgeValues = ({ base, head }) =>
  base === undefined && head !== undefined ? 'tightens' : 'loosens';

/** Judges a number that may not be exceeded: only a smaller one tightens. */
export const judgeLimit: JudgeValues = ({ base, head }) =>
  typeof head === 'number' && (typeof base !== 'number' || head < base) ? 'tightens' : 'loosens';

const toList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const without = (some: unknown, others: unknown): readonly unknown[] => {
  const known = new Set(toList(others));
  return toList(some).filter((one) => !known.has(one));
};

/** Judges a user who came or went, or the whole list of users: one who came with a role loosens. */
export const judgeUser: JudgeValues = ({ head }) => {
  if (head === undefined) return 'tightens';
  return toList(head).some(holdsRole) ? 'loosens' : 'neutral';
};

function holdsRole(one: unknown): boolean {
  if (typeof one !== 'object' || one === null) return false;
  const isIdle = 'active' in one && one.active === false;
  return !isIdle && 'roles' in one && toList(one.roles).length > 0;
}

/** Judges a property: the changes of permissions show one that came or went; another one in its place may protect less. */
export const judgeProperty: JudgeValues = ({ base, head }) =>
  base !== undefined && head !== undefined ? 'loosens' : 'neutral';

/** Judges a relation: portfolios that follow one that came or went show it themselves. */
export const judgeRelation: JudgeValues = ({ base, head }) =>
  base === undefined || head === undefined ? 'neutral' : 'loosens';

/** Judges whether a user is active: one who may sign in again has their roles again. */
export const judgeActive: JudgeValues = ({ head }) => (head === false ? 'tightens' : 'loosens');

/** Judges whether a list of users is complete: more is checked of a complete one. */
export const judgeComplete: JudgeValues = ({ head }) => (head === true ? 'tightens' : 'loosens');

/** Judges the last day of a waiver: a later one loosens. */
export const judgeUntil: JudgeValues = ({ base, head }) =>
  String(head) > String(base) ? 'loosens' : 'tightens';
