import { nameShard, type Shard } from '../../questions/fleet/shards.ts';
import { fleetTables } from '../../questions/fleet/tables.ts';
import { listFirstNames } from '../../text/list.ts';
import { MisuseError } from '../command.ts';
import { listFiles } from '../evidence/write-pack.ts';

/**
 * Throws `MisuseError` if the folder of an export holds files that no export wrote, or another of as many shards: of several
 * that are written there one after the other the last alone would be left, and would be taken for the fleet.
 */
export function refuseToReplaceParts(folder: string, shard: Shard): void {
  const files = listFiles(folder);
  const held = files.flatMap((file) => /^shards\/(\d+-of-\d+)\.json$/.exec(file)?.[1] ?? []);
  const name = nameShard(shard);
  const other = held.find((one) => one !== name && one.endsWith(`-of-${shard.of}`));
  if (other !== undefined)
    throw new MisuseError(
      `\`${folder}\` holds the shard \`${other}\`, and \`${name}\` would take its place; write each into a folder of its own and copy them into one, or empty it`,
    );
  const foreign = files.filter((file) => !isOfExport(file, held));
  if (foreign.length > 0)
    throw new MisuseError(
      `\`${folder}\` holds ${listFirstNames(foreign)}, which no export wrote and which would be deleted; move what you need elsewhere, or name another folder with \`--out\``,
    );
}

/** Tells whether a file has a name that exports give, in a folder with these shards. */
function isOfExport(file: string, shards: readonly string[]): boolean {
  if (file === 'manifest.json' || file === 'views.sql') return true;
  const [, folder, name = ''] = /^([a-z_]+)\/([a-z0-9-]+)\.(?:json|parquet|csv)$/.exec(file) ?? [];
  if (!shards.includes(name) && name !== 'shared') return false;
  return folder === 'shards' || fleetTables.some((table) => table.name === folder);
}
