import { readInstant } from '../text/instant.ts';
import type { PropertyType } from './catalog.ts';
import {
  isAbsence,
  isHole,
  type Literal,
  type Operand,
  type Operator,
  type ReachComparison,
} from './condition.ts';
import { type Conditions, type ConditionValue, isElementMatch } from './rule.ts';

/*
 * Stock CASL reads conditions in its own way: a value that is missing or null is below every bound, and so is a `Date`
 * compared with a text; and `$exists: true` is met by null. Rules carry guards against this, comparisons that the language
 * does not need; our own matcher takes the guards away again.
 */

type Operators = Readonly<Record<string, unknown>>;

/** The comparisons of one property: an operand for each operator; of all values that are excluded, a list or a list of the user. */
type Compared = ReadonlyMap<string, Operand | readonly Operand[]>;

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

/**
 * Stands in place of the least value, which booleans do not have. Lists that a policy writes have the two in the other
 * order.
 */
const eitherBoolean = [true, false] as const;

/** The comparisons of one property as a condition of CASL has them: its fields, and the values that find no room there. */
export interface GuardedComparisons {
  readonly fields: readonly GuardedField[];
  readonly crowded: readonly ConditionValue[];
}

/**
 * Returns the fields that make stock CASL compare a property as the language does. A condition has room for one operand for each
 * property and operator; a second equality goes to `$in`.
 */
export function guardComparisons(
  field: string,
  comparisons: readonly ReachComparison[],
  type: PropertyType | undefined,
): GuardedComparisons {
  if (comparisons.some(isAbsence)) {
    // Together with any other comparison no record meets it.
    const isPossible = comparisons.every(isAbsence);
    return { fields: isPossible ? guardAbsence(field, type) : [[field, { $in: [] }]], crowded: [] };
  }
  const others = comparisons.filter((one) => !isExclusion(one));
  const exclusions = listExclusions(comparisons);
  if (type === 'list') {
    const [first, ...crowded] = guardContents(others, exclusions);
    return { fields: first ? [[field, first]] : [], crowded };
  }
  const taken = new Map<Operator, Operand | readonly Operand[]>();
  const crowded: ConditionValue[] = [];
  for (const { operator, operand } of others)
    if (!taken.has(operator)) taken.set(operator, operand);
    else if (operator === '$eq' && !taken.has('$in')) taken.set('$in', [operand]);
    else crowded.push({ [operator]: operand } as ConditionValue);
  const [excluded, ...more] = exclusions;
  if (excluded !== undefined) taken.set('$nin', excluded);
  for (const other of more) crowded.push(guardValue(new Map([['$nin', other]]), type));
  return { fields: [[field, guardValue(taken, type)]], crowded };
}

/** Lists what some comparisons exclude: all values that stand alone together, and each list of the user by itself. */
function listExclusions(comparisons: readonly ReachComparison[]): readonly (Operand | readonly Operand[])[] {
  const exclusions = comparisons.filter(isExclusion);
  const lists = exclusions.filter(({ operator, operand }) => operator === '$nin' && isHole(operand));
  const alone = exclusions
    .filter((one) => !lists.includes(one))
    .flatMap(({ operand }): readonly Operand[] => (Array.isArray(operand) ? operand : [operand]));
  return alone.length > 0 || lists.length < exclusions.length
    ? [alone, ...lists.map(({ operand }) => operand)]
    : lists.map(({ operand }) => operand);
}

const isExclusion = ({ operator }: ReachComparison): boolean => operator === '$ne' || operator === '$nin';

/** Returns the value of a field that makes stock CASL compare the field as the language does. */
function guardValue(compared: Compared, type: PropertyType | undefined): ConditionValue {
  const operators = Object.fromEntries(compared) as Operators;
  const isExclusion = compared.has('$nin');
  // Nothing that is missing or null equals a value.
  if (!isExclusion && (compared.has('$eq') || compared.has('$in')))
    return (compared.size === 1 && compared.has('$eq') ? compared.get('$eq') : operators) as ConditionValue;
  const floor = type && floors[type];
  const isOpenBelow =
    (compared.has('$lt') || compared.has('$lte') || isExclusion) &&
    !compared.has('$gt') &&
    !compared.has('$gte');
  return {
    ...(isOpenBelow && floor !== undefined && { $gte: floor }),
    ...operators,
    ...(isExclusion && type === 'boolean' && !compared.has('$eq') && { $in: eitherBoolean }),
    $exists: true,
    ...excludeNull(operators.$nin),
  } as ConditionValue;
}

/**
 * Returns the operators that exclude some values and null. A list of the user takes no other item beside its own, and an
 * empty list must not read like one that excludes null alone, which every value meets.
 */
const excludeNull = (excluded: unknown): Operators =>
  isHole(excluded) || (Array.isArray(excluded) && excluded.length === 0)
    ? { $ne: null, $nin: excluded }
    : { $nin: [...(Array.isArray(excluded) ? (excluded as readonly unknown[]) : []), null] };

/**
 * Returns the values of a field of which all together make stock CASL ask what a list contains; a field has room for the
 * first. `$all` is met by lists alone. `$in` is met by a value as well, and `$exists` beside it tells that a list is meant.
 */
function guardContents(
  comparisons: readonly ReachComparison[],
  [excluded, ...others]: readonly (Operand | readonly Operand[])[],
): readonly ConditionValue[] {
  const each = comparisons.filter(({ operator }) => operator === '$eq').map(({ operand }) => operand);
  const [anyOf, ...further] = comparisons
    .filter(({ operator }) => operator === '$in')
    .map(({ operand }) => operand);
  const isThere = anyOf !== undefined || excluded !== undefined || each.length === 0;
  const value: Operators = {
    ...(each.length > 0 && { $all: each }),
    ...(anyOf !== undefined && { $in: anyOf }),
    ...(isThere && { $exists: true }),
    ...((excluded !== undefined || (each.length === 0 && anyOf === undefined)) && excludeNull(excluded)),
  };
  return [
    value as ConditionValue,
    ...further.map((operand) => ({ $in: operand, $exists: true }) as ConditionValue),
    ...others.map((operand) => ({ $exists: true, ...excludeNull(operand) }) as ConditionValue),
  ];
}

/** Returns the fields that make stock CASL test that a value is missing or null. Stock CASL takes a list that has null in it for null. */
function guardAbsence(field: string, type: PropertyType | undefined): readonly GuardedField[] {
  const absent: GuardedField = [field, null];
  return type === 'list' ? [absent, [`${field}.0`, { $exists: false }]] : [absent];
}

/** Returns conditions without guards: the same to a matcher that reads conditions as the language does. */
export function removeGuards(
  conditions: Conditions,
  typeOf: (field: string) => PropertyType | undefined,
): Conditions {
  const fields = Object.entries(conditions).flatMap(([field, value]): [string, Conditions[string]][] => {
    if (field === '$and' && Array.isArray(value))
      return [[field, (value as readonly Conditions[]).map((part) => removeGuards(part, typeOf))]];
    if (value === null) return [[field, { $exists: false }]];
    if (isElementMatch(value)) {
      const inner = removeGuards(value.$elemMatch, (name) => typeOf(`${field}.${name}`));
      return [[field, { $elemMatch: inner }]];
    }
    if (isGuardOfList(field, value, conditions)) return [];
    if (typeof value !== 'object' || Array.isArray(value)) return [[field, value]];
    return [[field, removeGuardsOf(value as Operators, typeOf(field))]];
  });
  return Object.fromEntries(fields);
}

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

function removeGuardsOf(operators: Operators, type: PropertyType | undefined): ConditionValue {
  const { $exists, $ne, $nin, ...others } = operators;
  const isEmptyList = $ne === null;
  if ($exists !== true || !Array.isArray($nin) || !(isEmptyList || $nin.includes(null)))
    return operators as ConditionValue;
  const excluded = ($nin as readonly unknown[]).filter((value) => value !== null);
  const isExclusion = isEmptyList || excluded.length > 0;
  if (!isExclusion && Object.keys(others).length === 0) return { $exists: true };
  const { $gte, ...rest } = others;
  const isFloor = $gte === '' || $gte === -Number.MAX_VALUE || (type === 'date' && $gte === floors.date);
  const bounds = isFloor && ('$lt' in rest || '$lte' in rest || isExclusion) ? rest : others;
  return (isExclusion ? { ...bounds, $nin: excluded } : bounds) as ConditionValue;
}

/**
 * Returns the type of a property as the guards beside its comparisons tell it; undefined if they do not. It is read where
 * nobody knows the type, to tell a value of another type from a value that differs.
 */
export function readTypeInGuards(value: Conditions[string] | undefined): PropertyType | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { $all, $in, $exists, $gte, $nin, ...others } = value as Operators;
  if (others.$eq !== undefined) return undefined;
  if ($all !== undefined || ($in !== undefined && $exists === true && $nin === undefined)) return 'list';
  if (!Array.isArray($nin)) return undefined;
  if (Array.isArray($in) && $in.length === 2 && $in.every((item, at) => item === eitherBoolean[at]))
    return 'boolean';
  if (![$gte, others.$gt, others.$lt, others.$lte].some((bound) => bound !== undefined)) return 'list';
  if ($gte === '') return 'string';
  if ($gte === -Number.MAX_VALUE) return 'number';
  const isDate = $gte === floors.date && [...$nin, ...Object.values(others)].every(isNoOtherThanDate);
  return isDate ? 'date' : undefined;
}

/** Returns true if an operand may stand beside those of a date. */
const isNoOtherThanDate = (operand: unknown): boolean =>
  typeof operand !== 'string' || !Number.isNaN(readInstant(operand));
