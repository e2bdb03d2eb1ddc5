import { compile } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { lint } from '../lint/rules.ts';
import { nameStoredRows } from '../model/stored-rows.ts';
import { findingFormats, listFindingPieces } from '../print/findings/findings.ts';
import { printFixed } from '../print/findings/print-fixed.ts';
import type { findHistoryFaults } from './check/find-history-faults.ts';
import { defineCommand } from './command.ts';
import { reportOutInPolicies } from './compile/find-compiled-folder.ts';
import { readOnce } from './read-once.ts';
import { addRows, readRows, rolesOption } from './stored-rows.ts';

/**
 * The command `plafond check`: prints every diagnostic of the policies, of the lint rules and, with `--against`, of the
 * change since a revision. With `--fix` it first makes the edits that findings offer. Exits 1 if one of them is an error, or a warning under `--strict`.
 */
export const checkCommand = defineCommand({
  positionals: {},
  options: {
    against: { type: 'string', describe: 'a revision, or day of one: adds what only history shows' },
    ...rolesOption,
    strict: { type: 'boolean', describe: 'let warnings fail the check' },
    fix: {
      type: 'boolean',
      describe:
        'make the edits that findings offer, such as those for older forms of files; then check what is left',
    },
  },
  formats: findingFormats,
  examples: [
    ['plafond check', 'check the folder policies/'],
    ['plafond check --against main', 'also what only a comparison with main shows'],
    ['plafond check --strict --format github', 'annotate a pull request, in a workflow'],
    ['plafond check --roles rows.json', 'also the roles that a database holds'],
    ['plafond check --fix', 'bring policies of an older form to that of today'],
  ],
  isRepeatable: ({ against, fix, roles }) => against === undefined && fix !== true && roles === undefined,
  async run({ policies, format, quiet, strict, against, fix, roles }, given) {
    const io = against === undefined ? given : readOnce(given);
    const fixed = fix ? (await import('./check/apply-fixes.ts')).applyFixes(policies, io) : undefined;
    const rows = readRows(roles, io);
    const {
      diagnostics: mistakes,
      compiled,
      files,
    } = compile(addRows(io.files(policies), rows), policies, io.readBefore?.readPolicy);
    const matrix = compiled?.matrix;
    const diagnostics = [
      ...mistakes,
      ...(matrix ? reportOutInPolicies(policies, matrix.policy.settings) : []),
      ...(matrix ? nameStoredRows(lint(matrix, io.today), rows) : []),
      ...(against === undefined ? [] : await findHistory(against, { policies, rows }, matrix, io)),
    ];
    const fails = ({ severity }: Diagnostic) => severity === 'error' || (strict && severity === 'warning');
    const lines = fixed && !quiet ? printFixed(fixed) : '';
    const pieces = listFindingPieces(quiet ? diagnostics.filter(fails) : diagnostics, {
      format,
      colours: io.colours.out,
      version: io.version,
      isStrict: strict,
      ...(!quiet && { files }),
      ...(fixed && { fixed }),
    });
    return {
      out: format === 'pretty' ? putBefore(lines, pieces) : pieces,
      ...(format !== 'pretty' && format !== 'json' && { err: lines }),
      exit: diagnostics.some(fails) ? 1 : 0,
    };
  },
});

/** Loads the comparison with a revision only if the line asks for one. */
const findHistory: typeof findHistoryFaults = async (...words) =>
  (await import('./check/find-history-faults.ts')).findHistoryFaults(...words);

function* putBefore(first: string, pieces: Iterable<string>): Iterable<string> {
  yield first;
  yield* pieces;
}
