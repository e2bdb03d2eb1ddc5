import type { Rule } from '../compiler/model/rule.ts';

/**
 * Returns the rules that a service has served. Throws a `TypeError` unless the value is a list of rules as
 * `policy.ability.rules` gives it: each says what it allows on what, and none forbids, or stands for every subject or
 * property.
 */
export function readServedRules(value: unknown): readonly Rule[] {
  if (!Array.isArray(value)) throw new TypeError(`${wanted}; ${describeWrongValue(value)} came`);
  const rules: readonly unknown[] = value;
  // Not by `forEach`, which leaves out what a list lacks.
  for (let at = 0; at < rules.length; at++) {
    const fault = findFault(rules[at]);
    if (fault !== undefined) throw new TypeError(`${wanted}; rule ${at + 1} of ${rules.length} ${fault}`);
  }
  return rules as readonly Rule[];
}

const wanted = 'a list of rules was expected, as `policy.ability.rules` gives it';

/** The most levels at which conditions of plafond are nested. */
const deepest = 100;

/** `inverted` is what `unpackRules` of CASL adds to every rule. */
const members: readonly string[] = ['action', 'subject', 'fields', 'conditions', 'inverted'];

/** Describes what is wrong with a rule; undefined if nothing is. */
function findFault(rule: unknown): string | undefined {
  if (!isPlain(rule)) return 'is no rule';
  if (rule.inverted !== undefined && rule.inverted !== false)
    return 'is inverted: it forbids, and rules here only allow';
  const strange = Object.keys(rule).find((key) => !members.includes(key));
  if (strange !== undefined) return `has a \`${shorten(strange)}\`, which no rule has here`;
  const { action, subject, fields, conditions } = rule;
  if (subject === undefined) return 'has no subject, so it would be about everything';
  if (!isName(subject) && !isNames(subject))
    return 'has a subject that is neither a name nor a list of names';
  if (!isName(action) && !isNames(action)) return 'has an action that is neither a name nor a list of names';
  if (fields !== undefined && !isFields(fields)) return 'has fields that are no list of names';
  if (conditions === undefined) return undefined;
  if (hasHole(conditions, deepest))
    return 'has a `$user`, as files of `rules/` have: serve `policy.ability.rules`';
  if (!isConditions(conditions, deepest)) return 'has conditions that are no map, or nested too deep';
  return undefined;
}

/**
 * Returns true for names of properties, which are never patterns, and for the one empty name that once stood for no
 * property.
 */
const isFields = (value: unknown): boolean =>
  (isNames(value) && value.every((field) => !field.includes('*'))) ||
  (Array.isArray(value) && value.length === 1 && value[0] === '');

/** Returns true if a value is a map of conditions, also inside every `$and`. */
function isConditions(value: unknown, left: number): boolean {
  if (!isPlain(value) || left === 0) return false;
  return Object.entries(value).every(([field, item]) =>
    field === '$and'
      ? Array.isArray(item) && [...item].every((part) => isConditions(part, left - 1))
      : !isDeeper(item, left),
  );
}

/** Returns true if a value of the signed-in user is still to be filled in somewhere. */
const hasHole = (value: unknown, left: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  left > 0 &&
  (Object.hasOwn(value, '$user') || Object.values(value).some((item) => hasHole(item, left - 1)));

/** Returns true if a value is nested deeper than this, whatever it means. */
const isDeeper = (value: unknown, left: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((item) => isDeeper(item, left - 1)));

/** Returns true if a value is an object that JSON could give: no list, and of no class. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: object | null = Object.getPrototypeOf(value);
  // That of objects of another realm is another one, and has no prototype either; that of lists has one.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Returns true if a value is a name. A NUL would stand for everything: see `strictAbility`. */
const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !value.includes('\0');

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && [...value].every(isName);

function describeWrongValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return 'a text';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if ('rules' in value) return 'an object with `rules`, which are what is wanted,';
  if (typeof (value as { readonly then?: unknown }).then === 'function') return 'a promise, not awaited,';
  return 'an object';
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
