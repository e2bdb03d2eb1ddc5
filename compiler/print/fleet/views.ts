import { type FleetTable, type FleetType, fleetTables } from '../../questions/fleet/tables.ts';

/** The types of the columns in plain SQL. */
const sqlTypes: Readonly<Record<FleetType, string>> = {
  text: 'VARCHAR',
  integer: 'INTEGER',
  boolean: 'BOOLEAN',
};

/**
 * Joins the permission of each effect: that of all tenants, or the tenant's own row if it is on a property of its own.
 */
const joinPermission = (tenant: string) => `
  JOIN permissions AS p ON p.permission = c.permission AND (p.tenant IS NULL OR p.tenant = ${tenant}.tenant)`;

const about = 'p.permission, p.kind, p.subject, p.property, p.action, p.risk';

/** The views that say what the tables do not hold, since they hold each distinct effect once; in plain SQL. */
export const fleetViews: readonly {
  readonly name: string;
  readonly describe: string;
  readonly sql: string;
}[] = [
  {
    name: 'cells',
    describe: 'every permission that a role has in effect in a tenant, with the records that it reaches',
    sql: `SELECT r.tenant, r.role, r.own, ${about}, x.reach_kind, x.portfolio, x.records
  FROM tenant_roles AS r
  JOIN effect_cells AS c ON c.shard = r.shard AND c.effect = r.effect AND c.effective${joinPermission('r')}
  JOIN reaches AS x ON x.shard = c.shard AND x.reach = c.reach`,
  },
  {
    name: 'decisions',
    describe:
      'every permission that there is for every role of every tenant: effective, or decided by which layer',
    // Two halves rather than an outer join: a question about a layer does not go through all that nobody asks for.
    sql: `SELECT r.tenant, r.role, r.own, ${about}, c.effective, c.decided_by
  FROM tenant_roles AS r
  JOIN effect_cells AS c ON c.shard = r.shard AND c.effect = r.effect${joinPermission('r')}
  UNION ALL
  SELECT r.tenant, r.role, r.own, ${about}, FALSE, 'role'
  FROM tenant_roles AS r
  JOIN permissions AS p ON p.tenant IS NULL OR p.tenant = r.tenant
  WHERE NOT EXISTS (
    SELECT 1 FROM effect_cells AS c
    WHERE c.shard = r.shard AND c.effect = r.effect AND c.permission = p.permission)`,
  },
  {
    name: 'user_cells',
    describe:
      'every permission that a user has in effect by all roles together, with the records that it reaches',
    sql: `SELECT u.tenant, u.user_id, u.active, u.user_type, ${about}, x.reach_kind, x.portfolio, x.records
  FROM users AS u
  JOIN effect_cells AS c ON c.shard = u.shard AND c.effect = u.effect AND c.effective${joinPermission('u')}
  JOIN reaches AS x ON x.shard = c.shard AND x.reach = c.reach`,
  },
];

/** Prints a statement that makes a table. */
export const printCreateTable = ({ name, columns }: FleetTable): string =>
  `CREATE TABLE ${name} (${columns.map(({ name: own, type, nullable }) => `"${own}" ${sqlTypes[type]}${nullable ? '' : ' NOT NULL'}`).join(', ')})`;

/** Prints the statements that make the views. */
export const printCreateViews = (): readonly string[] =>
  fleetViews.map(({ name, sql }) => `CREATE VIEW ${name} AS\n  ${sql}`);

/** Prints the statements that say in the database what tables, columns and views hold. */
export const printComments = (): readonly string[] => [
  ...fleetTables.flatMap(({ name, describe, columns }) => [
    `COMMENT ON TABLE ${name} IS ${quote(describe)}`,
    ...columns.map((one) => `COMMENT ON COLUMN ${name}."${one.name}" IS ${quote(one.describe)}`),
  ]),
  ...fleetViews.map(({ name, describe }) => `COMMENT ON VIEW ${name} IS ${quote(describe)}`),
];

/** Prints a script for DuckDB, to be run in the folder of an export: it reads the files of all shards as one. */
export function printViewsScript(format: 'parquet' | 'csv'): string {
  const reading = fleetTables.map(({ name, columns }) => {
    const types = columns.map((one) => `'${one.name}': '${sqlTypes[one.type]}'`).join(', ');
    const files = `'${name}/*.${format}'`;
    const read =
      format === 'parquet'
        ? `read_parquet(${files})`
        : `read_csv(${files}, header = true, columns = {${types}})`;
    return `CREATE VIEW ${name} AS FROM ${read};\n`;
  });
  return [
    '-- Reads this folder with DuckDB as one fleet: `duckdb -init views.sql`, started here.\n',
    ...reading,
    ...printCreateViews().map((view) => `\n${view};\n`),
  ].join('');
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
