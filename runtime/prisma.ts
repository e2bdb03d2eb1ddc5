import { instantOf } from '../compiler/text/instant.ts';
import {
  type Asked,
  askedBy,
  isBoolean,
  isDate,
  isHeldItem,
  isNumber,
  isText,
  isUuid,
  mapOperands,
  operandsOf,
  type Valued,
} from './asked.ts';
import { groupByRecord } from './by-record.ts';
import { findDescribedField, findDescribedRelation } from './described.ts';
import { checkModels, checkWhere } from './given.ts';
import { makeTooLargeError } from './too-large.ts';
import type { Comparison, Filter, Scalar, Step, Where } from './where.ts';

/** A condition for a query of Prisma: it fits the `WhereInput` of every model, and none of its values is undefined. */
export interface PrismaWhere {
  readonly [field: string]: unknown;
}

/** The description of the models in Prisma's schema, as far as it differs from what we take for granted. */
export interface PrismaOptions {
  readonly models?: Readonly<Record<string, PrismaModel>>;
  /**
   * The name of a field that every model has, `id` if left out: what nobody may see is asked for by an empty list of
   * it. Any field will do that is text or a number.
   */
  readonly id?: string;
  /** `Prisma.AnyNull` of the generated client. Filters that ask whether a Json field is there need it. */
  readonly anyNull?: unknown;
  /**
   * The most parameters that a query may have; left out, 32,766, as with PostgreSQL. With SQLite it is 999, with SQL Server
   * 2,098. Less, where the rest of the query has many of its own.
   */
  readonly parameters?: number;
}

/** The description of a model in Prisma's schema. */
export interface PrismaModel {
  /** The fields of properties; a text is the name of the field. */
  readonly fields?: Readonly<Record<string, string | PrismaField>>;
  /** The relations that filters go through. Where `models` says anything, it says where each of them leads. */
  readonly relations?: Readonly<Record<string, PrismaRelation>>;
}

/** The field of a property. */
export interface PrismaField {
  /** Its name, if it is not the property's. */
  readonly field?: string;
  readonly type?: PrismaType;
  /** True if the field is written without `?`, and so is never null. Prisma does not let us ask for null then. */
  readonly required?: boolean;
}

/**
 * The type of a field, where it does not follow from the property: ids and texts are `String` fields, or `Uuid`, which
 * is `@db.Uuid`; numbers are `Float` or `Decimal`, and integers `Int` or `BigInt`, but each may be any of the four;
 * booleans are `Boolean`; dates are `DateTime`, or `Date`, which is `@db.Date`; lists are scalar lists of texts, or of what
 * the type says, or `Json`;
 * objects are `Json`.
 */
export type PrismaType = 'Uuid' | 'Int' | 'BigInt' | 'Float' | 'Decimal' | 'Date' | 'Json';

/** A relation to at most one record, or to a list of records. */
export interface PrismaRelation {
  readonly model: string;
  /** The name of the relation's field, if it is another. */
  readonly field?: string;
}

const types = ['Uuid', 'Int', 'BigInt', 'Float', 'Decimal', 'Date', 'Json'] satisfies PrismaType[];

/**
 * Writes what `policy.where` gives as a condition for Prisma: exactly the records that `can` permits meet it. Join it
 * with conditions of your own by `AND`, and by nothing else: spread into another object, a key of one would replace the
 * same key of the other; and Prisma drops the condition that everything meets, `{}`, below `OR` and `NOT`.
 *
 * ```ts
 * const options = { models: { Task: { fields: { owner: 'ownerId' }, relations: { company: { model: 'Company' } } } } };
 * const permitted = prisma(policy.where('view', 'Task'), options);
 * await client.task.findMany({ where: { AND: [permitted, { done: false }] } });
 * await client.task.updateMany({ where: { AND: [prisma(policy.where('update', 'Task'), options), { id }] }, data });
 * ```
 *
 * What nobody may see is `{ id: { in: [] } }`. Do not write `{ OR: [] }` for it: below `AND`, Prisma takes that for
 * everything. Throws where the options lack what a filter needs, and a `PermissionsError` with the code `too-large` where it
 * needs more parameters than a query may have: Prisma would ask several times, so that a record came twice, or fail.
 *
 * Prisma leaves some things to the database and to you:
 * - Text is compared as the database collates it. It must tell `a` from `A`, as MySQL and SQL Server do not by default;
 *   and more and less are by code point only with PostgreSQL's collation `C` and SQLite's `BINARY`.
 * - Numbers from 2⁶³ on lose digits on their way through Prisma, and a number that `Int` cannot hold is an error unless
 *   the field has the type `Int` in the options.
 * - `can` wants plain values: give it numbers for `BigInt` and `Decimal`. A scalar list that is null reads as empty.
 */
export function prisma(where: Where, options: PrismaOptions = {}): PrismaWhere {
  checkWhere(where, 'prisma');
  checkModels(options.models, 'prisma', types);
  if (where === 'all') return {};
  if (where === 'none') return nothing(options);
  const met = written(where, options);
  if (met === 'none') return nothing(options);
  const condition = met === 'all' ? {} : met;
  checkLimit(where.model, condition, options);
  return condition;
}

function written(filter: Filter, options: PrismaOptions): Part {
  if ('anyOf' in filter) return any(filter.anyOf.map((part) => written(part, options)));
  if ('allOf' in filter) return all(filter.allOf.map((part) => written(part, options)));
  return along(filter.through, filter.model, options, (end) =>
    any(
      filter.alternatives.map((alternative) =>
        all(
          groupByRecord(alternative).map(({ through, comparisons }) =>
            along(through, end, options, (holder) => comparedIn(holder, comparisons, options)),
          ),
        ),
      ),
    ),
  );
}

/** Follows a path of relations to what its end meets; in a list of records one is enough. */
function along(
  path: readonly Step[],
  model: string | undefined,
  options: PrismaOptions,
  meets: (end: string | undefined) => Part,
): Part {
  const [step, ...rest] = path;
  if (step === undefined) return meets(model);
  const name = typeof step === 'string' ? step : step.many;
  const relation = findDescribedRelation(options.models, model, name);
  const inner = along(rest, relation.model, options, meets);
  if (inner === 'none') return inner;
  const quantifier = typeof step === 'string' ? 'is' : 'some';
  return { [checked(relation.field, name)]: { [quantifier]: inner === 'all' ? {} : inner } };
}

const comparedIn = (
  model: string | undefined,
  comparisons: readonly Comparison[],
  options: PrismaOptions,
): Part =>
  all(
    comparisons.map((comparison) => {
      const { field, ...held } = findDescribedField(options.models, model, comparison.property);
      return compared(comparison, { name: checked(field, comparison.property), ...held }, options.anyNull);
    }),
  );

/** Throws where a query would need more parameters than it may have: one for each value that is compared with. */
function checkLimit(model: string, condition: PrismaWhere, { parameters = 32_766 }: PrismaOptions): void {
  const needed = countValues(condition);
  if (needed > parameters)
    throw makeTooLargeError(model, `${needed} parameters, and there can be ${parameters}`, 'Prisma');
}

function countValues(part: unknown): number {
  if (!Array.isArray(part) && !isPlainObject(part)) return 1;
  let values = 0;
  for (const inner of Object.values(part)) values += countValues(inner);
  return values;
}

const isPlainObject = (part: unknown): part is object =>
  typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype;

/**
 * Writes a condition that no record meets. It is not `{ OR: [] }`, which finds nothing by itself, but below `AND` is
 * dropped, so that everything is found.
 */
const nothing = ({ id = 'id' }: PrismaOptions): PrismaWhere => ({ [checked(id, 'id')]: { in: [] } });

/** A part of a condition: every record meets it, none does, or those that meet a condition of Prisma. */
type Part = 'all' | 'none' | PrismaWhere;

/** Joins parts that must all be met. No parts are met by no record: it fails closed. */
function all(parts: readonly Part[]): Part {
  if (parts.length === 0 || parts.includes('none')) return 'none';
  const conditions = parts.filter((part) => typeof part === 'object');
  const [first, ...others] = conditions;
  if (first === undefined) return 'all';
  return others.length === 0 ? first : joined('AND', conditions);
}

/**
 * Joins parts of which one must be met. Prisma takes `{}` for every record, but not below `OR`, so it is never put
 * there.
 */
function any(parts: readonly Part[]): Part {
  if (parts.includes('all')) return 'all';
  const conditions = parts.filter((part) => typeof part === 'object');
  const [first, ...others] = conditions;
  if (first === undefined) return 'none';
  return others.length === 0 ? first : joined('OR', conditions);
}

/** Prisma writes them as one chain, and SQLite takes no deeper expression than one of 1,000 parts. */
const longestChain = 64;

/** Joins conditions; many of them in groups of groups. */
function joined(word: 'AND' | 'OR', conditions: readonly PrismaWhere[]): PrismaWhere {
  if (conditions.length <= longestChain) return { [word]: conditions };
  const size = Math.ceil(conditions.length / longestChain);
  const groups: PrismaWhere[] = [];
  for (let at = 0; at < conditions.length; at += size)
    groups.push(joined(word, conditions.slice(at, at + size)));
  return { [word]: groups };
}

/** A field by its name. */
type Field = Omit<PrismaField, 'field'> & { readonly name: string };

function compared(comparison: Comparison, field: Field, anyNull: unknown): Part {
  if (comparison.operator === '$exists') return existence(comparison, field, anyNull);
  switch (comparison.type) {
    case 'id':
    case 'string':
      return textual(comparison, field);
    case 'number':
      return numeric(comparison, field, field.type ?? 'Float');
    case 'integer':
      return numeric(comparison, field, field.type ?? 'BigInt');
    case 'boolean':
      return logical(comparison, field);
    case 'date':
      return dated(comparison, field);
    case 'list':
      return containing(comparison, field);
  }
}

function existence(
  { type, operand }: Comparison,
  { name, type: held, required }: Field,
  anyNull: unknown,
): Part {
  if (required) return operand ? 'all' : 'none';
  if (held === 'Json' || (type === 'object' && held === undefined)) {
    if (anyNull === undefined || anyNull === null)
      throw new Error(
        `\`${name}\` is a Json field: the options need \`anyNull: Prisma.AnyNull\` to ask for it`,
      );
    return { [name]: operand ? { not: anyNull } : { equals: anyNull } };
  }
  const isNull = { [name]: { equals: null } };
  if (type === 'list') return operand ? { NOT: isNull } : isNull;
  return operand ? { [name]: { not: null } } : isNull;
}

/**
 * Writes the test for a list: a scalar list, which holds texts unless its type says otherwise, or a Json field with a
 * list in it.
 */
function containing(comparison: Valued, { name, type }: Field): Part {
  const asked = askedBy(comparison, isHeldItem);
  if (!asked) return 'none';
  const isOther = asked.asks === 'other';
  if (type === 'Json') {
    const isList = { [name]: { array_contains: [] } };
    const has = any(operandsOf(asked).map((item) => ({ [name]: { array_contains: [item] } })));
    if (!isOther || has === 'all') return has;
    return has === 'none' ? isList : { AND: [isList, { NOT: has }] };
  }
  const items = operandsOf(asked).filter((item) => isHeldIn(type, item));
  if (!isOther) return items.length > 0 ? { [name]: { hasSome: items } } : 'none';
  const isThere = { NOT: { [name]: { equals: null } } };
  return items.length > 0 ? { AND: [isThere, { NOT: { [name]: { hasSome: items } } }] } : isThere;
}

/** Returns true if a scalar list of a type can hold an item. */
function isHeldIn(type: PrismaType | undefined, item: Scalar): boolean {
  switch (type) {
    case 'Int':
      return Number.isInteger(item) && Math.abs(Number(item)) < 2 ** 31;
    case 'BigInt':
      return Number.isSafeInteger(item);
    case 'Float':
    case 'Decimal':
      return isReal(item);
    case 'Uuid':
      return isUuid(item);
    default:
      return isText(item);
  }
}

function textual(comparison: Valued, field: Field): Part {
  const asked = askedBy(comparison, isText);
  if (field.type === undefined) return asking(field, asked);
  if (field.type !== 'Uuid') throw heldWrongly(comparison, field.type);
  const askedOfUuid = askedBy(comparison, isUuid);
  if (asked?.asks === 'order' && askedOfUuid === undefined)
    throw new Error(`\`${field.name}\` is a Uuid field: it comes neither before nor after other text`);
  return asking(field, askedOfUuid);
}

function numeric(comparison: Valued, field: Field, type: PrismaType): Part {
  switch (type) {
    case 'Int':
      return whole(field, askedBy(comparison, isNumber), [-(2 ** 31), 2 ** 31 - 1], same);
    case 'BigInt':
      return whole(field, askedBy(comparison, isNumber), safe, same);
    case 'Float':
    case 'Decimal':
      return real(field, comparison);
    default:
      throw heldWrongly(comparison, type);
  }
}

const safe = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] as const;

const same = <Operand>(operand: Operand): Operand => operand;

/** The largest number that Prisma hands on without rounding it up to what no database takes. */
const largest = 1.797693134862315e308;

const isReal = (operand: Scalar): operand is number => isNumber(operand) && Math.abs(operand) <= largest;

/**
 * Writes the test for a number. A column may hold NaN and the infinite and have an order for them, while records have
 * numbers only.
 */
function real(field: Field, comparison: Valued): Part {
  const asked = askedBy(comparison, isNumber);
  const other = askedBy(comparison, isReal);
  if (other?.asks === 'other')
    return { [field.name]: { ...excluded(other.than), gte: -largest, lte: largest } };
  if (asked?.asks !== 'order') return asking(field, other);
  const bound = Math.max(-largest, Math.min(asked.to, largest));
  const end = asked.sign === '>' || asked.sign === '>=' ? { lte: largest } : { gte: -largest };
  return { [field.name]: { [words[asked.sign]]: bound, ...end } };
}

/**
 * Writes the test for a column of whole numbers, or of whole days: Prisma or the database would cut off what is
 * behind the point.
 */
function whole(
  field: Field,
  asked: Asked<number> | undefined,
  [least, most]: readonly [number, number],
  written: (number: number) => unknown,
): Part {
  const { name } = field;
  const isHeld = (number: number) => Number.isInteger(number) && number >= least && number <= most;
  switch (asked?.asks) {
    case undefined:
      return 'none';
    case 'equal':
      return isHeld(asked.to) ? { [name]: { equals: written(asked.to) } } : 'none';
    case 'listed': {
      const among = asked.among.filter(isHeld);
      return among.length > 0 ? { [name]: { in: among.map(written) } } : 'none';
    }
    case 'other':
      return otherThan(field, asked.than.filter(isHeld).map(written));
    case 'order': {
      const { sign, to } = asked;
      const isMore = sign === '>' || sign === '>=';
      if (to < least) return isMore ? { [name]: { gte: written(least) } } : 'none';
      if (to > most) return isMore ? 'none' : { [name]: { lte: written(most) } };
      if (Number.isInteger(to)) return { [name]: { [words[sign]]: written(to) } };
      return { [name]: { [isMore ? 'gt' : 'lte']: written(Math.floor(to)) } };
    }
  }
}

/** Writes the test for true or false. Neither is more than the other, and Prisma has no list of them. */
function logical(comparison: Valued, field: Field): Part {
  if (field.type !== undefined) throw heldWrongly(comparison, field.type);
  const asked = askedBy(comparison, isBoolean);
  switch (asked?.asks) {
    case undefined:
    case 'order':
      return 'none';
    case 'equal':
      return { [field.name]: { equals: asked.to } };
    case 'listed':
      return any([...new Set(asked.among)].map((item) => ({ [field.name]: { equals: item } })));
    case 'other':
      return any(
        [false, true]
          .filter((item) => !asked.than.includes(item))
          .map((item) => ({ [field.name]: { equals: item } })),
      );
  }
}

const day = 86_400_000;

function dated(comparison: Valued, field: Field): Part {
  const asked = askedBy(comparison, isDate);
  if (field.type === undefined) return asking(field, asked, (date) => new Date(instantOf(date)));
  if (field.type !== 'Date') throw heldWrongly(comparison, field.type);
  return whole(field, inDays(asked), safe, (days) => new Date(days * day));
}

function inDays(asked: Asked<string> | undefined): Asked<number> | undefined {
  const days = (date: string) => instantOf(date) / day;
  return asked && mapOperands(asked, days);
}

const words = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' } as const;

function asking<Operand extends Scalar>(
  field: Field,
  asked: Asked<Operand> | undefined,
  written: (operand: Operand) => unknown = same,
): Part {
  const { name } = field;
  switch (asked?.asks) {
    case undefined:
      return 'none';
    case 'equal':
      return { [name]: { equals: written(asked.to) } };
    case 'listed':
      return { [name]: { in: asked.among.map(written) } };
    case 'other':
      return otherThan(field, asked.than.map(written));
    case 'order':
      return { [name]: { [words[asked.sign]]: written(asked.to) } };
  }
}

/**
 * Writes the test for a value that is there and is none of some; to Prisma as to a database, null does not differ
 * from anything.
 */
const otherThan = ({ name, required }: Field, values: readonly unknown[]): Part =>
  values.length > 0 ? { [name]: excluded(values) } : required ? 'all' : { [name]: { not: null } };

function excluded(values: readonly unknown[]): PrismaWhere {
  const [only] = values;
  if (values.length === 0) return {};
  return values.length === 1 ? { not: only } : { notIn: values };
}

/** Returns a name as Prisma's schema can have it; throws for one of the words that join conditions. */
function checked(field: string, property: string): string {
  if (typeof field !== 'string' || !/^[A-Za-z][A-Za-z0-9_]*$/.test(field) || /^(AND|OR|NOT)$/.test(field))
    throw new Error(`${JSON.stringify(field)} cannot be the field of \`${property}\` in a schema of Prisma`);
  return field;
}

const heldWrongly = ({ property, type }: Comparison, held: string): Error =>
  new Error(
    `\`${property}\` is of the type ${type}: the options cannot have it in a field of the type \`${held}\``,
  );
