import type { Where } from './where.cjs';
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
export declare function prisma(where: Where, options?: PrismaOptions): PrismaWhere;
