import { PGlite } from '@electric-sql/pglite';
import { citext } from '@electric-sql/pglite/contrib/citext';
import pg from 'pg';
import initSqlite from 'sql.js';

/** A database to ask. */
export interface Database {
  /** The rows that a statement gives. */
  readonly ask: (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

const ownSchema = 'CREATE SCHEMA plafond; SET search_path = plafond, public';

/** A PostgreSQL inside of this process, in a zone with half hours. */
export async function openEmbedded(): Promise<Database> {
  const database = await PGlite.create({ extensions: { citext } });
  await database.exec(`${ownSchema}; SET timezone = 'America/St_Johns'`);
  return {
    ask: async (text, values = []) => (await database.query<Record<string, unknown>>(text, [...values])).rows,
    close: () => database.close(),
  };
}

/** A PostgreSQL server; the database is left as it was found. */
export async function openServer(url: string): Promise<Database> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(ownSchema);
  return {
    ask: async (text, values = []) => (await client.query(text, [...values])).rows,
    close: async () => {
      await client.query('DROP SCHEMA plafond CASCADE');
      await client.end();
    },
  };
}

/** An SQLite inside of this process. */
export async function openSqlite(): Promise<Database> {
  const { Database } = await initSqlite();
  const database = new Database();
  return {
    ask: async (text, values = []) => {
      const statement = database.prepare(text);
      try {
        statement.bind(values as (string | number)[]);
        const rows: Record<string, unknown>[] = [];
        while (statement.step()) rows.push(statement.getAsObject());
        return rows;
      } finally {
        statement.free();
      }
    },
    close: async () => database.close(),
  };
}
