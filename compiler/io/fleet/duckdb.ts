import { printComments, printCreateTable, printCreateViews } from '../../print/fleet/views.ts';
import { fleetTables } from '../../questions/fleet/tables.ts';
import { DiskError } from '../writer/disk-calls.ts';
import { loadPackage } from './load-package.ts';

type DuckDb = typeof import('@duckdb/node-api');

/** A connection to a database in a file. */
type Connection = Awaited<ReturnType<InstanceType<DuckDb['DuckDBInstance']>['connect']>>;

/**
 * Returns a function that makes a database file of a folder with the Parquet files of a fleet; `shown` is the path that people know.
 * It throws `DiskError` with what DuckDB says if that fails. Throws `QuestionError` without DuckDB.
 */
export async function prepareDuckDb(
  folder: string,
): Promise<(parquet: string, file: string, shown: string) => Promise<void>> {
  const duckDb = await loadDuckDb(folder);
  return (parquet, file, shown) =>
    connect(duckDb, { file, what: `cannot write \`${shown}\`` }, async (connection) => {
      for (const table of fleetTables) {
        await connection.run(printCreateTable(table));
        await connection.run(`INSERT INTO ${table.name} FROM read_parquet($1)`, [
          `${spellPath(parquet)}/${table.name}/*.parquet`,
        ]);
      }
      for (const statement of [...printCreateViews(), ...printComments(), 'CHECKPOINT'])
        await connection.run(statement);
    });
}

/** Lists the tables and views of a database file. Throws `DiskError` if it cannot be opened, `QuestionError` without DuckDB. */
export const listDuckDbTables = async (folder: string, file: string): Promise<readonly string[]> =>
  connect(await loadDuckDb(folder), { file, isRead: true, what: 'cannot be opened' }, async (connection) => {
    const answer = await connection.runAndReadAll(
      `SELECT CASE schema_name WHEN 'main' THEN name ELSE schema_name || '.' || name END
      FROM (SELECT schema_name, table_name AS name FROM duckdb_tables() WHERE NOT internal
        UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal)`,
    );
    return answer.getRows().map(([name]) => String(name));
  });

const loadDuckDb = async (folder: string): Promise<DuckDb> =>
  (await loadPackage('@duckdb/node-api', folder, '`--format duckdb`')) as DuckDb;

interface OpenedFile {
  readonly file: string;
  readonly isRead?: boolean;
  /** The words before what DuckDB says if it fails. */
  readonly what: string;
}

async function connect<Found>(
  { DuckDBInstance }: DuckDb,
  { file, isRead = false, what }: OpenedFile,
  act: (connection: Connection) => Promise<Found>,
): Promise<Found> {
  try {
    const instance = await DuckDBInstance.create(file, isRead ? { access_mode: 'READ_ONLY' } : {});
    try {
      const connection = await instance.connect();
      const found = await act(connection);
      connection.closeSync();
      return found;
    } finally {
      instance.closeSync();
    }
  } catch (error) {
    throw new DiskError(`${what}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  }
}

/** Returns a path as a pattern that matches it alone. */
const spellPath = (path: string): string => path.replace(/[*?[]/g, '[$&]');
