import { checkModels, checkWhere } from './check-arguments.ts';
import { groupByRecord } from './group-by-record.ts';
import { findFieldDescription, findRelationDescription } from './model-description.ts';
import { compareMongoField, excludeLists, testExistence } from './mongo/compare-field.ts';
import { joinMongoByAnd, joinMongoByOr, type MongoPart } from './mongo/join.ts';
import type { MongoFilter, MongoOptions, MongoType } from './mongo/schema.ts';
import { makeTooLargeError, measureLongestPath } from './too-large-error.ts';
import type { Comparison, Filter, LinkedFilter, Where } from './where.ts';

export type {
  MongoField,
  MongoFilter,
  MongoModel,
  MongoOptions,
  MongoRelation,
  MongoType,
} from './mongo/schema.ts';

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
 * - A list of documents holds documents alone. Where it has a list among them, nothing that may be missing is found by it.
 * - A document that has none of its model's properties, not even as null, lacks them all to a filter. To `can` it is no record if it has
 *   anything else, such as an `_id` that is not said to be the property `id`.
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
  if (where === 'none') return writeNothing();
  const filter = writePart(where, options) ?? writeNothing();
  checkLimits(where, filter);
  return filter;
}

function writePart(filter: Filter, options: MongoOptions): MongoPart {
  if ('anyOf' in filter) return joinMongoByOr(filter.anyOf.map((part) => writePart(part, options)));
  if ('allOf' in filter) return joinMongoByAnd(filter.allOf.map((part) => writePart(part, options)));
  return followPath(filter.through, { model: filter.model, prefix: '' }, options, (end) =>
    joinMongoByOr(
      filter.alternatives.map((alternative) =>
        joinMongoByAnd(
          groupByRecord(alternative).map(({ through, comparisons }) =>
            followPath(through, end, options, (holder) => compareFields(holder, comparisons, options)),
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
function followPath(
  path: LinkedFilter['through'],
  { model, prefix }: Documents,
  options: MongoOptions,
  meets: (end: Documents) => MongoPart,
  guards: readonly MongoFilter[] = [],
): MongoPart {
  const [step, ...rest] = path;
  if (step === undefined) {
    const met = meets({ model, prefix });
    return met && joinMongoByAnd([...guards, met]);
  }
  const name = typeof step === 'string' ? step : step.many;
  const relation = findRelationDescription(options.models, model, name);
  const field = `${prefix}${checkFieldName(relation.field, name)}`;
  if (typeof step === 'string') {
    const guard = { [field]: excludeLists({ $type: 'object' }) };
    return followPath(rest, { model: relation.model, prefix: `${field}.` }, options, meets, [
      ...guards,
      guard,
    ]);
  }
  const inner = followPath(rest, { model: relation.model, prefix: '' }, options, meets);
  if (!inner) return inner;
  // MongoDB takes a list in a list for a document without fields, which lacks whatever may be missing.
  const alone = isMetByEmpty(inner) ? { $not: { $elemMatch: { $type: 'array' } } } : {};
  return joinMongoByAnd([...guards, { [field]: { $elemMatch: inner, ...alone } }]);
}

/** Returns true if a document without any field meets a filter of this adapter. */
function isMetByEmpty(filter: MongoFilter): boolean {
  const parts = (value: unknown) => value as readonly MongoFilter[];
  return Object.entries(filter).every(([key, value]) => {
    if (key === '$and') return parts(value).every(isMetByEmpty);
    if (key === '$or') return parts(value).some(isMetByEmpty);
    if (key === '$nor') return !parts(value).some(isMetByEmpty);
    return typeof value === 'object' && value !== null && '$eq' in value && value.$eq === null;
  });
}

const compareFields = (
  { model, prefix }: Documents,
  comparisons: readonly Comparison[],
  options: MongoOptions,
): MongoPart =>
  joinMongoByAnd(
    comparisons.map((comparison) => {
      const { property } = comparison;
      const { field, type } = findFieldDescription(options.models, model, property);
      if (field !== property || !property.includes('.'))
        return compareMongoField(
          comparison,
          `${prefix}${checkFieldName(field, property)}`,
          type,
          options.objectId,
        );
      const [outer = ''] = property.split('.');
      return compareInside(
        comparison,
        prefix,
        findFieldDescription(options.models, model, outer).field,
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
): MongoPart {
  const { property } = comparison;
  const names = [outer, ...property.split('.').slice(1)].map((name) => checkFieldName(name, property));
  const pathTo = (end: number) => `${prefix}${names.slice(0, end).join('.')}`;
  const guards = names
    .slice(1)
    .map((_, at): MongoFilter => ({ [pathTo(at + 1)]: excludeLists({ $type: 'object' }) }));
  if (comparison.operator !== '$exists')
    return joinMongoByAnd([
      ...guards,
      compareMongoField(comparison, pathTo(names.length), undefined, objectId),
    ]);
  const isThere = joinMongoByAnd([...guards, testExistence(true, pathTo(names.length))]);
  return isThere && !comparison.operand ? { $nor: [isThere] } : isThere;
}

/** The limits of MongoDB: a command is a document of so many bytes, and a document nests so many levels deep. */
const limits = { bytes: 16 * 1024 * 1024, levels: 100 };

/** Throws where MongoDB would refuse the filter for its size, or could hold no document that it speaks of. */
function checkLimits(where: Filter, filter: MongoFilter): void {
  const { model } = where;
  const steps = measureLongestPath(where);
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

const writeNothing = (): MongoFilter => ({ _id: { $in: [] } });

/**
 * Returns the name of one field; throws for a name with a dot, which would be a path, or a dollar, which would be an
 * operator.
 */
function checkFieldName(field: string, property: string): string {
  if (typeof field !== 'string' || field === '' || /^\$|[.\0\p{Surrogate}]/u.test(field))
    throw new Error(`${JSON.stringify(field)} cannot be the field of \`${property}\` in MongoDB`);
  return field;
}
