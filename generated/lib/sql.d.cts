import type { KnownNames } from './sql/names.cjs';
import { type SqlModels, type TableName } from './sql/schema.cjs';
import type { Where } from './where.cjs';
export type { PostgresSchema, PostgresType, SqliteSchema, SqliteType, SqlJoinTable, SqlModel, SqlModels, SqlSchema, SqlTypes, TableName, } from './sql/schema.cjs';
/** A boolean expression for the WHERE clause of a query, and what its parameters stand for. */
export interface SqlCondition<Value> {
    /**
     * Stands in parentheses wherever it needs them, and no value is ever part of it. Of a record that does not meet the
     * filter it may be null instead of false, as is usual in SQL: all others are those of which it `IS NOT TRUE`.
     */
    readonly text: string;
    /** In the order of the parameters. */
    readonly values: Value[];
}
/** A value of a parameter in PostgreSQL. */
export type PostgresValue = string | number | boolean | string[] | number[] | boolean[];
/** A value of a parameter in SQLite. */
export type SqliteValue = string | number;
/** The values of parameters, by dialect. */
export interface SqlValues {
    readonly postgres: PostgresValue;
    readonly sqlite: SqliteValue;
}
/** The query that a condition becomes a part of. */
export interface SqlQuery {
    /** The table, or its alias, that the query takes the records from; the model's table if left out. */
    readonly from?: TableName;
    /**
     * The parameters of the query that the condition goes into: its own are added to them and numbered after them, so
     * that several conditions can share a query. Left out, the condition has its own alone, in SQLite as plain `?`.
     */
    readonly values?: unknown[];
}
/** Writes what `policy.where` gives as a condition. */
export type ToSql<Value> = (where: Where, query?: SqlQuery) => SqlCondition<Value>;
/**
 * Gives the function that writes a filter as a condition for one database: exactly the records that `can` permits
 * meet it. Throws where the schema makes no sense; the function throws where the schema lacks what a filter needs.
 *
 * ```ts
 * const toSql = sqlFor({
 *   dialect: 'postgres',
 *   models: {
 *     Company: { table: 'companies', columns: { owner: { column: 'owner_id', type: 'uuid' } } },
 *     Task: { table: 'tasks', relations: { company: { model: 'Company', from: 'company_id', to: 'id' } } },
 *   },
 * });
 * const values = [tenant];
 * const { text } = toSql(policy.where('view', 'Task'), { from: 't', values });
 * await database.query(`SELECT * FROM tasks AS t WHERE t.tenant = $1 AND ${text}`, values);
 * ```
 */
export declare function sqlFor<Dialect extends 'postgres' | 'sqlite', const Models extends SqlModels<Dialect>>(schema: {
    readonly dialect: Dialect;
    readonly models: Models & KnownNames<Models>;
}): ToSql<SqlValues[Dialect]>;
