/** Section 4, “Conditions”, read literally: a condition is evaluated on a record as it is written. */
import { modelOf, propertiesOf } from './catalog.ts';
import { type Condition, type Model, ofKind, own, type PropertyType } from './documents.ts';

/** Values of a record or of a user, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** The setting in which a condition is evaluated: the documents, the tenant and the user. */
export interface Setting {
  readonly documents: readonly unknown[];
  readonly tenant: string | undefined;
  readonly user: Values;
}

/** Returns true if a record of a model satisfies a condition. */
export function satisfies(setting: Setting, model: Model, condition: Condition, record: unknown): boolean {
  return Object.entries(condition).every(([key, value]) => {
    const parts = value as readonly Condition[];
    if (key === '$and') return parts.every((part) => satisfies(setting, model, part, record));
    if (key === '$or') return parts.some((part) => satisfies(setting, model, part, record));
    return operatorsOf(value).every(([operator, operand]) =>
      compares(setting, model, key, operator, operand, record),
    );
  });
}

/** Section 4: "a bare value meaning `$eq`"; "`{ $user: attribute }`, a whole value". */
function operatorsOf(value: unknown): readonly (readonly [operator: string, operand: unknown])[] {
  if (isHole(value) || !isObject(value)) return [['$eq', value]];
  return Object.entries(value);
}

function isHole(value: unknown): value is { readonly $user: string } {
  return isObject(value) && Object.hasOwn(value, '$user');
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Section 4: "Fields are properties of the portfolio's model, or of one that a path of to-one relations leads to". */
function compares(
  setting: Setting,
  model: Model,
  field: string,
  operator: string,
  operand: unknown,
  record: unknown,
): boolean {
  // "A relation that leads nowhere matches nothing, `$exists: false` included."
  if (!isObject(record)) return false;
  const property = own(propertiesOf(setting.documents, model, setting.tenant), field);
  if (property !== undefined)
    return holdsOf(setting, property.type, readValue(record, field), operator, operand);
  const dot = field.indexOf('.');
  const relation = own(model.relations, field.slice(0, dot));
  const next = modelOf(setting.documents, relation?.model ?? '');
  if (dot < 0 || relation === undefined || relation.many || next === undefined)
    throw new Error(`${model.name} has no ${field}`);
  const linked = own(record, field.slice(0, dot));
  return compares(setting, next, field.slice(dot + 1), operator, operand, linked);
}

/** Section 6: "On a record `custom.region` is the own key of that name, else `region` in `custom`." */
function readValue(record: Values, property: string): unknown {
  const whole = own(record, property);
  const dot = property.indexOf('.');
  if (whole !== undefined || Object.hasOwn(record, property) || dot < 0) return whole;
  const inner = own(record, property.slice(0, dot));
  return isObject(inner) ? readValue(inner, property.slice(dot + 1)) : undefined;
}

/** Returns true if one comparison holds for a value of a property of a type. */
function holdsOf(
  setting: Setting,
  type: PropertyType,
  value: unknown,
  operator: string,
  operand: unknown,
): boolean {
  const isThere = value !== undefined && value !== null;
  // "`$exists` asks only whether a value is there, of whatever type."
  if (operator === '$exists') return isThere === operand;
  // "A missing or null value matches no comparison but `$exists: false`; a value of another type matches nothing."
  if (!isThere || !isOf(type, value)) return false;
  const isMany = operator === '$in' || operator === '$nin';
  const against = isHole(operand) ? attributeOf(setting, operand.$user) : operand;
  // "a missing attribute, or a list with an element of another type, matches nothing under either"
  if (against === undefined || against === null) return false;
  if (isMany !== Array.isArray(against)) return false;
  const operands = isMany ? (against as readonly unknown[]) : [against];
  if (!operands.every((item) => (type === 'list' ? isScalar(item) : isOperand(type, item)))) return false;
  const equals = (one: unknown, other: unknown) =>
    type === 'list' ? one === other : order(type, one, other) === 0;
  // "On a property of type `list`, a bare value or `$eq` means *contains it*, `$in` *contains any of*"
  const values = type === 'list' ? (value as readonly unknown[]) : [value];
  const isAmong = values.some((one) => operands.some((other) => equals(one, other)));
  switch (operator) {
    case '$eq':
    case '$in':
      return isAmong;
    case '$ne':
    case '$nin':
      return !isAmong;
    case '$gt':
      return order(type, value, against) === 1;
    case '$gte':
      return order(type, value, against) === 1 || isAmong;
    case '$lt':
      return order(type, value, against) === -1;
    case '$lte':
      return order(type, value, against) === -1 || isAmong;
    default:
      throw new Error(`the language has no operator ${operator}`);
  }
}

/**
 * Returns an attribute of the user; undefined if they lack it or it is not of the declared type. A date of theirs is text
 * that was a `Date` on the way.
 */
function attributeOf({ documents, user }: Setting, name: string): unknown {
  const type = own(ofKind(documents, 'Principal')[0]?.attributes, name)?.type;
  const value = own(user, name);
  // The page of artifacts: "An attribute that is undefined, null, empty text, NaN or an object drops the rules that need it".
  if (type === undefined || value === '' || !isOf(type, value)) return undefined;
  return asText(Array.isArray(value) ? value.map(asText) : value);
}

const asText = (value: unknown): unknown =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value;

const isScalar = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') || Number.isFinite(value) || typeof value === 'boolean';

/** Returns true if a value is of a type. */
export function isOf(type: PropertyType, value: unknown): boolean {
  switch (type) {
    case 'id':
    case 'string':
      return typeof value === 'string';
    case 'number':
      return Number.isFinite(value);
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      // "A date is a `Date` or text of ISO 8601 that begins with year, month and day"
      if (value instanceof Date) return !Number.isNaN(value.getTime());
      return typeof value === 'string' && /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(value);
    case 'list':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
  }
}

/** Returns true if a value can be an operand on a property of a type; of dates only text that says when. */
function isOperand(type: PropertyType, value: unknown): boolean {
  if (type === 'date') return typeof value === 'string' && !Number.isNaN(instantOf(value));
  return value !== '' && isOf(type, value);
}

/** Returns if a value comes before (-1), with (0) or after (1) an operand; undefined if they are not ordered. */
function order(type: PropertyType, value: unknown, operand: unknown): -1 | 0 | 1 | undefined {
  // "a `Date` in a record is compared as an instant, text as text"
  if (type === 'date' && value instanceof Date) return sign(value.getTime(), instantOf(String(operand)));
  if (typeof value === 'string' && typeof operand === 'string') return inText(value, operand);
  if (typeof value === 'number' && typeof operand === 'number') return sign(value, operand);
  return value === operand ? 0 : undefined;
}

const sign = (left: number, right: number): -1 | 0 | 1 | undefined =>
  left < right ? -1 : left > right ? 1 : left === right ? 0 : undefined;

/** Section 4: "Text is ordered by code point." */
function inText(left: string, right: string): -1 | 0 | 1 | undefined {
  const [some, others] = [[...left], [...right]];
  for (let at = 0; at < Math.min(some.length, others.length); at++) {
    const stands = sign(some[at]?.codePointAt(0) ?? 0, others[at]?.codePointAt(0) ?? 0);
    if (stands !== 0) return stands;
  }
  return sign(some.length, others.length);
}

/** Returns the milliseconds of a date in ISO 8601, which without a zone is in UTC; NaN if it is none. */
function instantOf(text: string): number {
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!parts) return Number.NaN;
  const [, day, time = '00:00', zone = 'Z'] = parts;
  return new Date(`${day}T${time}${zone}`).getTime();
}
