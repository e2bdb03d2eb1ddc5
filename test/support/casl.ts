import { buildMongoQueryMatcher, createMongoAbility, type MongoAbility } from '@casl/ability';
import type { PropertyType } from '../../compiler/model/catalog.ts';
import type { Policy } from '../../compiler/model/policy.ts';
import type { Rule } from '../../compiler/model/rule.ts';

/** The attributes of a signed-in user. */
export type Attributes = Readonly<Record<string, unknown>>;

/**
 * The way to read conditions: as CASL does by itself, or so that types never mix and a missing value equals nothing.
 */
export type Matching = 'stock' | 'strict';

/** CASL's own ability on emitted rules, with the holes filled for a user. */
export function abilityOf(
  rules: readonly Rule[],
  user: Attributes,
  matching: Matching = 'stock',
): MongoAbility {
  const raw = rules.flatMap((rule) => filled(rule, user) ?? []) as Parameters<typeof createMongoAbility>[0];
  if (matching === 'stock') return createMongoAbility(raw);
  return createMongoAbility(raw, { conditionsMatcher: strictMatcher as typeof stockMatcher });
}

/** A value for every attribute that a policy knows of its users. */
export const sampleUser = ({ attributes }: Policy): Attributes =>
  Object.fromEntries([...attributes].map(([name, type]) => [name, samples[type]]));

const samples: Readonly<Record<PropertyType, unknown>> = {
  id: 'u1',
  string: 'red',
  number: 1.5,
  integer: 2,
  boolean: true,
  date: '2027-01-01',
  list: ['u1', 'u2'],
  object: {},
};

/** Fills a rule for one user; undefined if it needs an attribute that the user lacks, since then no record meets it. */
function filled(rule: Rule, user: Attributes): Rule | undefined {
  if (!rule.conditions) return rule;
  let isWhole = true;
  const fill = (value: unknown, operator: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => fill(item, ''));
    if (typeof value !== 'object' || value === null) return value;
    if (!('$user' in value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, key)]));
    const known = Object.hasOwn(user, String(value.$user)) ? user[String(value.$user)] : undefined;
    if (known === undefined || known === null || (operator === '$in' && !Array.isArray(known)))
      isWhole = false;
    return known;
  };
  const conditions = fill(rule.conditions, '') as NonNullable<Rule['conditions']>;
  return isWhole ? { ...rule, conditions } : undefined;
}

const stockMatcher = buildMongoQueryMatcher({}, {});

type Comparable = string | number;

const isComparable = (value: unknown): value is Comparable =>
  typeof value === 'string' || (typeof value === 'number' && !Number.isNaN(value));

/** CASL's own says “smaller” of whatever it cannot compare, so that a missing value is below every bound. */
function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (!isComparable(a) || !isComparable(b) || typeof a !== typeof b) return 2;
  return a > b ? 1 : -1;
}

type Interpreters = NonNullable<Parameters<typeof buildMongoQueryMatcher>[1]>;

const strictLeaves = buildMongoQueryMatcher(
  {},
  {
    exists: (condition: { field: string; value: unknown }, record: object, { get }: { get: Getter }) =>
      ((get(record, condition.field) ?? undefined) !== undefined) === condition.value,
  } as unknown as Interpreters,
  { compare } as Parameters<typeof buildMongoQueryMatcher>[2] & object,
);

type Getter = (record: object, field: string) => unknown;

/** The matcher that rules are meant for: null is missing, and `$and` is read, which CASL's own takes for a field. */
function strictMatcher(conditions: Readonly<Record<string, unknown>>): (record: object) => boolean {
  const { $and = [], ...others } = conditions;
  const parts = [
    strictLeaves(others as Parameters<typeof stockMatcher>[0]),
    ...($and as readonly Readonly<Record<string, unknown>>[]).map(strictMatcher),
  ];
  return (record) => parts.every((part) => part(record as Record<PropertyKey, unknown>));
}
