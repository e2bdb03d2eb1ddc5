import path from 'node:path';
import { readPolicy } from '../compile.ts';
import { compilePolicy } from '../compile-policy.ts';
import type { FleetFormat } from '../io/fleet/sink.ts';
import { prepareFleetWriter } from '../io/fleet/write-fleet.ts';
import type { Policy } from '../model/policy.ts';
import { printFindings } from '../print/findings/findings.ts';
import { printExportJson, printExportPretty } from '../print/fleet/summary.ts';
import { listFleet } from '../questions/fleet/list-fleet.ts';
import { readShard, type Shard, selectTenants } from '../questions/fleet/shards.ts';
import { digestPolicies } from '../stages/6-emit.ts';
import { type Answer, defineCommand, type Io } from './command.ts';
import { refuseToReplace } from './compile/replace-folder.ts';
import { refuseToReplaceDatabase } from './export/refuse-to-replace-database.ts';
import { refuseToReplaceParts } from './export/refuse-to-replace-parts.ts';
import { addRows, readRows, rolesOption } from './stored-rows.ts';

/**
 * The command `plafond export`: writes what every role and user may do in every tenant as tables for SQL. If the policies
 * hold an error, the diagnostics are printed, nothing is written, and the exit is 1.
 */
export const exportCommand = defineCommand({
  positionals: {},
  options: {
    out: {
      type: 'string',
      describe: 'the folder to write, or for `duckdb` and `sqlite` the file',
      required: true,
    },
    tenant: { type: 'string', describe: 'only this tenant; may be given several times', repeatable: true },
    shard: {
      type: 'string',
      describe: 'only this part of the tenants, as 3/16: all parts together are the fleet',
    },
    ...rolesOption,
  },
  formats: ['parquet', 'csv', 'duckdb', 'sqlite', 'json'],
  examples: [
    ['plafond export --out fleet', 'Parquet files, and a script of views for DuckDB'],
    ['plafond export --format duckdb --out fleet.duckdb', 'a database to ask at once'],
    ['plafond export --shard 3/16 --out parts/03', 'one of sixteen parts, written on a machine of its own'],
  ],
  async run(args, io) {
    const { policies, quiet } = args;
    const out = path.relative(io.folder, path.resolve(io.folder, args.out)).replaceAll(path.sep, '/') || '.';
    const format = args.format === 'json' ? readFormat(out) : args.format;
    const shard = readShard(args.shard ?? '1/1');
    await refuseLoss(out, { format, policies, shard }, io);
    const write = await prepareFleetWriter(format, io.folder);
    const files = addRows(io.files(policies), readRows(args.roles, io));
    const { policy, diagnostics, files: count } = readPolicy(files, policies);
    if (!policy) return answerMistakes(diagnostics, count, args, io);
    const tenants = selectTenants(policy, args.tenant, shard);
    const following = await io.follow?.('tenants', !quiet, tenants.length);
    try {
      const written = await write(io, {
        out,
        batches: listFleet({ policy, folder: policies, tenants, shard, decide: decideIn(policy) }),
        each: async () => following?.step(),
        origin: {
          version: io.version,
          sources: digestPolicies(policy.documents, policies),
          tenants: tenants.length,
          shard,
        },
      });
      if (args.format === 'json') return { out: printExportJson(written), exit: 0 };
      return { out: quiet ? '' : printExportPretty(written, io.colours.out), exit: 0 };
    } finally {
      following?.end();
    }
  },
});

/** The facts about an export by which it may take the place of something. */
interface WantedExport {
  readonly format: FleetFormat;
  readonly policies: string;
  readonly shard: Shard;
}

/** Returns the function that decides one tenant of a policy. */
const decideIn = (policy: Policy) => (tenant: Policy['tenants'][number]) =>
  compilePolicy({ ...policy, tenants: [tenant] }).matrix;

/** Returns the format by the name of what is written, where `--format` asks for the answer as JSON. */
function readFormat(out: string): FleetFormat {
  const ending = path.extname(out).slice(1);
  return ending === 'duckdb' || ending === 'sqlite' || ending === 'csv' ? ending : 'parquet';
}

async function refuseLoss(out: string, { format, policies, shard }: WantedExport, io: Io): Promise<void> {
  if (format === 'duckdb' || format === 'sqlite') return refuseToReplaceDatabase(out, format, io.folder);
  io.recoverFolder(out);
  refuseToReplace(
    out,
    new Map([
      ['.', 'the folder you are in'],
      [policies, 'the policies folder'],
    ]),
    'fleet',
  );
  refuseToReplaceParts(out, shard);
}

function answerMistakes(
  mistakes: Parameters<typeof printFindings>[0],
  files: number,
  { format, quiet }: { readonly format: string; readonly quiet: boolean },
  io: Io,
): Answer {
  const { version } = io;
  if (format === 'json')
    return { out: printFindings(mistakes, { format, colours: io.colours.out, version }), exit: 1 };
  const style = { format: 'pretty', colours: io.colours.err, version } as const;
  return { out: '', err: printFindings(mistakes, { ...style, ...(!quiet && { files }) }), exit: 1 };
}
