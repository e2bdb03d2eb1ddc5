import type { Comparison } from '../where.ts';
import type { HeldAs, SqlSchema } from './schema.ts';

/** A comparison with an expression to ask in place of a column. */
export interface Asking {
  readonly comparison: Comparison;
  readonly column: string;
  readonly held: HeldAs;
}

/**
 * Writes how to ask what stands inside a column of JSON: values of another type are null there, as are those that are missing.
 * In each object the key of the whole rest of a name comes before a path to it.
 */
export function askInside(
  dialect: SqlSchema['dialect'],
  comparison: Comparison,
  column: string,
  names: readonly string[],
): Asking {
  // The JSON itself tells if something is there, of whatever type.
  if (comparison.operator === '$exists') {
    const json = dialect === 'postgres' ? inPostgres(column, names) : thereInSqlite(column, names);
    return { comparison: { ...comparison, type: 'object' }, column: json, held: undefined };
  }
  const write = dialect === 'postgres' ? valueInPostgres : valueInSqlite;
  const held = comparison.type === 'date' ? 'text' : undefined;
  return { comparison, column: write(comparison.type, column, names), held };
}

type Kind = Exclude<Comparison['type'], 'object'>;

/** The paths to a value, the one that counts first at the front: each step is a key. */
const pathsOf = (names: readonly string[]): readonly (readonly string[])[] =>
  names.map((_, at) => [...names.slice(0, at), names.slice(at).join('.')]);

function inPostgres(column: string, names: readonly string[]): string {
  const paths = pathsOf(names).map((path) =>
    path.reduce((json, key) => `${json} -> ${literal(key)}`, `to_jsonb(${column})`),
  );
  return paths.length === 1 ? `(${paths[0]})` : `COALESCE(${paths.join(', ')})`;
}

function valueInPostgres(type: Kind, column: string, names: readonly string[]): string {
  const json = inPostgres(column, names);
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

const typeInSqlite = (column: string, names: readonly string[]): string => {
  const types = pathsOf(names).map((path) => `json_type(${column}, ${pathLiteral(path)})`);
  const type = types.length === 1 ? types[0] : `COALESCE(${types.join(', ')})`;
  return `(CASE WHEN json_valid(${column}) THEN ${type} END)`;
};

const thereInSqlite = (column: string, names: readonly string[]): string =>
  `(CASE WHEN ${typeInSqlite(column, names)} <> 'null' THEN 1 END)`;

function valueInSqlite(type: Kind, column: string, names: readonly string[]): string {
  const paths = pathsOf(names).map((path) => pathLiteral(path));
  const value = paths.reduceRight(
    (rest, path) =>
      rest === ''
        ? `json_extract(${column}, ${path})`
        : `CASE WHEN json_type(${column}, ${path}) IS NOT NULL THEN json_extract(${column}, ${path}) ELSE ${rest} END`,
    '',
  );
  const kind = typeInSqlite(column, names);
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

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const pathLiteral = (keys: readonly string[]): string =>
  literal(`$${keys.map((key) => `."${key}"`).join('')}`);
