import type { Shard } from '../../questions/fleet/shards.ts';
import type { FleetTableName } from '../../questions/fleet/tables.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import { makeVisible, makeVisibleJson } from '../../text/make-visible.ts';
import { formatTable } from '../../text/table.ts';

/** An export that was written. */
export interface WrittenFleet {
  /** The folder or the file. */
  readonly out: string;
  readonly format: string;
  readonly shard: Shard;
  readonly tenants: number;
  readonly rows: ReadonlyMap<FleetTableName, number>;
}

/** Prints the tables that were written with their rows, and where they are. */
export function printExportPretty({ out, shard, tenants, rows }: WrittenFleet, { bold }: Colours): string {
  const lines = [...rows].map(([table, number]) => [table, count(number, 'row')]);
  const part = shard.of === 1 ? '' : `, shard ${shard.number} of ${shard.of}`;
  return `${formatTable(lines, [1])}\n${bold(makeVisible(out))} holds ${count(tenants, 'tenant')}${part}\n`;
}

/** Prints an export as JSON: `{ "version": 1, "out", "format", "shard", "tenants", "tables": { "users": 12, … } }`. */
export function printExportJson({ out, format, shard, tenants, rows }: WrittenFleet): string {
  const facts = { version: 1, out, format, shard: `${shard.number}/${shard.of}`, tenants };
  const tables = Object.fromEntries(rows);
  return `${makeVisibleJson(JSON.stringify({ ...facts, tables }, null, 2))}\n`;
}
