import type { SqlRelation } from '../../../runtime/sql/schema.ts';
import type { PostgresType, SqliteType, SqlModel } from '../../../runtime/sql.ts';
import {
  type List,
  lists,
  type ModelName,
  modelNames,
  type PropertyName,
  properties,
  type Row,
  relations,
  type World,
} from '../where.ts';
import type { Database } from './databases.ts';

/** The way in which a database declares the columns of properties, and their description in the schema. */
export interface Storage<Type> {
  readonly columns: Readonly<Record<PropertyName, string>>;
  readonly types: Readonly<Partial<Record<PropertyName, Type>>>;
  /** The declaration of an id and of a relation. */
  readonly key: string;
}

const plain = {
  owner: 'text',
  name: 'varchar(100)',
  score: 'double precision',
  size: 'bigint',
  done: 'boolean',
  due: 'timestamptz',
  tags: 'text[]',
  extra: 'jsonb',
} as const;

/** Ways to hold the same rows in PostgreSQL. */
export const inPostgres: Readonly<Record<string, Storage<PostgresType>>> = {
  'plain columns': { columns: plain, types: {}, key: 'text' },
  'other columns': {
    columns: {
      ...plain,
      owner: 'citext',
      name: 'char(40)',
      size: 'numeric',
      due: 'timestamp',
      tags: 'jsonb',
    },
    types: { name: 'cast', due: 'timestamp' },
    key: 'int',
  },
  'columns in other orders': {
    columns: {
      ...plain,
      owner: 'text COLLATE loose',
      name: 'text COLLATE english',
      due: 'date',
      extra: 'json',
    },
    types: { owner: 'cast', due: 'date' },
    key: 'varchar(9)',
  },
  'dates in texts': {
    columns: { ...plain, name: 'text COLLATE english', due: 'text COLLATE english' },
    types: { due: 'text' },
    key: 'text',
  },
};

const affine = {
  owner: 'TEXT',
  name: 'TEXT',
  score: 'REAL',
  size: 'INTEGER',
  done: 'BOOLEAN',
  due: 'TEXT',
  tags: 'TEXT',
  extra: 'TEXT',
} as const;

const everyColumn = (type: string): Readonly<Record<PropertyName, string>> => ({
  ...affine,
  ...Object.fromEntries(Object.keys(properties).map((property) => [property, type])),
});

/** Ways to hold the same rows in SQLite, where the type of a column is an advice. */
export const inSqlite: Readonly<Record<string, Storage<SqliteType>>> = {
  'plain columns': { columns: affine, types: {}, key: 'TEXT' },
  'columns without types': { columns: everyColumn(''), types: {}, key: '' },
  'columns for numbers': { columns: everyColumn('NUMERIC'), types: {}, key: 'INTEGER' },
  'columns in other orders': { columns: everyColumn('TEXT COLLATE NOCASE'), types: {}, key: 'TEXT' },
  'dates in milliseconds': {
    columns: { ...affine, due: 'INTEGER' },
    types: { due: 'milliseconds' },
    key: 'TEXT',
  },
  'dates in seconds': { columns: { ...affine, due: 'INTEGER' }, types: { due: 'seconds' }, key: 'TEXT' },
};

/** A column is never named like its property: this name needs quotes, and quotes inside of them. */
const columnFor = (property: string): string => `the "${property}"`;

const tableFor = (model: ModelName): string => `${model}'s "table"`;

const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Returns the models that `sqlFor` is given for a storage. */
export function modelsOf({
  types,
}: Storage<unknown>): Readonly<Record<string, SqlModel<PostgresType | SqliteType>>> {
  const columns = Object.fromEntries(
    (Object.keys(properties) as PropertyName[]).map((property) => {
      const column = columnFor(property);
      const type = types[property] as PostgresType | SqliteType | undefined;
      return [property, type ? { column, type } : column];
    }),
  );
  return Object.fromEntries(
    modelNames.map((model) => {
      const led = Object.entries(relations[model]).map(([relation, target]) => [
        relation,
        { model: target, from: columnFor(relation), to: 'id' },
      ]);
      const many = Object.entries(lists[model]).map(([relation, list]) => [relation, describe(list)]);
      return [model, { table: tableFor(model), columns, relations: Object.fromEntries([...led, ...many]) }];
    }),
  );
}

function describe(list: List): SqlRelation {
  if ('by' in list) return { model: list.to, from: 'id', to: columnFor(list.by) };
  const via = { table: tableFor(list.via), from: columnFor(list.from), to: columnFor(list.onward) };
  return { model: list.to, from: 'id', via, to: 'id' };
}

/** Makes the tables of a storage. */
export async function build(database: Database, { columns, key }: Storage<unknown>): Promise<void> {
  for (const model of modelNames) {
    const declared = [
      `id ${key} PRIMARY KEY`,
      ...Object.keys(relations[model]).map((relation) => `${name(columnFor(relation))} ${key}`),
      ...Object.entries(columns).map(([property, type]) => `${name(columnFor(property))} ${type}`),
    ];
    await database.ask(`DROP TABLE IF EXISTS ${name(tableFor(model))}`);
    await database.ask(`CREATE TABLE ${name(tableFor(model))} (${declared.join(', ')})`);
  }
}

/** Fills the tables with a world and returns its records as they are read from the tables. */
export async function fill(
  database: Database,
  dialect: 'postgres' | 'sqlite',
  storage: Storage<unknown>,
  world: World,
): Promise<World> {
  const held = [];
  for (const model of modelNames) {
    const table = name(tableFor(model));
    const links = Object.keys(relations[model]);
    const columns = ['id', ...links.map(columnFor), ...Object.keys(properties).map(columnFor)];
    const values: unknown[] = [];
    const types = ['', ...links.map(() => ''), ...Object.values(storage.columns)];
    const rows = world[model].map((row) => {
      const cells = [
        row.id,
        ...links.map((link) => row.links[link]),
        ...Object.keys(properties).map((property) =>
          cellFor(dialect, property as PropertyName, storage, row),
        ),
      ];
      values.push(...cells);
      const parameters = cells.map((_, index) =>
        dialect === 'sqlite'
          ? '?'
          : `$${values.length - cells.length + index + 1}::${(types[index] || storage.key).replace(/ COLLATE.*/, '')}`,
      );
      return `(${parameters.join(', ')})`;
    });
    await database.ask(`DELETE FROM ${table}`);
    if (rows.length === 0) {
      held.push([model, []] as const);
      continue;
    }
    await database.ask(
      `INSERT INTO ${table} (${columns.map(name).join(', ')}) VALUES ${rows.join(', ')}`,
      values,
    );
    const found = await database.ask(`SELECT ${reading(dialect, storage)} FROM ${table}`);
    held.push([model, world[model].map((row) => asRead(dialect, storage, row, found))] as const);
  }
  return Object.fromEntries(held) as unknown as World;
}

function cellFor(
  dialect: 'postgres' | 'sqlite',
  property: PropertyName,
  storage: Storage<unknown>,
  row: Row,
): unknown {
  const value = row[property];
  if (value === null) return property === 'extra' && row.id === '1' && dialect === 'postgres' ? 'null' : null;
  if (value instanceof Date) {
    if (storage.types.due === 'milliseconds') return value.getTime();
    if (storage.types.due === 'seconds') return Math.floor(value.getTime() / 1000);
    return inPostgresWords(value, Number(row.id));
  }
  if (dialect === 'sqlite' && value instanceof Uint8Array) return value;
  if (dialect === 'sqlite') return typeof value === 'object' ? JSON.stringify(value) : value;
  return storage.columns[property].startsWith('json') ? JSON.stringify(value) : value;
}

/** An instant with microseconds that no `Date` has; infinity in some rows. */
function inPostgresWords(date: Date, row: number): string {
  if (row === 2) return 'infinity';
  if (row === 3) return '-infinity';
  const year = date.getUTCFullYear();
  const rest = date.toISOString().slice(-20, -1);
  const micro = ['', '999', '499'][row % 3];
  return `${String(year > 0 ? year : 1 - year).padStart(4, '0')}${rest}${micro}Z${year > 0 ? '' : ' BC'}`;
}

function reading(dialect: 'postgres' | 'sqlite', { columns }: Storage<unknown>): string {
  const expressions = Object.entries(columns).map(([property, type]) => {
    const column = name(columnFor(property));
    if (dialect === 'sqlite') return `${column} AS ${property}, typeof(${column}) AS "type of ${property}"`;
    if (property === 'size') return `${column}::float8 AS size`;
    if (property !== 'due' || type.startsWith('text')) return `${column} AS ${property}`;
    const utc = type === 'timestamptz' ? `${column} AT TIME ZONE 'UTC'` : `${column}::timestamp`;
    return `(floor(extract(epoch FROM date_trunc('milliseconds', ${utc})) * 1000))::float8 AS due`;
  });
  return ['CAST(id AS text) AS key', ...expressions].join(', ');
}

/** A list or an object that SQLite holds as JSON; what is neither stays as it is. */
function parseHeld(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** Returns a row as a service would read it: dates from instants, true and false from 1 and 0. */
function asRead(
  dialect: 'postgres' | 'sqlite',
  { columns, types }: Storage<unknown>,
  row: Row,
  found: readonly Record<string, unknown>[],
): Row {
  const read = found.find(({ key }) => key === row.id) ?? {};
  const values = Object.keys(properties).map((property) => {
    const value = read[property];
    const type = read[`type of ${property}`];
    const isInteger = dialect === 'sqlite' && type === 'integer';
    if (property === 'done' && isInteger && (value === 0 || value === 1)) return [property, value === 1];
    if ((property === 'tags' || property === 'extra') && dialect === 'sqlite')
      return [property, parseHeld(value)];
    if (property !== 'due' || value === null) return [property, value];
    if (dialect === 'postgres' && columns.due.startsWith('text')) return [property, value];
    if (dialect === 'sqlite' && types.due === undefined) return [property, value];
    if (typeof value !== 'number' || !Number.isFinite(value) || (dialect === 'sqlite' && !isInteger))
      return [property, 'not an instant'];
    return [property, new Date(types.due === 'seconds' ? value * 1000 : value)];
  });
  return { ...row, ...Object.fromEntries(values) };
}
