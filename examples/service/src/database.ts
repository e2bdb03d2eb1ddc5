import { readFile } from 'node:fs/promises';
import { PGlite, type Transaction } from '@electric-sql/pglite';

/** A database that lives in memory as long as the service; PostgreSQL in earnest is asked in the same words. */
export type Database = PGlite;

/** The database, or a transaction on it: queries are sent to either. */
export type Queryable = Pick<Transaction, 'query'>;

/** A new database with the demo's users and records. */
export async function openDatabase(): Promise<Database> {
  const database = await PGlite.create();
  for (const file of ['schema.sql', 'demo.sql'])
    await database.exec(await readFile(new URL(`../${file}`, import.meta.url), 'utf8'));
  return database;
}
