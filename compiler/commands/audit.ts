import path from 'node:path';
import {
  printPackJson,
  printPackPretty,
  printVerificationJson,
  printVerificationPretty,
} from '../print/evidence/summary.ts';
import { fillPage } from '../print/explorer/fill-page.ts';
import { printFindings } from '../print/findings/findings.ts';
import { currentLayout } from '../questions/evidence/evidence.ts';
import { isVerified } from '../questions/evidence/verification.ts';
import type { StoredRows } from '../text/files.ts';
import { isDay } from '../text/instant.ts';
import { type Answer, defineCommand, type Io, MisuseError } from './command.ts';
import { type GatheredEvidence, gatherEvidence, makePack, openPolicies } from './evidence/gather-evidence.ts';
import { findPackCommit, findRepository, readHead, resolveSince } from './evidence/repository.ts';
import { verifyPack } from './evidence/verify-pack.ts';
import { type EachPiece, refuseToReplacePack, writePack } from './evidence/write-pack.ts';
import { readTemplate } from './explore/read-template.ts';
import { applyReview } from './review/apply-review.ts';
import { writeReview } from './review/write-review.ts';
import { readRows, rolesOption } from './stored-rows.ts';

/**
 * The command `plafond audit`: writes an evidence pack, a folder of files that says who holds what and why, for people
 * who do not have the policies. With `--verify` it compares a pack with the policies instead, and exits 1 if they differ.
 */
export const auditCommand = defineCommand({
  positionals: {},
  options: {
    out: { type: 'string', describe: 'the folder to write the pack to' },
    verify: { type: 'string', describe: 'the folder of a pack to verify, in place of writing one' },
    tenant: { type: 'string', describe: 'only this tenant' },
    ...rolesOption,
    since: {
      type: 'string',
      describe: 'add what changed in effect since this revision, or since an older pack, by its folder',
    },
    sod: {
      type: 'string',
      describe: 'add who can do all of these duties, as `Timesheet:create,Timesheet.status:update`',
      repeatable: true,
    },
    review: { type: 'string', describe: 'the folder to write an access review to: a sheet for each manager' },
    apply: { type: 'string', describe: 'a sheet of an access review that was filled in, to be applied' },
    manager: {
      type: 'string',
      describe:
        'with a review: the column of the users that names managers, or the attribute (default: what the settings say, else manager)',
    },
    record: {
      type: 'string',
      describe: 'with `--apply`: the folder for the record of what was decided (default: reviews)',
    },
    'dry-run': {
      type: 'boolean',
      describe: 'with `--apply`: only check the sheet and say what would change',
    },
    force: {
      type: 'boolean',
      describe: 'overwrite a pack that was edited, and delete what somebody put into it',
    },
    date: { type: 'string', describe: 'the day on which waivers are judged, as 2027-03-31 (default: today)' },
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond audit --out evidence --since v1.4.0', 'write a pack, with what changed since a release'],
    ['plafond audit --out evidence-q2 --since evidence-q1', 'what changed since the last pack, by person'],
    ['plafond audit --review review', 'a sheet for each manager, to keep, revoke or change roles of people'],
    ['plafond audit --apply review/ada.xlsx', 'edit the users as the sheet says, and record who decided'],
    ['plafond audit --verify evidence', 'is it still what was made, and are the policies still the same?'],
  ],
  async run(args, io) {
    const { out, verify, quiet } = args;
    const tasks = [out, verify, args.review, args.apply].filter((one) => one !== undefined);
    if (tasks.length !== 1)
      throw new MisuseError(
        '`plafond audit` needs either `--out`, `--verify`, `--review` or `--apply`; see `plafond audit --help`',
      );
    if (args.review !== undefined) return writeReview({ ...args, review: relative(args.review, io) }, io);
    if (args.apply !== undefined) return applyReview({ ...args, apply: relative(args.apply, io) }, io);
    const following = await io.follow?.('pieces', !quiet);
    const each: EachPiece = async () => following?.step();
    try {
      return verify === undefined
        ? await writeEvidence({ ...args, out: relative(out ?? '', io) }, io, each)
        : await verifyEvidence({ ...args, verify: relative(verify, io) }, io, each);
    } finally {
      following?.end();
    }
  },
});

interface AuditArguments {
  readonly policies: string;
  readonly format: 'pretty' | 'json';
  readonly quiet: boolean;
  readonly force: boolean;
  readonly tenant: string | undefined;
  readonly roles: string | undefined;
  readonly since: string | undefined;
  readonly sod: readonly string[];
  readonly date: string | undefined;
}

async function writeEvidence(
  args: AuditArguments & { readonly out: string },
  io: Io,
  each: EachPiece,
): Promise<Answer> {
  const { policies, format, quiet, tenant = null, since, sod, date = io.today, out, force } = args;
  refuseWrongDate(date);
  io.recoverFolder(out);
  refuseToReplacePack(
    out,
    new Map([
      ['.', 'the folder you are in'],
      [policies, 'the policies folder'],
    ]),
    force,
  );
  const git = findRepository(policies, io);
  const base = since === undefined ? null : resolveSince(git, since, findPackCommit(since, io));
  const { files, folder } = openPolicies(policies, io, readRowsOfPack(args.roles, io));
  const head = readHead(git, files, folder);
  const options = { files, folder, date, tenant, sod, since: base, git: head, layout: currentLayout };
  const gathered = await gatherEvidence(options, git, io, each);
  if ('mistakes' in gathered) return answerMistakes(gathered, args, io);
  const written = await writePack(
    io.writeFolder,
    out,
    makePack(gathered, (data) => fillPage(readTemplate(io), data)),
    each,
  );
  const facts = { folder: out, files: written };
  if (format === 'json') return { out: printPackJson(facts), exit: 0 };
  return { out: quiet ? '' : printPackPretty(facts, io.colours.out), exit: 0 };
}

async function verifyEvidence(
  args: AuditArguments & { readonly verify: string },
  io: Io,
  each: EachPiece,
): Promise<Answer> {
  const { policies, format, quiet, verify, tenant, since, sod, date } = args;
  if (tenant !== undefined || since !== undefined || date !== undefined || sod.length > 0)
    throw new MisuseError(
      '`--verify` takes `--tenant`, `--since`, `--sod` and `--date` from the manifest of the pack',
    );
  if (io.kind(verify) !== 'folder')
    throw new MisuseError(`\`${verify}\` is not a folder; \`--verify\` takes the folder of a pack`);
  const verification = await verifyPack(
    verify,
    policies,
    { git: findRepository(policies, io), rows: readRowsOfPack(args.roles, io) },
    io,
    each,
  );
  const exit = isVerified(verification) ? 0 : 1;
  if (format === 'json') return { out: printVerificationJson(verify, verification), exit };
  const out = quiet && exit === 0 ? '' : printVerificationPretty(verify, verification, io.colours.out);
  return { out, exit };
}

/** Prints the mistakes of policies that do not compile, in place of evidence. */
function answerMistakes(
  { mistakes, files, revision }: Extract<GatheredEvidence, { readonly mistakes: unknown }>,
  { format }: AuditArguments,
  io: Io,
): Answer {
  const { version } = io;
  if (format === 'json')
    return { out: printFindings(mistakes, { format, colours: io.colours.out, version }), exit: 1 };
  const where = revision === undefined ? '' : `at revision \`${revision}\`:\n`;
  return {
    out: '',
    err: `${where}${printFindings(mistakes, { format, colours: io.colours.err, version, files })}`,
    exit: 1,
  };
}

/** Reads the rows of a database under the name of their file alone: a pack does not depend on where that lies. */
function readRowsOfPack(file: string | undefined, io: Io): StoredRows | undefined {
  const rows = readRows(file, io);
  return rows && { ...rows, path: path.basename(rows.path) };
}

function refuseWrongDate(date: string): void {
  if (!isDay(date)) throw new MisuseError(`\`--date\` cannot be \`${date}\`; it is a day, as \`2027-03-31\``);
}

/** Returns a folder relative to where the command was started, `/`-separated. */
const relative = (folder: string, io: Io): string =>
  path.relative(io.folder, path.resolve(io.folder, folder)).replaceAll(path.sep, '/') || '.';
