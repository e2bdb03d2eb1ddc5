import { readFileSync } from 'node:fs';
import { printCreateTable, printCreateViews } from '../../print/fleet/views.ts';
import { type FleetBatch, fleetTables } from '../../questions/fleet/tables.ts';
import { DiskError } from '../writer/disk-calls.ts';
import { loadPackage } from './load-package.ts';

type SqlJs = typeof import('sql.js');

/** A database of a fleet in the making. */
export interface FleetDatabase {
  append(batch: FleetBatch): void;
  /** Makes views and indices, and returns the bytes of the database. */
  end(): Uint8Array;
}

/**
 * Opens a SQLite database in memory. `sql.js` writes it, which is SQLite itself in WebAssembly: Node 20 has no SQLite of its own,
 * and native packages must be built for each version of Node. Throws `QuestionError` if it is not installed.
 */
export async function openSqlite(folder: string): Promise<FleetDatabase> {
  const { Database } = await loadSqlite(folder);
  const database = new Database();
  const inserting = new Map(
    fleetTables.map((table) => {
      database.run(printCreateTable(table));
      const values = table.columns.map(() => '?').join(', ');
      return [table.name, database.prepare(`INSERT INTO ${table.name} VALUES (${values})`)] as const;
    }),
  );
  database.run('BEGIN');
  return {
    append({ table, rows }) {
      const insert = inserting.get(table);
      for (const row of rows)
        insert?.run(row.map((value) => (typeof value === 'boolean' ? Number(value) : value)));
    },
    end() {
      for (const insert of inserting.values()) insert.free();
      database.run('COMMIT');
      for (const { name, key, searched } of fleetTables) {
        database.run(`CREATE UNIQUE INDEX ${name}_key ON ${name} (${key.join(', ')})`);
        for (const column of searched) database.run(`CREATE INDEX ${name}_${column} ON ${name} (${column})`);
      }
      for (const view of printCreateViews()) database.run(view);
      const bytes = database.export();
      database.close();
      return bytes;
    },
  };
}

/** Lists the tables and views of a database file. Throws `DiskError` if it cannot be read, `QuestionError` without `sql.js`. */
export async function listSqliteTables(folder: string, file: string): Promise<readonly string[]> {
  const { Database } = await loadSqlite(folder);
  try {
    const database = new Database(readFileSync(file));
    const [answer] = database.exec("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')");
    database.close();
    return answer?.values.map(([name]) => String(name)) ?? [];
  } catch (error) {
    throw new DiskError(`cannot be opened: ${error instanceof Error ? error.message : error}`);
  }
}

async function loadSqlite(folder: string) {
  const { default: initialise } = (await loadPackage('sql.js', folder, '`--format sqlite`')) as SqlJs;
  return initialise();
}
