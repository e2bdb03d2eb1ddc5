import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import initSqlite from 'sql.js';
import { parseAllDocuments, stringify } from 'yaml';
import { ofKind, type Role, resolve, rowsOf, type User, unionOf, usersOf } from '../oracle/oracle.ts';

/** A value of a row of an answer. */
export type Value = string | number | boolean | null;

/** The answer of a database to a question: its rows. */
export type Ask = (sql: string) => Promise<readonly (readonly Value[])[]>;

/** Opens DuckDB on folders of Parquet or CSV files, each in a schema of its own, as the page says. */
export async function openFolders(folders: Readonly<Record<string, string>>): Promise<Ask> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const [schema, folder] of Object.entries(folders)) {
    const script = readFileSync(path.join(folder, 'views.sql'), 'utf8').replace(
      /_(parquet|csv)\('/g,
      `$&${folder}/`,
    );
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${schema}; USE ${schema}; ${script}`);
  }
  return async (sql) => readRows(await connection.runAndReadAll(sql));
}

/** Opens databases of DuckDB side by side. */
export async function openDatabases(files: Readonly<Record<string, string>>): Promise<Ask> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const [name, file] of Object.entries(files))
    await connection.run(`ATTACH '${file}' AS ${name} (READ_ONLY); USE ${name}`);
  return async (sql) => readRows(await connection.runAndReadAll(sql));
}

const readRows = (answer: { getRows(): readonly (readonly unknown[])[] }) =>
  answer
    .getRows()
    .map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value) as Value));

/** Opens SQLite on a database; its truth values are numbers. */
export async function openSqliteFile(file: string): Promise<Ask> {
  const { Database } = await initSqlite();
  const database = new Database(readFileSync(file));
  return async (sql) => (database.exec(sql)[0]?.values ?? []) as readonly (readonly Value[])[];
}

/** Runs statements in a database file of DuckDB, which is made if it is not there. */
export async function makeDuckDb(file: string, statements: string): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(statements);
  connection.closeSync();
  instance.closeSync();
}

/** Makes a database file of SQLite by statements. */
export async function makeSqlite(file: string, statements: string): Promise<void> {
  const { Database } = await initSqlite();
  const database = new Database();
  database.run(statements);
  writeFileSync(file, database.export());
}

/** Reads every document of a policies folder, as it is parsed. */
export const readDocuments = (folder: string): readonly unknown[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) =>
      parseAllDocuments(readFileSync(path.join(folder, file), 'utf8'), {
        version: '1.2',
        schema: 'core',
      }).map((document): unknown => document.toJS()),
    );

/** Writes documents as a policies folder. */
export function writeDocuments(folder: string, documents: readonly unknown[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'all.yaml'),
    documents
      .map((document) =>
        stringify(document, { version: '1.2', schema: 'core', aliasDuplicateObjects: false }),
      )
      .join('---\n'),
  );
}

/** Reads every file of a folder, by path. */
export const readTree = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => statSync(path.join(folder, file)).isFile())
      .sort()
      .map((file) => [file, readFileSync(path.join(folder, file), 'latin1')]),
  );

/** The answers of the naive oracle about a fleet. */
export interface Meant {
  /** Every permission of every role of every tenant: the layer that refuses it, or null. */
  readonly decisions: readonly (readonly [
    tenant: string,
    role: string,
    permission: string,
    by: string | null,
  ])[];
  /** Every permission of every active user. */
  readonly held: readonly (readonly [tenant: string, user: string, permission: string])[];
  /** The roles with an active user, as `tenant/role`, and the tenants whose users are all known. */
  readonly used: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
  readonly roles: ReadonlyMap<string, Role>;
}

/** Asks the naive oracle about everything in a fleet. */
export function askOracle(documents: readonly unknown[]): Meant {
  const rows = resolve(documents);
  const people = ofKind(documents, 'Tenant').flatMap(({ name }) =>
    usersOf(documents, name).flatMap((user: User) => (user.active === false ? [] : [{ tenant: name, user }])),
  );
  return {
    decisions: rows.flatMap(({ tenant, role, cells }) =>
      [...cells].map(([cell, { decidedBy }]) => [tenant, role.name, cell, decidedBy] as const),
    ),
    held: people.flatMap(({ tenant, user }) =>
      [...unionOf(documents, rowsOf(rows, tenant, user))].map((cell) => [tenant, user.id, cell] as const),
    ),
    used: new Set(
      people.flatMap(({ tenant, user }) => (user.roles ?? []).map((role) => `${tenant}/${role}`)),
    ),
    known: new Set(
      ofKind(documents, 'Users').flatMap(({ tenant, complete }) => (complete === true ? [tenant] : [])),
    ),
    roles: new Map(rows.map(({ tenant, role }) => [`${tenant}/${role.name}`, role])),
  };
}

/** Sorts rows by code unit of what they are as JSON. */
export const sorted = (rows: readonly (readonly unknown[])[]): readonly string[] =>
  rows.map((row) => JSON.stringify(row)).sort();
