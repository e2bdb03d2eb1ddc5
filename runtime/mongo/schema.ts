/** A filter for MongoDB. Every value in it stands behind an operator, so that none can be taken for one. */
export interface MongoFilter {
  readonly [key: string]: unknown;
}

/** The description of the documents of the models, as far as they differ from the defaults. */
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
