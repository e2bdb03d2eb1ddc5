import { compile } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { lint } from '../lint/rules.ts';
import type { Matrix } from '../model/matrix.ts';
import { findingFormats, printFindings } from '../print/findings/findings.ts';
import { printFixed } from '../print/findings/print-fixed.ts';
import { findFaults } from '../questions/diff/find-faults.ts';
import { emptyMatrix } from '../questions/since/policy-revision.ts';
import { applyFixes } from './check/apply-fixes.ts';
import { defineCommand, type Io } from './command.ts';
import { compileBase, followRenames } from './diff/compile-side.ts';
import { findAttributeChanges } from './diff/find-attribute-changes.ts';
import { findHandmade } from './diff/find-handmade.ts';
import { findWrittenFolders } from './diff/find-written-folders.ts';
import { findBaseCommit } from './diff/read-range.ts';

/**
 * The command `plafond check`: prints every diagnostic of the policies, of the lint laws and, with `--against`, of the
 * change since a revision. With `--fix` it first makes the edits that findings offer. Exits 1 if one of them is an error, or a warning under `--strict`.
 */
export const checkCommand = defineCommand({
  positionals: {},
  options: {
    against: { type: 'string', describe: 'a revision, or day of one: adds what only history shows' },
    strict: { type: 'boolean', describe: 'let warnings fail the check' },
    fix: {
      type: 'boolean',
      describe: 'make the edits that findings offer, as of files in older forms; then check what is left',
    },
  },
  formats: findingFormats,
  examples: [
    ['plafond check', 'check the folder policies/'],
    ['plafond check --against main', 'also what a change does that no single state shows'],
    ['plafond check --strict --format github', 'annotate a pull request, in a workflow'],
    ['plafond check --fix', 'bring policies of an older form to that of today'],
  ],
  async run({ policies, format, quiet, strict, against, fix }, io) {
    const fixed = fix ? applyFixes(policies, io) : undefined;
    const { diagnostics: mistakes, compiled, files } = compile(io.files(policies), policies);
    const matrix = compiled?.matrix;
    const diagnostics = [
      ...mistakes,
      ...(matrix ? lint(matrix, io.today) : []),
      ...(against === undefined ? [] : await findHistoryFaults(against, policies, matrix, io)),
    ];
    const fails = ({ severity }: Diagnostic) => severity === 'error' || (strict && severity === 'warning');
    const out = printFindings(quiet ? diagnostics.filter(fails) : diagnostics, {
      format,
      colours: io.colours.out,
      version: io.version,
      ...(!quiet && { files }),
      ...(fixed && { fixed }),
    });
    const lines = fixed && !quiet ? printFixed(fixed) : '';
    return {
      out: format === 'pretty' ? lines + out : out,
      ...(format !== 'pretty' && format !== 'json' && { err: lines }),
      exit: diagnostics.some(fails) ? 1 : 0,
    };
  },
});

/**
 * Returns the faults that only a comparison with a revision shows, what was changed by hand in the folders that compile
 * writes among them; or the diagnostics of that revision if it does not compile.
 */
async function findHistoryFaults(
  revision: string,
  policies: string,
  head: Matrix | undefined,
  io: Io,
): Promise<readonly Diagnostic[]> {
  const from = await findBaseCommit({ base: revision, head: undefined }, policies, io);
  const before = await compileBase(from, policies, io);
  const { matrix: base, diagnostics } = await followRenames(before, from, head, policies, io);
  const revisions = { policies, base: from.revision, head: undefined };
  const folders = await findWrittenFolders(
    {
      policies,
      base: from.revision,
      policy: (base ?? emptyMatrix).policy,
      ...(head && { head: head.policy }),
    },
    io,
  );
  const generated = folders.map(({ folder }) => folder);
  const changes = await findAttributeChanges({ ...revisions, generated }, io);
  const handmade = head ? await findHandmade({ ...revisions, folders, policy: head.policy }, io) : [];
  if (!base) return [...changes, ...handmade, ...diagnostics];
  return [...changes, ...handmade, ...(head ? findFaults({ base, head }) : [])];
}
