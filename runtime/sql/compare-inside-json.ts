import { listJsonPaths } from '../list-json-paths.ts';
import type { Comparison } from '../where.ts';
import type { SqlSchema, StorageType } from './schema.ts';

/** A comparison with an expression to ask in place of a column. */
export interface JsonComparison {
  readonly comparison: Comparison;
  readonly column: string;
  readonly held: StorageType;
}

/**
 * Writes how to ask what stands inside a column of JSON: values of another type are null there, as are those that are missing.
 * In each object the key of the whole rest of a name comes before a path to it.
 */
export function compareInsideJson(
  dialect: SqlSchema['dialect'],
  comparison: Comparison,
  column: string,
  names: readonly string[],
): JsonComparison {
  // The JSON itself tells if something is there, of whatever type.
  if (comparison.operator === '$exists') {
    const json =
      dialect === 'postgres' ? readJsonInPostgres(column, names) : testPresenceInSqlite(column, names);
    return { comparison: { ...comparison, type: 'object' }, column: json, held: undefined };
  }
  const write = dialect === 'postgres' ? readValueInPostgres : readValueInSqlite;
  const held = comparison.type === 'date' ? 'text' : undefined;
  return { comparison, column: write(comparison.type, column, names), held };
}

type Kind = Exclude<Comparison['type'], 'object'>;

function readJsonInPostgres(column: string, names: readonly string[]): string {
  const paths = listJsonPaths(names).map((path) =>
    path.reduce((json, key) => `${json} -> ${quoteLiteral(key)}`, `to_jsonb(${column})`),
  );
  return paths.length === 1 ? `(${paths[0]})` : `COALESCE(${paths.join(', ')})`;
}

function readValueInPostgres(type: Kind, column: string, names: readonly string[]): string {
  const json = readJsonInPostgres(column, names);
  const text = `(${json} #>> '{}')`;
  const when = (kind: string, value: string) =>
    `(CASE WHEN jsonb_typeof(${json}) = '${kind}' THEN ${value} END)`;
  switch (type) {
    case 'id':
    case 'string':
    case 'date':
      return when('string', text);
    case 'number':
    case 'integer':
      // JSON has numbers that are too large for a double, which a cast refuses.
      return when(
        'number',
        `CASE WHEN abs(${text}::numeric) <= ${Number.MAX_VALUE} THEN ${text}::float8 END`,
      );
    case 'boolean':
      return when('boolean', `${text}::boolean`);
    case 'list':
      return json;
  }
}

const readTypeInSqlite = (column: string, names: readonly string[]): string => {
  const types = listJsonPaths(names).map((path) => `json_type(${column}, ${quotePath(path)})`);
  const type = types.length === 1 ? types[0] : `COALESCE(${types.join(', ')})`;
  return `(CASE WHEN json_valid(${column}) THEN ${type} END)`;
};

const testPresenceInSqlite = (column: string, names: readonly string[]): string =>
  `(CASE WHEN ${readTypeInSqlite(column, names)} <> 'null' THEN 1 END)`;

function readValueInSqlite(type: Kind, column: string, names: readonly string[]): string {
  const paths = listJsonPaths(names).map((path) => quotePath(path));
  const value = paths.reduceRight(
    (rest, path) =>
      rest === ''
        ? `json_extract(${column}, ${path})`
        : `CASE WHEN json_type(${column}, ${path}) IS NOT NULL THEN json_extract(${column}, ${path}) ELSE ${rest} END`,
    '',
  );
  const kind = readTypeInSqlite(column, names);
  switch (type) {
    case 'id':
    case 'string':
    case 'date':
      return `(CASE WHEN ${kind} = 'text' THEN ${value} END)`;
    case 'number':
    case 'integer':
      return `(CASE WHEN ${kind} IN ('integer', 'real') THEN ${value} END)`;
    case 'boolean':
      return `(CASE ${kind} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)`;
    case 'list':
      return `(CASE WHEN ${kind} = 'array' THEN ${value} END)`;
  }
}

const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const quotePath = (keys: readonly string[]): string =>
  quoteLiteral(`$${keys.map((key) => `."${key}"`).join('')}`);
