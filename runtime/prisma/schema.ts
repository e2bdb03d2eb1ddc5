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
   * `Prisma.DbNull` of the generated client. Filters need it for a tenant's property of three names or more, such as
   * `custom.site.region`, that stands inside of a Json field: it may be under `site.region` there, or under `region` in `site`.
   */
  readonly dbNull?: unknown;
  /**
   * The most parameters that a query may have; left out, 32,766, as with PostgreSQL. With SQLite it is 999, with SQL Server
   * 2,098. Less, where the rest of the query has many of its own.
   */
  readonly parameters?: number;
}

/** The description of a model in Prisma's schema. */
export interface PrismaModel {
  /**
   * The fields of properties; a text is the name of the field. A tenant's property such as `custom.region` without a
   * field of its own stands inside of the Json field of `custom`.
   */
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
