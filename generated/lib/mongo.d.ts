import type { MongoFilter, MongoOptions } from './mongo/schema.js';
import type { Where } from './where.js';
export type { MongoField, MongoFilter, MongoModel, MongoOptions, MongoRelation, MongoType, } from './mongo/schema.js';
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
export declare function mongo(where: Where, options?: MongoOptions): MongoFilter;
