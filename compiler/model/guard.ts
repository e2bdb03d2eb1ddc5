import type { PropertyType } from './catalog.ts';
import type { Literal, Operand } from './condition.ts';
import type { Conditions, ConditionValue } from './rule.ts';

/*
 * CASL reads conditions in its own way: below every bound it finds what is missing, null, or a `Date` beside a text; and
 * null is there for `$exists`. What is written for it carries guards against that, and what reads rules back takes them away.
 */

/** What a condition asks of one property: an operand for each operator. */
export type Compared = ReadonlyMap<string, Operand | readonly Operand[]>;

/** A field of a CASL condition with what it asks. */
export type GuardedField = readonly [field: string, value: ConditionValue];

/**
 * The least value of a type: beside an upper bound it keeps out `undefined`, what is not a number and, since no
 * `Date` compares with a text, a `Date`.
 */
const floors: Readonly<Partial<Record<PropertyType, Literal>>> = {
  id: '',
  string: '',
  number: -Number.MAX_VALUE,
  integer: -Number.MAX_VALUE,
  date: '0000-01-01',
};

const isThere = { $exists: true, $nin: [null] } as const;

/** Returns what stock CASL must be asked so that a field is compared as the language means it. */
export function guardValue(compared: Compared, type: PropertyType | undefined): ConditionValue {
  const asked = Object.fromEntries(compared) as Exclude<ConditionValue, Literal | null>;
  // Nothing that is missing or null equals a value.
  if (compared.has('$eq') || compared.has('$in'))
    return compared.size === 1 && compared.has('$eq') ? (compared.get('$eq') as ConditionValue) : asked;
  const floor = type && floors[type];
  const isOpenBelow =
    (compared.has('$lt') || compared.has('$lte')) && !compared.has('$gt') && !compared.has('$gte');
  return { ...(isOpenBelow && floor !== undefined && { $gte: floor }), ...asked, ...isThere };
}

/** Returns what stock CASL must be asked so that a field is missing or null: it looks for null in lists too. */
export function guardAbsence(field: string, type: PropertyType | undefined): readonly GuardedField[] {
  const absent: GuardedField = [field, null];
  return type === 'list' ? [absent, [`${field}.0`, { $exists: false }]] : [absent];
}

/** Takes the guards away: what is left says the same to a matcher that reads conditions as the language means them. */
export function removeGuards(
  conditions: Conditions,
  typeOf: (property: string) => PropertyType | undefined,
): Conditions {
  const fields = Object.entries(conditions).flatMap(([field, value]): [string, Conditions[string]][] => {
    if (field === '$and' && Array.isArray(value))
      return [[field, (value as readonly Conditions[]).map((part) => removeGuards(part, typeOf))]];
    if (value === null) return [[field, { $exists: false }]];
    if (isGuardOfList(field, value, conditions)) return [];
    if (typeof value !== 'object' || Array.isArray(value)) return [[field, value]];
    return [[field, removeGuardsOf(value as Operators, typeOf(field.slice(field.lastIndexOf('.') + 1)))]];
  });
  return Object.fromEntries(fields);
}

type Operators = Readonly<Record<string, unknown>>;

function isGuardOfList(field: string, value: Conditions[string], conditions: Conditions): boolean {
  if (!field.endsWith('.0') || typeof value !== 'object' || value === null) return false;
  const list = field.slice(0, -2);
  return (
    Object.hasOwn(conditions, list) &&
    conditions[list] === null &&
    Object.keys(value).join() === '$exists' &&
    (value as Operators).$exists === false
  );
}

function removeGuardsOf(asked: Operators, type: PropertyType | undefined): ConditionValue {
  const { $nin, ...others } = asked;
  const isGuarded = Array.isArray($nin) && $nin.length === 1 && $nin[0] === null && asked.$exists === true;
  if (!isGuarded) return asked as ConditionValue;
  const { $exists, ...bounds } = others;
  if (Object.keys(bounds).length === 0) return { $exists: true };
  const { $gte, ...rest } = bounds;
  const isFloor = $gte === '' || $gte === -Number.MAX_VALUE || (type === 'date' && $gte === floors.date);
  return (isFloor && ('$lt' in rest || '$lte' in rest) ? rest : bounds) as ConditionValue;
}
