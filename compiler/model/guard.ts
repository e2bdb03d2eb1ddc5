import type { PropertyType } from './catalog.ts';
import type { Literal, Operand } from './condition.ts';
import type { Conditions, ConditionValue } from './rule.ts';

/*
 * Stock CASL reads conditions in its own way: a value that is missing or null is below every bound, and so is a `Date`
 * compared with a text; and `$exists: true` is met by null. Rules carry guards against this, comparisons that the language
 * does not need; our own matcher takes the guards away again.
 */

/** The comparisons of one property: an operand for each operator. */
export type Compared = ReadonlyMap<string, Operand | readonly Operand[]>;

/** A field of a CASL condition with its value. */
export type GuardedField = readonly [field: string, value: ConditionValue];

/**
 * The least value of each type. As a lower bound beside an upper one it keeps out values that are missing or of another
 * type, a `Date` included.
 */
const floors: Readonly<Partial<Record<PropertyType, Literal>>> = {
  id: '',
  string: '',
  number: -Number.MAX_VALUE,
  integer: -Number.MAX_VALUE,
  date: '0000-01-01',
};

const isThere = { $exists: true, $nin: [null] } as const;

/** Returns the value of a field that makes stock CASL compare the field as the language does. */
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

/** Returns the fields that make stock CASL test that a value is missing or null; it takes a list with null in it for null. */
export function guardAbsence(field: string, type: PropertyType | undefined): readonly GuardedField[] {
  const absent: GuardedField = [field, null];
  return type === 'list' ? [absent, [`${field}.0`, { $exists: false }]] : [absent];
}

/** Returns conditions without guards: the same to a matcher that reads conditions as the language does. */
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
