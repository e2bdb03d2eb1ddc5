import { describeArgument, isObject } from '../check-arguments.ts';
import type { Comparison } from '../where.ts';

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

const types: Readonly<Record<SqlSchema['dialect'], readonly string[]>> = {
  postgres: ['text', 'uuid', 'cast', 'timestamptz', 'timestamp', 'date'] satisfies PostgresType[],
  sqlite: ['text', 'milliseconds', 'seconds'] satisfies SqliteType[],
};

/** Throws where a schema names a dialect, a type or a model that is unknown, or something no name can be. */
export function checkSchema(schema: SqlSchema): void {
  if (!isObject(schema))
    throw new Error(
      `\`sqlFor\` takes a schema as \`{ dialect, models }\`, and was given ${describeArgument(schema)}`,
    );
  const known = Object.hasOwn(types, schema.dialect) ? types[schema.dialect] : undefined;
  if (!known)
    throw new Error(`The dialect \`${schema.dialect}\` is unknown: write \`postgres\` or \`sqlite\``);
  if (!isObject(schema.models))
    throw new Error(
      `The schema must have \`models\`, which say where their records are; it has ${describeArgument(schema.models)}`,
    );
  for (const name of Object.keys(schema.models)) {
    const { table, columns = {}, relations = {} } = findSqlModel(schema, name);
    if (typeof table !== 'string' && !(Array.isArray(table) && table.length === 2))
      throw new Error(
        `The model \`${name}\` must have a \`table\`, a name or a schema and a name; it has ${describeArgument(table)}`,
      );
    quoteTable(table);
    for (const [property, column] of readEntries(columns, `The \`columns\` of the model \`${name}\``)) {
      if (typeof column === 'string') quoteSqlName(column);
      else {
        if (!isObject(column))
          throw new Error(
            `\`${name}.${property}\` must be the name of a column or \`{ column, type }\`, and is ${describeArgument(column)}`,
          );
        quoteSqlName(column.column);
        if (!known.includes(column.type))
          throw new Error(
            `\`${name}.${property}\` has the type \`${column.type}\`, which is unknown to ${schema.dialect}`,
          );
      }
    }
    for (const [step, relation] of readEntries(relations, `The \`relations\` of the model \`${name}\``)) {
      if (!isObject(relation))
        throw new Error(
          `The relation \`${step}\` of the model \`${name}\` must be \`{ model, from, to }\`, and is ${describeArgument(relation)}`,
        );
      findSqlModel(schema, relation.model);
      for (const { table, pairs } of listHops(schema, relation as unknown as SqlRelation, step)) {
        quoteTable(table);
        for (const pair of pairs) pair.forEach(quoteSqlName);
      }
    }
  }
}

/** A table that a relation leads to, and the columns by which it is found from the one before. */
export interface SqlHop {
  readonly table: TableName;
  readonly pairs: readonly (readonly [from: string, to: string])[];
}

/** Returns the tables that a relation leads to, the one between two others first. Throws unless columns are pairs. */
export function listHops(
  schema: SqlSchema,
  { model, from, to, via }: SqlRelation,
  step: string,
): readonly SqlHop[] {
  const { table } = findSqlModel(schema, model);
  if (via === undefined) return [{ table, pairs: pairUp(from, to, step) }];
  if (!isObject(via))
    throw new Error(
      `\`via\` of the relation \`${step}\` must be \`{ table, from, to }\`, and is ${describeArgument(via)}`,
    );
  return [
    { table: via.table, pairs: pairUp(from, via.from, step) },
    { table, pairs: pairUp(via.to, to, step) },
  ];
}

type Columns = string | readonly string[];

function pairUp(from: Columns, to: Columns, step: string): SqlHop['pairs'] {
  const [own, others] = [[from].flat(), [to].flat()];
  if (own.length === 0 || own.length !== others.length)
    throw new Error(`The relation \`${step}\` must have as many columns in \`to\` as in \`from\``);
  return own.map((column, at) => [column, others[at] ?? '']);
}

/** Returns the entries of an object; throws if a caller without types gives none. */
function readEntries<Value>(entries: Readonly<Record<string, Value>>, words: string): [string, Value][] {
  if (!isObject(entries)) throw new Error(`${words} must be an object, and are ${describeArgument(entries)}`);
  return Object.entries(entries);
}

/** Returns a model of a schema; throws if there is none of the name. */
export function findSqlModel({ models }: SqlSchema, name: string): SqlModel<PostgresType | SqliteType> {
  const model = Object.hasOwn(models, name) ? models[name] : undefined;
  if (model !== undefined && !isObject(model))
    throw new Error(
      `The model \`${name}\` must be an object with a \`table\`, and is ${describeArgument(model)}`,
    );
  if (!model) throw new Error(`The schema does not have the model \`${name}\``);
  return model;
}

/** Returns a relation of a model; throws if there is none of the name. */
export function findSqlRelation(schema: SqlSchema, model: string, name: string): SqlRelation {
  const { relations = {} } = findSqlModel(schema, model);
  const relation = Object.hasOwn(relations, name) ? relations[name] : undefined;
  if (!relation)
    throw new Error(`The schema does not have the relation \`${name}\` of the model \`${model}\``);
  return relation;
}

/**
 * Finds the column of a property, which has the property's name if the schema says nothing else. A name with a dot, as tenants
 * have them, stands inside the column of what it begins with, which holds JSON, unless the schema gives it a column of its own.
 */
export function findSqlColumn(
  schema: SqlSchema,
  model: string,
  property: string,
): SqlColumn<StorageType> & { readonly inside?: readonly string[] } {
  const { columns = {} } = findSqlModel(schema, model);
  const own = Object.hasOwn(columns, property) ? columns[property] : undefined;
  const [outer = property, ...inside] = property.split('.');
  if (own === undefined && inside.length > 0) return { ...findSqlColumn(schema, model, outer), inside };
  const column = own ?? property;
  return typeof column === 'string' ? { column, type: undefined } : column;
}

/** Quotes a name for SQL, whatever is in it; throws if no database can have it. */
export function quoteSqlName(name: string): string {
  if (typeof name !== 'string' || name === '' || /[\0\p{Surrogate}]/u.test(name))
    throw new Error(`${JSON.stringify(name)} cannot be the name of a table or column`);
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes the name of a table for SQL. */
export const quoteTable = (name: TableName): string =>
  typeof name === 'string' ? quoteSqlName(name) : `${quoteSqlName(name[0])}.${quoteSqlName(name[1])}`;

/** Returns the error that tells a programmer that a column cannot hold a property. */
export const makeStorageError = ({ property, type }: Comparison, held: string): Error =>
  new Error(
    `\`${property}\` is of the type ${type}: the schema cannot have it in a column of the type \`${held}\``,
  );
