import { type Condition, ofKind, own, type RolePortfolio } from './documents.ts';

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

/**
 * Whether a record satisfies a condition for a user, by direct evaluation. `prefix` goes before every field: section 6,
 * "its condition's fields prefixed `path.`".
 */
export function matches(condition: Condition, record: unknown, user: Condition, prefix = ''): boolean {
  return Object.entries(condition).every(([key, value]) => {
    if (key === '$and')
      return (value as readonly Condition[]).every((part) => matches(part, record, user, prefix));
    if (key === '$or')
      return (value as readonly Condition[]).some((part) => matches(part, record, user, prefix));
    const actual = read(record, prefix + key);
    return operators(value).every(([operator, operand]) => compare(operator, actual, fill(operand, user)));
  });
}

/** The value at a dotted path, through own properties only; undefined where the path ends early. */
function read(record: unknown, path: string): unknown {
  let value = record;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = own(value as Readonly<Record<string, unknown>>, step);
  }
  return value;
}

/** Section 4: "What depends on the signed-in user is written `{ $user: attribute }`, a whole value". */
function fill(operand: unknown, user: Condition): unknown {
  if (isHole(operand)) return own(user, operand.$user);
  return Array.isArray(operand) ? operand.map((item: unknown) => fill(item, user)) : operand;
}

/**
 * One comparison, strictly: values of different types never match, and a missing or null property, or operand, matches
 * nothing but `$exists: false`.
 */
function compare(operator: string, actual: unknown, operand: unknown): boolean {
  const exists = actual !== undefined && actual !== null;
  if (operator === '$exists') return exists === operand;
  if (!exists) return false;
  switch (operator) {
    case '$eq':
      return actual === operand;
    case '$in':
      return Array.isArray(operand) && operand.includes(actual);
    case '$gt':
      return order(actual, operand, (left, right) => left > right);
    case '$gte':
      return order(actual, operand, (left, right) => left >= right);
    case '$lt':
      return order(actual, operand, (left, right) => left < right);
    case '$lte':
      return order(actual, operand, (left, right) => left <= right);
    default:
      throw new Error(`the language has no operator ${operator}`);
  }
}

function order(
  actual: unknown,
  operand: unknown,
  holds: (left: number | string, right: number | string) => boolean,
): boolean {
  if (typeof actual === 'number' && typeof operand === 'number') return holds(actual, operand);
  if (typeof actual === 'string' && typeof operand === 'string') return holds(actual, operand);
  return false;
}

/**
 * Whether a record is within a role's portfolio for an action on a model. Section 6: "On a model with `portfolio: self`
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
  return reach(documents, role.portfolio).some(
    (condition) => condition === 'all' || matches(condition, record, user, prefix),
  );
}

/** Section 6: "a union: names of portfolios, or { filter: <condition> }". */
function reach(documents: readonly unknown[], portfolio: RolePortfolio): ('all' | Condition)[] {
  if (isFilter(portfolio)) return [portfolio.filter];
  return ofKind(documents, 'Portfolio')
    .filter(({ name }) => portfolio.includes(name))
    .map((document) => document.reach);
}

function isFilter(portfolio: RolePortfolio): portfolio is { readonly filter: Condition } {
  return !Array.isArray(portfolio);
}
