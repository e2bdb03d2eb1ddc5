import { type Condition, ofKind, own, type PropertyType, type RolePortfolio } from './documents.ts';

export type { Condition } from './documents.ts';

/** One way to satisfy a condition: comparisons that must all hold, each a field, an operator and its operand. */
export type Alternative = readonly (readonly [field: string, operator: string, operand: unknown])[];

/**
 * A condition as a list of alternatives, any one of which satisfies it. Section 4: "`$eq $in $gt $gte $lt $lte $exists
 * $and $or`, a bare value meaning `$eq`". Holes for the signed-in user stay as written.
 */
export function dnf(condition: Condition): Alternative[] {
  return both(
    Object.entries(condition).map(([key, value]) => {
      if (key === '$or') return (value as readonly Condition[]).flatMap(dnf);
      if (key === '$and') return both((value as readonly Condition[]).map(dnf));
      return [operators(value).map(([operator, operand]) => [key, operator, operand] as const)];
    }),
  );
}

/** Every way to take one alternative from each. */
function both(all: readonly (readonly Alternative[])[]): Alternative[] {
  let products: Alternative[] = [[]];
  for (const alternatives of all) {
    products = products.flatMap((product) => alternatives.map((alternative) => [...product, ...alternative]));
  }
  return products;
}

/** Section 4: "a bare value meaning `$eq`"; `{ $user: attribute }` is a value too. */
function operators(value: unknown): [operator: string, operand: unknown][] {
  if (isHole(value) || typeof value !== 'object' || value === null || Array.isArray(value))
    return [['$eq', value]];
  return Object.entries(value);
}

function isHole(value: unknown): value is { readonly $user: string } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '$user');
}

/** The declared types of what conditions read, by name; what is not in them may be of any type. */
export interface Types {
  readonly columns?: Readonly<Record<string, PropertyType>>;
  readonly attributes?: Readonly<Record<string, PropertyType>>;
}

/**
 * Returns true if a record satisfies a condition for a user, by direct evaluation. `prefix` goes before every field: section 6,
 * "its condition's fields prefixed `path.`".
 */
export function matches(
  condition: Condition,
  record: unknown,
  user: Condition,
  prefix = '',
  types: Types = {},
): boolean {
  return Object.entries(condition).every(([key, value]) => {
    if (key === '$and')
      return (value as readonly Condition[]).every((part) => matches(part, record, user, prefix, types));
    if (key === '$or')
      return (value as readonly Condition[]).some((part) => matches(part, record, user, prefix, types));
    const actual = read(record, prefix + key);
    const end = prefix === '' ? record : read(record, prefix.slice(0, -1));
    return operators(value).every(([operator, operand]) =>
      operator === '$exists' && operand === false
        ? compare(operator, actual, operand, undefined) && canLack(end, key, types)
        : compare(operator, actual, fill(operand, user, types), types.columns?.[key]),
    );
  });
}

/** Returns true if an object can lack a property: one that is not empty and has no property of the model is no record of it. */
function canLack(record: unknown, property: string, { columns }: Types): boolean {
  if (columns === undefined || typeof record !== 'object' || record === null) return true;
  const names = Object.keys(record);
  return names.length === 0 || names.some((name) => name === property || Object.hasOwn(columns, name));
}

/** Returns the value at a dotted path, through own properties only; undefined if the path ends early. */
function read(record: unknown, path: string): unknown {
  let value = record;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = own(value as Readonly<Record<string, unknown>>, step);
  }
  return value;
}

/**
 * Section 4: "What depends on the signed-in user is written `{ $user: attribute }`, a whole value"; "the attribute is one
 * of the Principal's and its type fits". A date of the user is compared as it is written.
 */
function fill(operand: unknown, user: Condition, types: Types): unknown {
  if (isHole(operand)) {
    const value = own(user, operand.$user);
    const type = types.attributes?.[operand.$user];
    if (type !== undefined && !isOf(type, value)) return undefined;
    return value instanceof Date ? value.toISOString() : value;
  }
  return Array.isArray(operand) ? operand.map((item: unknown) => fill(item, user, types)) : operand;
}

/** Returns true if a value of the user is of a type, and is not the empty text. */
function isOf(type: PropertyType, value: unknown): boolean {
  switch (type) {
    case 'id':
    case 'string':
      return typeof value === 'string' && value !== '';
    case 'number':
      return Number.isFinite(value);
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return value instanceof Date || (typeof value === 'string' && !Number.isNaN(instant(value)));
    case 'list':
      return Array.isArray(value);
    case 'object':
      return false;
  }
}

/**
 * One comparison, strictly: values of different types never match, and a missing or null property, or operand, matches
 * nothing but `$exists: false`.
 */
function compare(
  operator: string,
  actual: unknown,
  operand: unknown,
  type: PropertyType | undefined,
): boolean {
  const exists = actual !== undefined && actual !== null;
  if (operator === '$exists') return exists === operand;
  const stands = (to: unknown) => order(actual, to, type);
  switch (operator) {
    case '$eq':
      return stands(operand) === 0;
    case '$in':
      // "a list with an element of another type, matches nothing"
      return (
        Array.isArray(operand) &&
        operand.every((one) => isItemOf(type, one)) &&
        operand.some((one) => stands(one) === 0)
      );
    case '$gt':
      return stands(operand) === 1;
    case '$gte':
      return stands(operand) === 1 || stands(operand) === 0;
    case '$lt':
      return stands(operand) === -1;
    case '$lte':
      return stands(operand) === -1 || stands(operand) === 0;
    default:
      throw new Error(`the language has no operator ${operator}`);
  }
}

/** Returns true if an item of a list can be compared with a property of a type. */
function isItemOf(type: PropertyType | undefined, item: unknown): boolean {
  if (type === undefined) return true;
  if (type === 'id' || type === 'string') return typeof item === 'string';
  if (type === 'number' || type === 'integer') return Number.isFinite(item);
  return isOf(type, item);
}

/** Returns if a value comes before (-1), with (0) or after (1) another; undefined if they do not compare. */
function order(actual: unknown, operand: unknown, type: PropertyType | undefined): -1 | 0 | 1 | undefined {
  const isText = type === undefined || type === 'id' || type === 'string';
  const isNumber = type === undefined || type === 'number' || type === 'integer';
  // "a `Date` in a record is compared as an instant, text as text"
  if (type === 'date' || (type === undefined && actual instanceof Date)) {
    if (typeof operand !== 'string' || Number.isNaN(instant(operand))) return undefined;
    if (actual instanceof Date) return sign(actual.getTime(), instant(operand));
    // "text of ISO 8601 that begins with year, month and day"
    return typeof actual === 'string' && /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(actual)
      ? inText(actual, operand)
      : undefined;
  }
  if (isText && typeof actual === 'string' && typeof operand === 'string') return inText(actual, operand);
  if (isNumber && Number.isFinite(actual) && Number.isFinite(operand)) {
    // "a value of another type matches nothing"
    if (type === 'integer' && !Number.isInteger(actual)) return undefined;
    return sign(actual as number, operand as number);
  }
  const isBoolean = type === undefined || type === 'boolean';
  if (isBoolean && typeof actual === 'boolean' && actual === operand) return 0;
  return undefined;
}

const sign = (left: number, right: number): -1 | 0 | 1 | undefined =>
  left < right ? -1 : left > right ? 1 : left === right ? 0 : undefined;

/** "Text is ordered by code point." */
function inText(left: string, right: string): -1 | 0 | 1 | undefined {
  const [some, others] = [[...left], [...right]];
  for (let at = 0; at < Math.min(some.length, others.length); at++) {
    const stands = sign(some[at]?.codePointAt(0) ?? 0, others[at]?.codePointAt(0) ?? 0);
    if (stands !== 0) return stands;
  }
  return sign(some.length, others.length);
}

/** The milliseconds of a date in ISO 8601; without a zone it is in UTC. */
function instant(text: string): number {
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!parts) return Number.NaN;
  const [, day, time = '00:00', zone = 'Z'] = parts;
  return new Date(`${day}T${time}${zone}`).getTime();
}

/**
 * Returns true if a record is within a role's portfolio for an action on a model. Section 6: "On a model with `portfolio: self`
 * every action but `create` is limited to the reach; on a model with `{ through: path }` every action is, its
 * condition's fields prefixed `path.`. A portfolio whose reach is `all` lifts the limit." Section 4: "absent: not
 * limited by portfolio".
 */
export function reaches(
  documents: readonly unknown[],
  role: { readonly portfolio: RolePortfolio },
  model: string,
  action: string,
  record: unknown,
  user: Condition,
): boolean {
  const limit = ofKind(documents, 'Model').find(({ name }) => name === model)?.portfolio;
  if (limit === undefined) return true;
  if (limit === 'self' && action === 'create') return true;
  const prefix = limit === 'self' ? '' : `${limit.through}.`;
  const types = typesOf(documents);
  // "A relation that leads nowhere matches nothing, `$exists: false` included."
  const end = limit === 'self' ? record : read(record, limit.through);
  const leads = typeof end === 'object' && end !== null && !Array.isArray(end);
  return reach(documents, role.portfolio).some(
    (condition) => condition === 'all' || (leads && matches(condition, record, user, prefix, types)),
  );
}

/** Section 4: "Fields are properties of the portfolio's model; operands fit the property's type." */
function typesOf(documents: readonly unknown[]): Types {
  const declared = (named: Readonly<Record<string, { readonly type: PropertyType }>> = {}) =>
    Object.fromEntries(Object.entries(named).map(([name, { type }]) => [name, type]));
  return {
    columns: declared(ofKind(documents, 'Model').find(({ portfolio }) => portfolio === 'self')?.properties),
    attributes: declared(ofKind(documents, 'Principal')[0]?.attributes),
  };
}

/** Section 6: "An item is the name of a portfolio, `{ filter: <condition> }`… A list is a union." */
function reach(documents: readonly unknown[], portfolio: RolePortfolio): ('all' | Condition)[] {
  return portfolio.flatMap((item) =>
    typeof item === 'string'
      ? ofKind(documents, 'Portfolio').flatMap((document) => (document.name === item ? [document.reach] : []))
      : [item.filter],
  );
}
