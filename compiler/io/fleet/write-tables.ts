import { createHash } from 'node:crypto';
import { type FleetBatch, type FleetTableName, fleetTables } from '../../questions/fleet/tables.ts';
import type { Staging } from '../writer.ts';
import { startCsv } from './csv.ts';
import { startParquet } from './parquet.ts';
import type { RowFile } from './sink.ts';

/** A file that was written, with the number of its rows. */
export interface FleetFile {
  readonly path: string;
  readonly table: FleetTableName;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Batches of rows in their order, with the call that is made after each group of them. */
export interface FleetSource {
  readonly batches: Iterable<readonly FleetBatch[]>;
  readonly each: () => Promise<void>;
}

interface OpenTable {
  readonly file: RowFile;
  rows: number;
  readonly end: () => FleetFile;
}

/** The tables with few rows of single tenants: a shard has a file for them only if it has such rows. */
const mostlyShared: readonly FleetTableName[] = ['permissions', 'roles'];

/**
 * Writes the tables of a fleet, each as a folder with a file for what every shard says alike and a file for the shard.
 * All files are open at once; each holds back one group of rows.
 */
export async function writeTables(
  format: 'parquet' | 'csv',
  staging: Staging,
  shard: string,
  { batches, each }: FleetSource,
): Promise<readonly FleetFile[]> {
  const opened = new Map<string, OpenTable>();
  const open = (name: FleetTableName, part: FleetBatch['part']): OpenTable => {
    const path = `${name}/${part === 'shared' ? 'shared' : shard}.${format}`;
    const known = opened.get(path) ?? openTable(format, staging, name, path);
    opened.set(path, known);
    return known;
  };
  for (const { name } of fleetTables) if (!mostlyShared.includes(name)) open(name, 'shard');
  for (const group of batches) {
    for (const { table, part, rows } of group) {
      if (rows.length === 0 && part === 'shard') continue;
      const one = open(table, part);
      one.file.append(rows);
      one.rows += rows.length;
    }
    await each();
  }
  return [...opened.values()].map(({ end }) => end()).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function openTable(
  format: 'parquet' | 'csv',
  staging: Staging,
  name: FleetTableName,
  path: string,
): OpenTable {
  const table = fleetTables.find((one) => one.name === name);
  if (!table) throw new Error(`there is no table ${name}`);
  const opened = staging.open(path);
  const hash = createHash('sha256');
  let bytes = 0;
  const file = (format === 'parquet' ? startParquet : startCsv)(table, (piece) => {
    hash.update(piece);
    bytes += Buffer.byteLength(piece);
    opened.write(piece);
  });
  const one: OpenTable = {
    file,
    rows: 0,
    end() {
      file.end();
      opened.close();
      return { path, table: name, rows: one.rows, bytes, sha256: hash.digest('hex') };
    },
  };
  return one;
}
