import { instantOf } from '../compiler/text/instant.ts';
import {
  type Asked,
  askedBy,
  isBoolean,
  isDate,
  isHeldItem,
  isNumber,
  isText,
  operandsOf,
  type Valued,
} from './asked.ts';
import { groupByRecord } from './by-record.ts';
import { findDescribedField, findDescribedRelation } from './described.ts';
import { checkModels, checkWhere } from './given.ts';
import { longestPathOf, makeTooLargeError } from './too-large.ts';
import type { Comparison, Filter, LinkedFilter, Scalar, Where } from './where.ts';

/** A filter for MongoDB. Every value in it stands behind an operator, so that none can be taken for one. */
export interface MongoFilter {
  readonly [key: string]: unknown;
}

/** The description of the documents of the models, as far as it differs from what we take for granted. */
export interface MongoOptions {
  readonly models?: Readonly<Record<string, MongoModel>>;
  /** Makes an ObjectId of its 24 digits, such as `(digits) => new ObjectId(digits)`; fields that hold one need it. */
  readonly objectId?: (digits: string) => unknown;
}

/** The description of the documents of a model. */
export interface MongoModel {
  /** The fields of properties, such as `{ id: '_id' }`; a text is the name of the field. */
  readonly fields?: Readonly<Record<string, string | MongoField>>;
  /** The relations that filters go through. Where `models` says anything, it says where each of them leads. */
  readonly relations?: Readonly<Record<string, MongoRelation>>;
}

/** The field of a property. */
export interface MongoField {
  /** Its name, if it is not the property's. */
  readonly field?: string;
  readonly type?: MongoType;
}

/**
 * The type of a field, where it does not follow from the property: ids and texts are text, or `objectId`; dates may
 * be text or `Date` in the same collection, unless it is said that all are `date` or all are `text`, which makes the
 * filter shorter and is what Mongoose wants.
 */
export type MongoType = 'objectId' | 'date' | 'text';

/** A relation to at most one document, or to a list of documents, embedded under its name. */
export interface MongoRelation {
  readonly model: string;
  /** The name of the field that the other document is in, if it is another. */
  readonly field?: string;
}

const types = ['objectId', 'date', 'text'] satisfies MongoType[];

/**
 * Writes what `policy.where` gives as a filter for MongoDB: exactly the documents that `can` permits meet it. Join it
 * with filters of your own by `$and`. Never spread it into another object, where a key of one would replace the same
 * key of the other.
 *
 * ```ts
 * const permitted = mongo(policy.where('view', 'Company'), { models: { Company: { fields: { id: '_id' } } } });
 * await companies.find({ $and: [permitted, { archived: { $eq: false } }] }).toArray();
 * ```
 *
 * Where a model's records are reached through relations, the filter speaks of documents inside documents, such as
 * `company.owner`. Embed them, or bring them in: `$lookup`, then `$unwind`, then `$match` with the filter.
 *
 * Nothing is `{ _id: { $in: [] } }`: MongoDB sees before it starts that nothing can meet it, and needs no look at the
 * collection, for which it may need one with an expression. Throws where the options lack what a filter needs.
 *
 * Throws a `PermissionsError` with the code `too-large` where the filter has more bytes than MongoDB takes in one
 * document, 16 MiB, or goes through as many relations as a document has levels, 100.
 *
 * MongoDB leaves some things to you:
 * - A tenant's property `custom.region` is looked for under `region` in the document `custom`, unless the options name its field: MongoDB
 *   takes a dot for a path, so a field that has one in its own name cannot be asked for.
 * - Text is compared byte by byte. Where a collection has a collation of its own, ask with
 *   `{ collation: { locale: 'simple' } }`.
 * - Numbers are doubles, or whole within 2⁵³: the driver reads others as objects, which to `can` are no numbers.
 * - `can` wants an ObjectId as its 24 digits, in lower case.
 */
export function mongo(where: Where, options: MongoOptions = {}): MongoFilter {
  checkWhere(where, 'mongo');
  checkModels(options.models, 'mongo', types);
  if (where === 'all') return {};
  if (where === 'none') return nothing();
  const filter = written(where, options) ?? nothing();
  checkLimits(where, filter);
  return filter;
}

function written(filter: Filter, options: MongoOptions): Part {
  if ('anyOf' in filter) return any(filter.anyOf.map((part) => written(part, options)));
  if ('allOf' in filter) return all(filter.allOf.map((part) => written(part, options)));
  return along(filter.through, { model: filter.model, prefix: '' }, options, (end) =>
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

/** Documents of a model, as a path leads to them. */
interface Documents {
  readonly model: string | undefined;
  /** The path that stands before their fields. */
  readonly prefix: string;
}

/** Follows a path of relations to what its end meets; in a list of documents one is enough. */
function along(
  path: LinkedFilter['through'],
  { model, prefix }: Documents,
  options: MongoOptions,
  meets: (end: Documents) => Part,
  guards: readonly MongoFilter[] = [],
): Part {
  const [step, ...rest] = path;
  if (step === undefined) {
    const met = meets({ model, prefix });
    return met && all([...guards, met]);
  }
  const name = typeof step === 'string' ? step : step.many;
  const relation = findDescribedRelation(options.models, model, name);
  const field = `${prefix}${checked(relation.field, name)}`;
  if (typeof step === 'string') {
    const guard = { [field]: single({ $type: 'object' }) };
    return along(rest, { model: relation.model, prefix: `${field}.` }, options, meets, [...guards, guard]);
  }
  const inner = along(rest, { model: relation.model, prefix: '' }, options, meets);
  return inner && all([...guards, { [field]: { $elemMatch: inner } }]);
}

const comparedIn = (
  { model, prefix }: Documents,
  comparisons: readonly Comparison[],
  options: MongoOptions,
): Part =>
  all(
    comparisons.map((comparison) => {
      const { property } = comparison;
      const { field, type } = findDescribedField(options.models, model, property);
      if (field !== property || !property.includes('.'))
        return compared(comparison, `${prefix}${checked(field, property)}`, type, options.objectId);
      const [outer = ''] = property.split('.');
      return compareInside(
        comparison,
        prefix,
        findDescribedField(options.models, model, outer).field,
        options,
      );
    }),
  );

/** Asks what stands inside a document under the start of a tenant's name: a list of documents is none. */
function compareInside(
  comparison: Comparison,
  prefix: string,
  outer: string,
  { objectId }: MongoOptions,
): Part {
  const { property } = comparison;
  const names = [outer, ...property.split('.').slice(1)].map((name) => checked(name, property));
  const pathTo = (end: number) => `${prefix}${names.slice(0, end).join('.')}`;
  const guards = names
    .slice(1)
    .map((_, at): MongoFilter => ({ [pathTo(at + 1)]: single({ $type: 'object' }) }));
  if (comparison.operator !== '$exists')
    return all([...guards, compared(comparison, pathTo(names.length), undefined, objectId)]);
  const isThere = all([...guards, existence(true, pathTo(names.length))]);
  return isThere && !comparison.operand ? { $nor: [isThere] } : isThere;
}

/** The limits of MongoDB: a command is a document of so many bytes, and a document nests so many levels deep. */
const limits = { bytes: 16 * 1024 * 1024, levels: 100 };

/** Throws where MongoDB would refuse the filter for its size, or could hold no document that it speaks of. */
function checkLimits(where: Filter, filter: MongoFilter): void {
  const { model } = where;
  const steps = longestPathOf(where);
  if (steps >= limits.levels)
    throw makeTooLargeError(
      model,
      `${steps} documents on the path, and a document holds ${limits.levels} levels`,
      'MongoDB',
    );
  const bytes = measureDocument(filter);
  if (bytes > limits.bytes)
    throw makeTooLargeError(model, `${bytes} bytes, and there can be ${limits.bytes}`, 'MongoDB');
}

/** Measures an object or a list in BSON: each element has a type, a name with its end and a value. */
function measureDocument(document: object): number {
  let bytes = 5;
  // Entries of a list are named by their places.
  for (const [key, value] of Object.entries(document))
    bytes += 2 + utf8.encode(key).length + measureValue(value);
  return bytes;
}

const utf8 = new TextEncoder();

function measureValue(value: unknown): number {
  if (typeof value === 'string') return 5 + utf8.encode(value).length;
  if (typeof value === 'boolean') return 1;
  if (Array.isArray(value)) return measureDocument(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return 8;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype ? measureDocument(value) : objectIdBytes;
}

/** The number of bytes in BSON of what the options make of digits, whatever it is in JavaScript. */
const objectIdBytes = 12;

const nothing = (): MongoFilter => ({ _id: { $in: [] } });

/**
 * A part of a filter; undefined if no document meets it. The conjunction of no parts is undefined too: it fails
 * closed.
 */
type Part = MongoFilter | undefined;

function all(parts: readonly Part[]): Part {
  const filters = parts.filter((part) => part !== undefined);
  if (filters.length < parts.length) return undefined;
  return filters.length > 1 ? { $and: filters } : filters[0];
}

function any(parts: readonly Part[]): Part {
  const filters = parts.filter((part) => part !== undefined);
  return filters.length > 1 ? { $or: filters } : filters[0];
}

/**
 * Limits a condition to values that are no list. To most operators of MongoDB a list meets what one of its items
 * meets, yet no list is a value of a column.
 */
const single = (condition: MongoFilter): MongoFilter => ({ ...condition, $not: { $type: 'array' } });

function compared(
  comparison: Comparison,
  path: string,
  held: MongoType | undefined,
  objectId: MongoOptions['objectId'],
): Part {
  if (comparison.operator === '$exists') return existence(comparison.operand, path);
  switch (comparison.type) {
    case 'id':
    case 'string':
      return textual(comparison, path, held, objectId);
    case 'number':
    case 'integer':
      if (held !== undefined) throw heldWrongly(comparison, held);
      return numeric(path, askedBy(comparison, isNumber));
    case 'boolean':
      if (held !== undefined) throw heldWrongly(comparison, held);
      return logical(path, askedBy(comparison, isBoolean));
    case 'date':
      return dated(comparison, path, held);
    case 'list':
      return containing(path, askedBy(comparison, isHeldItem));
  }
}

/** Writes the test for a value. MongoDB's own `$exists` finds null too, and a list with a null in it equals null. */
function existence(operand: boolean, path: string): MongoFilter {
  const missing = { [path]: single({ $eq: null }) };
  return operand ? { $nor: [missing] } : missing;
}

/**
 * Writes the test for a list that has an item, or none of some. An item that is a list itself is none of those that
 * are asked for.
 */
function containing(path: string, asked: Asked<Scalar> | undefined): Part {
  if (!asked) return undefined;
  const has = { $elemMatch: { $in: [...operandsOf(asked)] } };
  return { [path]: asked.asks === 'other' ? { $type: 'array', $not: has } : has };
}

function textual(
  comparison: Valued,
  path: string,
  held: MongoType | undefined,
  objectId: MongoOptions['objectId'],
): Part {
  if (held === undefined || held === 'text') return asking(path, askedBy(comparison, isText), 'string');
  if (held !== 'objectId') throw heldWrongly(comparison, held);
  if (!objectId)
    throw new Error(
      `\`${path}\` holds an ObjectId: the options need \`objectId\` to make one to compare with`,
    );
  const asked = askedBy(comparison, isDigits);
  if (!asked && comparison.operator !== '$eq' && comparison.operator !== '$in')
    throw new Error(`\`${path}\` holds an ObjectId: it comes neither before nor after other text`);
  return asking(path, asked, 'objectId', objectId);
}

/**
 * Returns true if an operand is an ObjectId as records have it: in lower case, in which its order is that of the
 * text.
 */
const isDigits = (operand: Scalar): operand is string => isText(operand) && /^[0-9a-f]{24}$/.test(operand);

/** Writes the test for a number. MongoDB has the infinite in its order, while records have numbers only. */
function numeric(path: string, asked: Asked<number> | undefined): Part {
  const [least, most] = [{ $gte: -Number.MAX_VALUE }, { $lte: Number.MAX_VALUE }];
  if (asked?.asks === 'other') return { [path]: single({ ...excluded(asked.than), ...least, ...most }) };
  if (asked?.asks !== 'order') return asking(path, asked, 'number');
  const end = asked.sign === '>' || asked.sign === '>=' ? most : least;
  return { [path]: single({ [words[asked.sign]]: asked.to, ...end }) };
}

/** Writes the test for true or false, neither of which is more than the other. */
const logical = (path: string, asked: Asked<boolean> | undefined): Part =>
  asked?.asks === 'order' ? undefined : asking(path, asked, 'bool');

/** Types do not mix in MongoDB either, so each way of holding a date needs an operand of its own. */
function dated(comparison: Valued, path: string, held: MongoType | undefined): Part {
  const asked = askedBy(comparison, isDate);
  switch (held) {
    case undefined:
      return datedEither(path, asked);
    case 'date':
      return asking(path, asked, 'date', dateOf);
    case 'text':
      return datedByText(path, asked);
    case 'objectId':
      throw heldWrongly(comparison, held);
  }
}

function datedEither(path: string, asked: Asked<string> | undefined): Part {
  switch (asked?.asks) {
    case undefined:
      return undefined;
    case 'equal':
      return { [path]: single({ $in: [asked.to, dateOf(asked.to)] }) };
    case 'listed':
      return { [path]: single({ $in: [...asked.among, ...asked.among.map(dateOf)] }) };
    case 'other':
    case 'order':
      return any([datedByText(path, asked), asking(path, asked, 'date', dateOf)]);
  }
}

/**
 * Writes the test for a date that is held as text. A value that equals a date is one; of greater or smaller values
 * only those count that begin like a date.
 */
function datedByText(path: string, asked: Asked<string> | undefined): Part {
  const $regex = '^[0-9]{4}-[0-9]{2}-[0-9]{2}';
  if (asked?.asks === 'other') return { [path]: single({ ...excluded(asked.than), $regex }) };
  if (asked?.asks !== 'order') return asking(path, asked, 'string');
  return { [path]: single({ [words[asked.sign]]: asked.to, $regex }) };
}

const dateOf = (text: string): Date => new Date(instantOf(text));

const words = { '>': '$gt', '>=': '$gte', '<': '$lt', '<=': '$lte' } as const;

function asking<Operand extends Scalar>(
  path: string,
  asked: Asked<Operand> | undefined,
  type: 'string' | 'number' | 'bool' | 'date' | 'objectId',
  written: (operand: Operand) => unknown = (operand) => operand,
): Part {
  switch (asked?.asks) {
    case undefined:
      return undefined;
    case 'equal':
      return { [path]: single({ $eq: written(asked.to) }) };
    case 'listed':
      return { [path]: single({ $in: asked.among.map((item) => written(item)) }) };
    case 'other':
      return { [path]: single({ ...excluded(asked.than.map((item) => written(item))), $type: type }) };
    case 'order':
      return { [path]: single({ [words[asked.sign]]: written(asked.to) }) };
  }
}

const excluded = (values: readonly unknown[]): MongoFilter => (values.length > 0 ? { $nin: values } : {});

/**
 * Returns the name of one field; throws for a name with a dot, which would be a path, or a dollar, which would be an
 * operator.
 */
function checked(field: string, property: string): string {
  if (typeof field !== 'string' || field === '' || /^\$|[.\0\p{Surrogate}]/u.test(field))
    throw new Error(`${JSON.stringify(field)} cannot be the field of \`${property}\` in MongoDB`);
  return field;
}

const heldWrongly = ({ property, type }: Comparison, held: string): Error =>
  new Error(
    `\`${property}\` is of the type ${type}: the options cannot have it in a field that holds \`${held}\``,
  );
