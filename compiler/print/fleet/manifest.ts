import { nameShard, type Shard } from '../../questions/fleet/shards.ts';
import { fleetTables } from '../../questions/fleet/tables.ts';
import { writeIndentedJson, writeSpacedJson } from '../../text/json.ts';

/** The facts about an export that its tables do not hold. */
export interface FleetOrigin {
  /** The version of plafond. */
  readonly version: string;
  /** The digest of the policy files. */
  readonly sources: string;
  readonly shard: Shard;
  /** The number of tenants in the shard. */
  readonly tenants: number;
}

/** A file of an export, with its digest. */
export interface ListedFleetFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Prints the manifest of an export, which has the same bytes in every shard of the same policies: so that shards lie in one
 * folder, and those of other policies show.
 */
export function printFleetManifest({ version, sources, shard }: FleetOrigin, format: string): string {
  const tables = fleetTables.map(({ name, columns }) => {
    const types = Object.fromEntries(
      columns.map((one) => [one.name, one.nullable ? `${one.type}?` : one.type]),
    );
    return `    ${JSON.stringify(name)}: ${writeSpacedJson(types)}`;
  });
  return [
    '{\n  "version": 1,\n',
    `  "compiler": ${writeSpacedJson({ name: 'plafond', version })},\n`,
    '  "kind": "fleet",\n',
    `  "sources": ${JSON.stringify(sources)},\n`,
    `  "format": ${JSON.stringify(format)},\n`,
    `  "shards": ${shard.of},\n`,
    `  "tables": {\n${tables.join(',\n')}\n  }\n}\n`,
  ].join('');
}

/** Prints what one shard holds: its tenants, and its files with their digests. */
export const printShardManifest = (
  { sources, shard, tenants }: FleetOrigin,
  files: readonly ListedFleetFile[],
): string =>
  `${writeIndentedJson(
    {
      shard: nameShard(shard),
      sources,
      tenants,
      files: Object.fromEntries(
        files.map(({ path, rows, bytes, sha256 }) => [path, { rows, bytes, sha256 }]),
      ),
    },
    2,
  )}\n`;
