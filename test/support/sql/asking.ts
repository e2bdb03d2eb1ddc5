import {
  type PostgresSchema,
  type PostgresType,
  type SqliteSchema,
  type SqliteType,
  type SqlModel,
  sqlFor,
  type ToSql,
} from '../../../runtime/sql.ts';
import type { Where } from '../../../runtime/where.ts';
import type { Database } from './databases.ts';

type Models = Readonly<Record<string, SqlModel<PostgresType | SqliteType>>>;

/** The same models in either dialect; that the types are the dialect's own is for the test to see to. */
export const toSqlOf = (dialect: 'postgres' | 'sqlite', models: Models): ToSql<unknown> =>
  dialect === 'postgres'
    ? (sqlFor({ dialect, models } as PostgresSchema) as ToSql<unknown>)
    : (sqlFor({ dialect, models } as SqliteSchema) as ToSql<unknown>);

/** Names for the table outside, among them those that a condition gives to tables inside. */
export const aliases = ['t', 'through_1', 'THROUGH_1', 'beyond_1', 'id', '"', 'x" WHERE TRUE OR "'] as const;

/** The number of conditions that one query asks for, each with its parameters behind those of the others. */
export const manyAtOnce = 25;

/** The ids of the companies that meet each of some filters. */
export async function idsOfEach(
  database: Database,
  toSql: ToSql<unknown>,
  wheres: readonly Where[],
): Promise<readonly (readonly unknown[])[]> {
  const parameters: unknown[] = [];
  const columns = wheres.map((where, index) => {
    const { text } = toSql(where, { from: 'c', values: parameters });
    return `CASE WHEN ${text} THEN 1 ELSE 0 END AS "${index}"`;
  });
  const query = `SELECT CAST(id AS text) AS key, ${columns.join(', ')} FROM "Company's ""table""" AS c`;
  const rows = await database.ask(query, parameters);
  const inOrder = [...rows].sort((a, b) => Number(a.key) - Number(b.key));
  return wheres.map((_, index) => inOrder.filter((row) => row[index] === 1).map(({ key }) => key));
}

/** Asks in a query that has parameters of its own, before the condition and behind it. */
export async function idsOf(
  database: Database,
  dialect: 'postgres' | 'sqlite',
  toSql: ToSql<unknown>,
  model: string,
  where: Where,
  alias: string,
): Promise<readonly unknown[]> {
  const { text, values } = toSql(where, {
    from: alias,
    ...(dialect === 'postgres' && { values: ['before'] }),
  });
  const [before, after] = dialect === 'postgres' ? ['$1::text', `$${values.length + 2}::text`] : ['?', '?'];
  const table = `"${model}'s ""table""" AS "${alias.replaceAll('"', '""')}"`;
  const rows = await database.ask(
    `SELECT CAST(id AS text) AS key FROM ${table} WHERE ${before} = 'before' AND ${text} AND ${after} = 'after' ORDER BY 1`,
    ['before', ...values, 'after'],
  );
  return rows.map(({ key }) => key);
}
