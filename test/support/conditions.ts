/** Random conditions of every operator on every type, and what they mean by the language page, value by value. */
import fc from 'fast-check';

/** Types of properties and attributes, by name. */
export type Types = Readonly<Record<string, string>>;

type Scalar = string | number | boolean;

/** A condition as a policy writes it, in which a list has no value of the user. */
export type Condition = Readonly<Record<string, unknown>>;

/** The properties that conditions compare. */
export const properties = {
  owner: 'id',
  name: 'string',
  arr: 'number',
  size: 'integer',
  active: 'boolean',
  due: 'date',
  tags: 'list',
  extra: 'object',
} as const;

/** The attributes that conditions ask for. */
export const attributes = {
  id: 'id',
  nick: 'string',
  budget: 'number',
  level: 'integer',
  flag: 'boolean',
  since: 'date',
  team: 'list',
  numbers: 'list',
} as const;

const pools: Readonly<Record<string, readonly Scalar[]>> = {
  id: ['u1', 'u2', 'u3'],
  string: ['', 'b', 'c', '2026-01-31'],
  number: [-1.5, 0, 1, 2],
  integer: [0, 1, 2],
  boolean: [true, false],
  date: ['2026-01-31', '2026-01-31T00:00:00Z', '2026-02-01T02:00:00+02:00'],
  list: ['u1', 'u2', 'b', 1, true],
};

const poolOf = (type: string): readonly Scalar[] => pools[type] ?? [];

/** Values of a record: of the type, null, missing, and of another type if strays are wanted. */
function makeValues(type: string, strays: boolean): fc.Arbitrary<unknown> {
  const own =
    type === 'list'
      ? fc.array(fc.constantFrom<unknown>(...poolOf('list'), 'z'), { maxLength: 3 })
      : type === 'object'
        ? fc.constant({})
        : fc.constantFrom<unknown>(...poolOf(type), ...(type === 'date' ? dates : []));
  return strays
    ? fc.oneof({ weight: 5, arbitrary: own }, fc.constantFrom<unknown>(null, ...others))
    : fc.oneof({ weight: 5, arbitrary: own }, fc.constant(null));
}

const dates = ['2026-02-01', '2026-01-30T23:00:00-01:00'];
const others: readonly unknown[] = [undefined, 'zz', 7, true, ['u1'], {}, new Date('2026-01-31'), Number.NaN];

/** Records, of which some lack some properties. */
export const records = (strays: boolean): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
  fc
    .record(
      Object.fromEntries(Object.entries(properties).map(([name, type]) => [name, makeValues(type, strays)])),
      { requiredKeys: [] },
    )
    .map((record) => ({ id: 'r1', ...record }));

/** Users, some of whom lack some attributes or have an empty or a mixed list. */
export const users: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    id: fc.constantFrom('u1', 'u2', ''),
    nick: fc.constantFrom('b', 'c'),
    budget: fc.constantFrom(-1.5, 1, Number.NaN),
    level: fc.constantFrom(1, 2, 1.5),
    flag: fc.boolean(),
    since: fc.constantFrom<unknown>('2026-01-31', new Date('2026-02-01')),
    team: fc.constantFrom<unknown>([], ['u1'], ['u1', 'b'], ['u2', 1], [true], null),
    numbers: fc.constantFrom<unknown>([], [1], [0, 2], [1, 'u1'], ['2026-01-31']),
  },
  { requiredKeys: [] },
);

const isText = (type: string) => type === 'id' || type === 'string';
const isNumber = (type: string) => type === 'number' || type === 'integer';

/** Returns true if a value of the user of one type can be compared with a property of another. */
const fits = (attribute: string, property: string): boolean =>
  property === 'list'
    ? ['id', 'string', 'number', 'integer', 'boolean'].includes(attribute)
    : attribute === property ||
      (isText(attribute) && isText(property)) ||
      (isNumber(attribute) && isNumber(property));

function comparison(name: string, type: string): fc.Arbitrary<Condition> {
  const exists = fc.boolean().map((operand) => ({ [name]: { $exists: operand } }));
  if (type === 'object') return exists;
  const scalar = fc.constantFrom<unknown>(
    ...poolOf(type),
    ...Object.entries(attributes).flatMap(([$user, of]) => (fits(of, type) ? [{ $user }] : [])),
  );
  const list = fc.oneof<fc.Arbitrary<unknown>[]>(
    fc.uniqueArray(fc.constantFrom(...poolOf(type)), { minLength: 1, maxLength: 3 }),
    fc.constantFrom({ $user: 'team' }, { $user: 'numbers' }),
  );
  const orders = type === 'boolean' || type === 'list' ? [] : ['$gt', '$gte', '$lt', '$lte'];
  return fc.oneof(
    scalar.map((operand) => ({ [name]: operand })),
    fc
      .tuple(fc.constantFrom('$eq', '$ne', '$ne', ...orders), scalar)
      .map(([operator, operand]) => ({ [name]: { [operator]: operand } })),
    fc
      .tuple(fc.constantFrom('$in', '$nin'), list)
      .map(([operator, operand]) => ({ [name]: { [operator]: operand } })),
    fc.constant({ [name]: { $nin: [] } }),
    exists,
  );
}

/** Conditions on some properties, joined to some depth. */
export const conditions = (of: Types = properties): fc.Arbitrary<Condition> =>
  fc.letrec<{ any: Condition }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 2 },
      { weight: 3, arbitrary: fc.oneof(...Object.entries(of).map(([name, type]) => comparison(name, type))) },
      fc
        .tuple(fc.constantFrom('$and', '$and', '$or'), fc.array(tie('any'), { minLength: 2, maxLength: 3 }))
        .map(([joint, parts]) => ({ [joint]: parts })),
    ),
  })).any;

/** Returns true if a record meets a condition for a user: section 4 of the language, written out. */
export function meets(
  condition: Condition,
  record: unknown,
  user: Condition,
  of: Types = properties,
): boolean {
  return Object.entries(condition).every(([name, asked]) => {
    if (name === '$and') return (asked as readonly Condition[]).every((one) => meets(one, record, user, of));
    if (name === '$or') return (asked as readonly Condition[]).some((one) => meets(one, record, user, of));
    const path = name.split('.');
    const end = path
      .slice(0, -1)
      .reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), record);
    if (!isRecord(end)) return false;
    const value = Object.hasOwn(end, path.at(-1) ?? '') ? end[path.at(-1) ?? ''] : undefined;
    const isBare = !isRecord(asked) || '$user' in asked;
    const tests = isBare ? [['$eq', asked] as const] : Object.entries(asked);
    return tests.every(([operator, operand]) => holds(operator, value, operand, user, of[name] ?? ''));
  });
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

function holds(operator: string, value: unknown, raw: unknown, user: Condition, type: string): boolean {
  const isThere = value !== undefined && value !== null;
  if (operator === '$exists') return isThere === raw;
  const isListed = operator === '$in' || operator === '$nin';
  const operand = isRecord(raw) ? userValue(user, String(raw.$user)) : raw;
  if (operand === undefined || Array.isArray(operand) !== isListed) return false;
  const items = [operand].flat() as readonly unknown[];
  // "a list with an element of another type, matches nothing under either"
  if (!items.every((item) => (type === 'list' ? isItem(item) : isOfType(item, type)))) return false;
  if (!isThere || !isOfType(value, type)) return false;
  const equals = (item: unknown) =>
    type === 'list' ? (value as readonly unknown[]).includes(item) : order(value, item, type) === 0;
  switch (operator) {
    case '$eq':
    case '$in':
      return items.some(equals);
    case '$ne':
    case '$nin':
      return !items.some(equals);
    default: {
      const stands = order(value, operand, type);
      if (operator === '$gt') return stands > 0;
      if (operator === '$lt') return stands < 0;
      return operator === '$gte' ? stands >= 0 : stands <= 0;
    }
  }
}

/** An attribute as far as it is of its type and says something. */
function userValue(user: Condition, name: string): unknown {
  const value = user[name];
  const type = (attributes as Types)[name] ?? '';
  if (value === '' || value === null || value === undefined) return undefined;
  if (type === 'list')
    return Array.isArray(value) && value.every((item) => isItem(item) && item !== '') ? value : undefined;
  if (type === 'integer' && !Number.isInteger(value)) return undefined;
  if (!isOfType(value, type)) return undefined;
  return value instanceof Date ? value.toISOString() : value;
}

const isItem = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

function isOfType(value: unknown, type: string): boolean {
  if (type === 'list') return Array.isArray(value);
  if (type === 'date')
    return value instanceof Date || (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value));
  if (isNumber(type)) return Number.isFinite(value);
  return typeof value === (isText(type) ? 'string' : type);
}

/** Returns the order of a value and an operand: a `Date` is compared as an instant, text as text by code point. */
function order(value: unknown, operand: unknown, type: string): number {
  if (type === 'date' && value instanceof Date) return value.getTime() - Date.parse(String(operand));
  if (isNumber(type)) return Number(value) - Number(operand);
  if (type === 'boolean') return value === operand ? 0 : Number.NaN;
  return String(value) < String(operand) ? -1 : String(value) > String(operand) ? 1 : 0;
}
