import { type FleetOrigin, printFleetManifest, printShardManifest } from '../../print/fleet/manifest.ts';
import type { WrittenFleet } from '../../print/fleet/summary.ts';
import { printViewsScript } from '../../print/fleet/views.ts';
import { nameShard } from '../../questions/fleet/shards.ts';
import { type FleetTableName, fleetTables } from '../../questions/fleet/tables.ts';
import type { Staging, Writer } from '../writer.ts';
import { prepareDuckDb } from './duckdb.ts';
import type { FleetFormat } from './sink.ts';
import { openSqlite } from './sqlite.ts';
import { type FleetSource, writeTables } from './write-tables.ts';

/** The part of a writer that the export of a fleet needs. */
interface FleetDisk {
  readonly writeFolder: Writer['folder'];
  readonly writeLargeFile: Writer['largeFile'];
}

/** A fleet to be written. */
interface FleetExport extends FleetSource {
  /** The folder or the file. */
  readonly out: string;
  readonly origin: FleetOrigin;
}

/** Writes a fleet, whole or not at all. */
export type WriteFleet = (disk: FleetDisk, fleet: FleetExport) => Promise<WrittenFleet>;

/**
 * Prepares to write a fleet in a format. Throws `QuestionError` if that takes a package that is not installed: before
 * anything is read or decided.
 */
export async function prepareFleetWriter(format: FleetFormat, folder: string): Promise<WriteFleet> {
  switch (format) {
    case 'parquet':
    case 'csv':
      return (disk, fleet) => writeFleetFolder(format, disk, fleet);
    case 'duckdb': {
      const fill = await prepareDuckDb(folder);
      return (disk, fleet) =>
        disk.writeLargeFile(fleet.out, async (staging) => {
          const inside: Staging = {
            open: (file) => staging.open(`parquet/${file}`),
            locate: (file) => staging.locate(`parquet/${file}`),
          };
          const files = await writeTables('parquet', inside, nameShard(fleet.origin.shard), fleet);
          await fill(staging.locate('parquet'), staging.locate('file'), fleet.out);
          return describe(format, fleet, countRows(files));
        });
    }
    case 'sqlite': {
      const database = await openSqlite(folder);
      return (disk, fleet) =>
        disk.writeLargeFile(fleet.out, async (staging) => {
          const rows: { table: FleetTableName; rows: number }[] = [];
          for (const group of fleet.batches) {
            for (const batch of group) {
              database.append(batch);
              rows.push({ table: batch.table, rows: batch.rows.length });
            }
            await fleet.each();
          }
          const file = staging.open('file');
          file.write(database.end());
          file.close();
          return describe(format, fleet, countRows(rows));
        });
    }
  }
}

const writeFleetFolder = (
  format: 'parquet' | 'csv',
  { writeFolder }: FleetDisk,
  fleet: FleetExport,
): Promise<WrittenFleet> =>
  writeFolder(fleet.out, async (put, staging) => {
    const { origin, each } = fleet;
    const shard = nameShard(origin.shard);
    const files = await writeTables(format, staging, shard, fleet);
    await put('views.sql', [printViewsScript(format)], each);
    await put(`shards/${shard}.json`, [printShardManifest(origin, files)], each);
    await put('manifest.json', [printFleetManifest(origin, format)], each);
    return describe(format, fleet, countRows(files));
  });

function countRows(
  parts: readonly { readonly table: FleetTableName; readonly rows: number }[],
): ReadonlyMap<FleetTableName, number> {
  const counts = new Map<FleetTableName, number>(fleetTables.map(({ name }) => [name, 0]));
  for (const { table, rows } of parts) counts.set(table, (counts.get(table) ?? 0) + rows);
  return counts;
}

const describe = (
  format: FleetFormat,
  { out, origin }: FleetExport,
  rows: WrittenFleet['rows'],
): WrittenFleet => ({ out, format, rows, shard: origin.shard, tenants: origin.tenants });
