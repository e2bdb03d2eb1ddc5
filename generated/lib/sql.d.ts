import { type PostgresSchema, type SqliteSchema, type TableName } from './sql/schema.js';
import type { Where } from './where.js';
export type { PostgresSchema, PostgresType, SqlColumn, SqliteSchema, SqliteType, SqlModel, SqlRelation, SqlSchema, TableName, } from './sql/schema.js';
/** A boolean expression for the WHERE clause of a query, and what its parameters stand for. */
export interface SqlCondition<Value> {
    /** Safe to join with AND, OR and NOT. No value is ever part of it. */
    readonly text: string;
    /** In the order of the parameters. */
    readonly values: Value[];
}
/** What a parameter stands for in PostgreSQL. */
export type PostgresValue = string | number | boolean | string[] | number[] | boolean[];
/** What a parameter stands for in SQLite. */
export type SqliteValue = string | number;
/** The query that a condition becomes a part of. */
export interface SqlQuery {
    /** The table, or its alias, that the query takes the records from; the model's table if left out. */
    readonly from?: TableName;
    /**
     * The number of the condition's first parameter, where parameters of the query come before it. PostgreSQL's are
     * `$1`, `$2` and so on if left out. SQLite's are `?` if left out, and else `?1`, `?2` and so on.
     */
    readonly firstParameter?: number;
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
 * const { text, values } = toSql(policy.where('view', 'Task'), { from: 't', firstParameter: 2 });
 * await database.query(`SELECT * FROM tasks AS t WHERE t.tenant = $1 AND ${text}`, [tenant, ...values]);
 * ```
 */
export declare function sqlFor(schema: PostgresSchema): ToSql<PostgresValue>;
export declare function sqlFor(schema: SqliteSchema): ToSql<SqliteValue>;
