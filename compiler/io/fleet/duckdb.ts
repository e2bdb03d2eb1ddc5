import { printComments, printCreateTable, printCreateViews } from '../../print/fleet/views.ts';
import { fleetTables } from '../../questions/fleet/tables.ts';
import { loadPackage } from './load-package.ts';

type DuckDb = typeof import('@duckdb/node-api');

/** Returns a function that makes a database file of a folder with the Parquet files of a fleet. Throws `QuestionError` without DuckDB. */
export async function prepareDuckDb(
  folder: string,
): Promise<(parquet: string, file: string) => Promise<void>> {
  const { DuckDBInstance } = (await loadPackage('@duckdb/node-api', folder, '`--format duckdb`')) as DuckDb;
  return async (parquet, file) => {
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    for (const table of fleetTables) {
      await connection.run(printCreateTable(table));
      await connection.run(`INSERT INTO ${table.name} FROM read_parquet($1)`, [
        `${spellPath(parquet)}/${table.name}/*.parquet`,
      ]);
    }
    for (const statement of [...printCreateViews(), ...printComments(), 'CHECKPOINT'])
      await connection.run(statement);
    connection.closeSync();
    instance.closeSync();
  };
}

/** Returns a path as a pattern that matches it alone. */
const spellPath = (path: string): string => path.replace(/[*?[]/g, '[$&]');
