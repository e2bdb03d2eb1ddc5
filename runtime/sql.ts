import { checkWhere, describeArgument, isObject } from './check-arguments.ts';
import { groupByRecord } from './group-by-record.ts';
import { compareInsideJson } from './sql/compare-inside-json.ts';
import { joinSqlByAnd, joinSqlByOr } from './sql/join.ts';
import type { KnownNames } from './sql/names.ts';
import { comparePostgresColumn } from './sql/postgres.ts';
import {
  checkSchema,
  findSqlColumn,
  findSqlModel,
  findSqlRelation,
  listHops,
  quoteSqlName,
  quoteTable,
  type SqlModels,
  type SqlRelation,
  type SqlSchema,
  type StorageType,
  type TableName,
} from './sql/schema.ts';
import { compareSqliteColumn } from './sql/sqlite.ts';
import { makeTooLargeError, measureLongestPath } from './too-large-error.ts';
import type { Comparison, Filter, LinkedFilter, Where } from './where.ts';

export type {
  PostgresSchema,
  PostgresType,
  SqliteSchema,
  SqliteType,
  SqlJoinTable,
  SqlModel,
  SqlModels,
  SqlSchema,
  SqlTypes,
  TableName,
} from './sql/schema.ts';

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
export function sqlFor<
  Dialect extends 'postgres' | 'sqlite',
  const Models extends SqlModels<Dialect>,
>(schema: {
  readonly dialect: Dialect;
  readonly models: Models & KnownNames<Models>;
}): ToSql<SqlValues[Dialect]>;
export function sqlFor(schema: SqlSchema): ToSql<PostgresValue> | ToSql<SqliteValue> {
  checkSchema(schema);
  switch (schema.dialect) {
    case 'postgres':
      return writer<PostgresValue>(schema, comparePostgresColumn, (place, first = 1) => `$${first + place}`);
    case 'sqlite':
      return writer<SqliteValue>(schema, compareSqliteColumn, (place, first) =>
        first === undefined ? '?' : `?${first + place}`,
      );
  }
}

/** The limits of databases on one query, which they state only when they are asked too much. */
const limits = {
  postgres: { name: 'PostgreSQL', parameters: 65_535, tables: Number.POSITIVE_INFINITY },
  sqlite: { name: 'SQLite', parameters: 32_766, tables: 64 },
};

/** Writes one comparison of a column in a dialect, and hands over the values that stay outside. */
type WriteComparison<Value> = (
  comparison: Comparison,
  column: string,
  held: StorageType,
  bind: (value: Value) => string,
) => string;

function writer<Value>(
  schema: SqlSchema,
  writeComparison: WriteComparison<Value>,
  parameter: (place: number, first: number | undefined) => string,
): ToSql<Value> {
  return (where, query = {}) => {
    checkWhere(where, 'toSql');
    checkQuery(query);
    const { from, values: before } = query;
    const first = before && before.length + 1;
    const values: Value[] = [];
    const bind = (value: Value) => parameter(values.push(value) - 1, first);
    if (where === 'all') return { text: 'TRUE', values };
    if (where === 'none') return { text: 'FALSE', values };
    const text = writeCondition(schema, where, from, (comparison, column, held) =>
      writeComparison(comparison, column, held, bind),
    );
    checkLimits(schema, where, values.length + (before?.length ?? 0));
    // One by one, since so many values are too many arguments for one call.
    for (const value of values) before?.push(value);
    return { text, values };
  };
}

/** Throws where a database would refuse the query for its size. */
function checkLimits(schema: SqlSchema, filter: Filter, parameters: number): void {
  const { model } = filter;
  // A step through a table between two others takes both; where there are such tables, every step is counted as one.
  const steps = measureLongestPath(filter) * (hasJoinTables(schema) ? 2 : 1);
  const { name, ...most } = limits[schema.dialect];
  const tooMuch = (what: string) => makeTooLargeError(model, what, name);
  if (parameters > most.parameters)
    throw tooMuch(`${parameters} parameters, and there can be ${most.parameters}`);
  if (steps > most.tables) throw tooMuch(`${steps} tables on the path, and there can be ${most.tables}`);
}

const hasJoinTables = ({ models }: SqlSchema): boolean =>
  Object.keys(models).some((name) =>
    Object.values(models[name]?.relations ?? {}).some((relation: SqlRelation) => relation.via !== undefined),
  );

/** Throws where a caller without types gives something else than a query, such as the parameters alone. */
function checkQuery(query: unknown): void {
  if (!isObject(query))
    throw new Error(
      `\`toSql\` takes a query as \`{ from, values }\`, and was given ${describeArgument(query)}`,
    );
  if (query.values !== undefined && !Array.isArray(query.values))
    throw new Error(
      `The \`values\` of a query are a list of parameters, and not ${describeArgument(query.values)}`,
    );
}

type Write = (comparison: Comparison, column: string, held: StorageType) => string;

function writeCondition(
  schema: SqlSchema,
  filter: Filter,
  from: TableName | undefined,
  write: Write,
): string {
  if ('anyOf' in filter)
    return joinSqlByOr(filter.anyOf.map((part) => writeCondition(schema, part, from, write)));
  if ('allOf' in filter)
    return `(${joinSqlByAnd(filter.allOf.map((part) => writeCondition(schema, part, from, write)))})`;
  return writeLinked(schema, filter, from, write);
}

/** A table of a query, with the model whose records are in it. */
interface Joined {
  readonly model: string;
  /** Its name or alias, quoted. */
  readonly table: string;
  /** The number of tables that were joined on the way to it. */
  readonly depth: number;
}

/**
 * Writes the test for a linked record: a path of relations is followed as it is joined, and one record of a list is
 * enough.
 */
function writeLinked(
  schema: SqlSchema,
  filter: LinkedFilter,
  from: TableName | undefined,
  write: Write,
): string {
  const outside = from ?? findSqlModel(schema, filter.model).table;
  const alias = makeAliases(outside);
  const start: Joined = { model: filter.model, table: quoteTable(outside), depth: 0 };
  const steps = filter.through.map((step) => (typeof step === 'string' ? step : step.many));
  const compare = ({ model, table }: Joined, comparisons: readonly Comparison[]) =>
    comparisons.map((comparison) => {
      const { column, type, inside = [] } = findSqlColumn(schema, model, comparison.property);
      const whole = `${table}.${quoteSqlName(column)}`;
      if (inside.length === 0) return write(comparison, whole, type);
      const asking = compareInsideJson(schema.dialect, comparison, whole, inside);
      return write(asking.comparison, asking.column, asking.held);
    });
  return writeExists(schema, start, steps, alias, (end) =>
    joinSqlByOr(
      filter.alternatives.map((alternative) =>
        joinSqlByAnd(
          groupByRecord(alternative).flatMap(({ through, comparisons }) =>
            through.length === 0
              ? compare(end, comparisons)
              : [
                  writeExists(schema, end, through, alias, (holder) =>
                    joinSqlByAnd(compare(holder, comparisons)),
                  ),
                ],
          ),
        ),
      ),
    ),
  );
}

/** Writes the test that relations lead from the record of a table to one that meets something. */
function writeExists(
  schema: SqlSchema,
  start: Joined,
  steps: readonly string[],
  alias: (step: number) => string,
  meets: (end: Joined) => string,
): string {
  let end = start;
  const joins: string[] = [];
  for (const name of steps) {
    const relation = findSqlRelation(schema, end.model, name);
    for (const { table, pairs } of listHops(schema, relation, name)) {
      const depth = end.depth + 1;
      const next = alias(depth);
      const meeting = pairs
        .map(([from, to]) => `${next}.${quoteSqlName(to)} = ${end.table}.${quoteSqlName(from)}`)
        .join(' AND ');
      joins.push(`${quoteTable(table)} AS ${next}`, meeting);
      end = { model: relation.model, table: next, depth };
    }
  }
  const [first, meeting, ...others] = joins;
  if (first === undefined) return meets(end);
  const further = others.map((part, index) => (index % 2 === 0 ? ` JOIN ${part}` : ` ON ${part}`)).join('');
  return `EXISTS (SELECT 1 FROM ${first}${further} WHERE ${meeting} AND ${meets(end)})`;
}

/** Returns names for the tables that relations lead to; in no case of letters is one the name of the table outside. */
function makeAliases(outside: TableName): (step: number) => string {
  const taken = (typeof outside === 'string' ? outside : outside[1]).toLowerCase();
  const prefix = taken.startsWith('through') ? 'beyond' : 'through';
  return (step) => quoteSqlName(`${prefix}_${step}`);
}
