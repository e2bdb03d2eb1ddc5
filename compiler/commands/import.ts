import { readPolicy } from '../compile.ts';
import { collect, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Policy } from '../model/policy.ts';
import { printFindings } from '../print/findings/findings.ts';
import {
  printDriftJson,
  printDriftJunit,
  printDriftMarkdown,
  printDriftPretty,
} from '../print/import/print-drift.ts';
import { printImportedRows } from '../print/import/stored-roles.ts';
import { findTenant, splitNames } from '../questions/find-by-name.ts';
import { type Drift, isWithoutDrift } from '../questions/import/drift.ts';
import { findDrift } from '../questions/import/find-drift.ts';
import { type Answer, defineCommand, type Io, MisuseError } from './command.ts';
import { importRows, type RowArguments } from './import/import-rows.ts';
import { readState } from './import/read-state.ts';
import { compileWith, draftImport, printImport } from './import/write-import.ts';

/**
 * The command `plafond import`: reads what the product exported and writes it as policies. What is not understood is reported with its
 * place, and then nothing is written; what the policies say already is left as it is.
 */
export const importCommand = defineCommand({
  positionals: {},
  options: {
    from: {
      type: 'string',
      describe: 'a folder of exports, or one of CSV or JSON; may be given several times',
      repeatable: true,
    },
    roles: {
      type: 'string',
      describe: 'roles of a database in place of an export: their rows, as JSON or JSON lines',
    },
    tenant: { type: 'string', describe: 'the tenant whose state it is; without, the roles of every tenant' },
    mapping: { type: 'string', describe: 'the mapping by which words are read, where there are several' },
    portfolio: {
      type: 'string',
      describe: 'the portfolios, joined by commas, of roles of which the export says none',
    },
    complete: { type: 'boolean', describe: 'the users of the export are all there are' },
    check: {
      type: 'boolean',
      describe: 'compare in place of writing: where the product and the policies differ, cell by cell',
    },
    'dry-run': { type: 'boolean', describe: 'say what would be written, and write nothing' },
  },
  formats: ['pretty', 'json', 'markdown', 'junit'],
  examples: [
    ['plafond import --from export --tenant acme', 'write what the tenant has as policies'],
    ['plafond import --from export --tenant acme --check', 'is the product still as the policies say?'],
    ['plafond import --from roles.csv --portfolio own', 'roles of every tenant, on the records of their own'],
    [
      'plafond import --roles rows.json --tenant acme',
      'write the roles that a tenant made in the product as files',
    ],
  ],
  async run(args, io) {
    const { roles } = args;
    if (roles !== undefined) return writeRows({ ...args, roles }, io);
    if (args.from.length === 0)
      throw new MisuseError(
        '`--from` names the folder or the file to import, or `--roles` the rows of a database',
      );
    const { policy, diagnostics, files } = readPolicy(io.files(args.policies), args.policies);
    if (!policy) return answerMistakes(diagnostics, args, io, files);
    if (args.check) return checkState(policy, args, io);
    if (args.format === 'junit') throw new MisuseError('`--format junit` is for `--check`');
    return writeState(policy, args, io);
  },
});

/** The arguments of the command. */
interface ImportArguments {
  readonly policies: string;
  readonly format: 'pretty' | 'json' | 'markdown' | 'junit';
  readonly quiet: boolean;
  readonly from: readonly string[];
  readonly tenant: string | undefined;
  readonly mapping: string | undefined;
  readonly portfolio: string | undefined;
  readonly complete: boolean;
  readonly check: boolean;
  readonly 'dry-run': boolean;
}

/** Writes roles of a database as files. */
function writeRows(args: ImportArguments & RowArguments, io: Io): Answer {
  const { format, from, check, mapping, portfolio, complete, quiet } = args;
  const other = Object.entries({
    from: from.length > 0,
    check,
    mapping: mapping !== undefined,
    portfolio: portfolio !== undefined,
    complete,
  }).find(([, isGiven]) => isGiven);
  if (other)
    throw new MisuseError(
      `\`--roles\` and \`--${other[0]}\` cannot stand together; see \`plafond import --help\``,
    );
  if (format === 'junit') throw new MisuseError('`--format junit` is for `--check`');
  const imported = importRows(args, io);
  if (!('files' in imported)) return answerMistakes(imported, args, io);
  return { out: quiet && format === 'pretty' ? '' : printImportedRows(imported, format), exit: 0 };
}

async function writeState(policy: Policy, args: ImportArguments, io: Io): Promise<Answer> {
  const collected = collect();
  const read = await readState(policy, args, collected.report, io);
  const portfolio = args.portfolio === undefined ? undefined : splitNames(args.portfolio);
  const drafted = draftImport(read, { ...args, portfolio }, collected, io);
  if (!drafted) return answerMistakes(collected.diagnostics, args, io);
  const errors = drafted.files.size > 0 ? compileWith(drafted.files, args.policies, io) : [];
  if (errors.length > 0) {
    const answer = answerMistakes([...collected.diagnostics, ...errors], args, io);
    return args.format === 'json' ? answer : { ...answer, err: `${answer.err ?? ''}${notWritten}` };
  }
  if (!args['dry-run']) io.changeFiles([...drafted.files].map(([file, text]) => ({ file, text })));
  const style = { format: 'pretty', colours: io.colours.err, version: io.version } as const;
  return {
    out: printImport(drafted.summary, args.format, args.quiet, io),
    err: args.quiet ? '' : printFindings(collected.diagnostics, style),
    exit: 0,
  };
}

/** Says where the files are that findings name and that nobody has. */
const notWritten =
  '\nnothing was written: a file that is named here and does not exist is one that the import would write\n';

/** Compares the product with the policies. Mistakes in the export are printed too, and count as drift. */
async function checkState(policy: Policy, args: ImportArguments, io: Io): Promise<Answer> {
  if (args.tenant !== undefined) findTenant(policy, args.tenant);
  const collected = collect();
  const { state, target, matrix } = await readState(policy, args, collected.report, io);
  const drift = findDrift(state, target, matrix);
  const findings = collected.diagnostics.filter(({ severity }) => severity !== 'info');
  const { version } = io;
  const err =
    args.quiet || args.format === 'json'
      ? ''
      : printFindings(findings, { format: 'pretty', colours: io.colours.err, version });
  const exit = isWithoutDrift(drift) && !collected.failed() ? 0 : 1;
  return { out: printDrift(drift, findings, args, io), err, exit };
}

function printDrift(
  drift: Drift,
  findings: readonly Diagnostic[],
  { format, quiet }: Pick<ImportArguments, 'format' | 'quiet'>,
  io: Io,
): string {
  switch (format) {
    case 'json':
      return printDriftJson(drift, findings);
    case 'markdown':
      return printDriftMarkdown(drift);
    case 'junit':
      return printDriftJunit(drift);
    case 'pretty':
      return quiet && isWithoutDrift(drift) ? '' : printDriftPretty(drift, io.colours.out);
  }
}

/** Answers with what is wrong, in place of an import. */
function answerMistakes(
  mistakes: readonly Diagnostic[],
  { format }: Pick<ImportArguments, 'format'>,
  io: Io,
  files?: number,
): Answer {
  const { version } = io;
  if (format === 'json')
    return { out: printFindings(mistakes, { format, colours: io.colours.out, version }), exit: 1 };
  const style = { format: 'pretty', colours: io.colours.err, version } as const;
  return {
    out: '',
    err: printFindings(mistakes, { ...style, ...(files !== undefined && { files }) }),
    exit: 1,
  };
}
