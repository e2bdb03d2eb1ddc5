import type { Comparison } from '../where.js';
/** The name of a table, by itself or in a schema; an alias is written like a table. Always quoted, so its case counts. */
export type TableName = string | readonly [schema: string, table: string];
/**
 * The way in which PostgreSQL holds a column.
 *
 * For ids and texts: `text` (the default), also for varchar and citext; `uuid`; and `cast`, which uses no index, for
 * everything else that is printed as the text that records hold: an enum, a number, and whatever would otherwise equal
 * other texts as well, that is `char(n)` and a text with a nondeterministic collation.
 *
 * For dates: `timestamptz` (the default); `timestamp`, taken to be in UTC; `date`; and `text`, compared as it is
 * written. Records hold the first three as `Date`, that is in whole milliseconds.
 *
 * Numbers can be in every type of numbers but `real`, which holds others than it prints.
 */
export type PostgresType = 'text' | 'uuid' | 'cast' | 'timestamptz' | 'timestamp' | 'date';
/**
 * The way in which SQLite holds a column.
 *
 * For ids and texts: `text`. For dates: `text` (the default), compared as it is written, or the whole `milliseconds`
 * or `seconds` since 1970, if records hold a `Date`. Booleans are 0 and 1.
 */
export type SqliteType = 'text' | 'milliseconds' | 'seconds';
/** A column and how the database holds it. */
export interface SqlColumn<Type> {
    readonly column: string;
    readonly type: Type;
}
/**
 * A relation: `from` is a column of this model's table, `to` one of the other's, which is unique if the relation leads to at
 * most one record. Where
 * ids are unique only within a tenant, both are lists: `{ from: ['tenant', 'company_id'], to: ['tenant', 'id'] }`.
 *
 * A relation to many records leads by a column of theirs, or by a table between the two that has a row for each pair:
 * `{ model: 'User', from: 'id', via: { table: 'watchers', from: 'task_id', to: 'user_id' }, to: 'id' }`.
 */
export interface SqlRelation {
    readonly model: string;
    readonly from: string | readonly string[];
    readonly to: string | readonly string[];
    readonly via?: SqlJoinTable;
}
/** The table between two others: the columns in its `from` equal those in `from` of the relation, those in its `to` those in `to`. */
export interface SqlJoinTable {
    readonly table: TableName;
    readonly from: string | readonly string[];
    readonly to: string | readonly string[];
}
/** The place of the records of a model. */
export interface SqlModel<Type> {
    readonly table: TableName;
    /**
     * The columns of properties, where they are named or held otherwise than by default. A tenant's property `custom.region` that
     * is not among them is what stands under `region` in the column of `custom`, which holds JSON.
     */
    readonly columns?: Readonly<Record<string, string | SqlColumn<Type>>>;
    /** The relations that filters go through. */
    readonly relations?: Readonly<Record<string, SqlRelation>>;
}
/** The ways in which databases hold columns, by dialect. */
export interface SqlTypes {
    readonly postgres: PostgresType;
    readonly sqlite: SqliteType;
}
/** The places of the records of the models in a database of a dialect. */
export type SqlModels<Dialect extends keyof SqlTypes> = Readonly<Record<string, SqlModel<SqlTypes[Dialect]>>>;
/** The tables of a PostgreSQL database. */
export interface PostgresSchema {
    readonly dialect: 'postgres';
    readonly models: SqlModels<'postgres'>;
}
/** The tables of an SQLite database. */
export interface SqliteSchema {
    readonly dialect: 'sqlite';
    readonly models: SqlModels<'sqlite'>;
}
/** The tables of a database. */
export type SqlSchema = PostgresSchema | SqliteSchema;
/** The way in which a database holds a column; undefined if nobody said. */
export type StorageType = PostgresType | SqliteType | undefined;
/** Throws where a schema names a dialect, a type or a model that is unknown, or something no name can be. */
export declare function checkSchema(schema: SqlSchema): void;
/** A table that a relation leads to, and the columns by which it is found from the one before. */
export interface SqlHop {
    readonly table: TableName;
    readonly pairs: readonly (readonly [from: string, to: string])[];
}
/** Returns the tables that a relation leads to, the one between two others first. Throws unless columns are pairs. */
export declare function listHops(schema: SqlSchema, { model, from, to, via }: SqlRelation, step: string): readonly SqlHop[];
/** Returns a model of a schema; throws if there is none of the name. */
export declare function findSqlModel({ models }: SqlSchema, name: string): SqlModel<PostgresType | SqliteType>;
/** Returns a relation of a model; throws if there is none of the name. */
export declare function findSqlRelation(schema: SqlSchema, model: string, name: string): SqlRelation;
/**
 * Finds the column of a property, which has the property's name if the schema says nothing else. A name with a dot, as tenants
 * have them, stands inside the column of what it begins with, which holds JSON, unless the schema gives it a column of its own.
 */
export declare function findSqlColumn(schema: SqlSchema, model: string, property: string): SqlColumn<StorageType> & {
    readonly inside?: readonly string[];
};
/** Quotes a name for SQL, whatever is in it; throws if no database can have it. */
export declare function quoteSqlName(name: string): string;
/** Quotes the name of a table for SQL. */
export declare const quoteTable: (name: TableName) => string;
/** Returns the error that tells a programmer that a column cannot hold a property. */
export declare const makeStorageError: ({ property, type }: Comparison, held: string) => Error;
