import { compile } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { lint } from '../lint/rules.ts';
import type { Matrix } from '../model/matrix.ts';
import { findingFormats, printFindings } from '../print/findings/findings.ts';
import { faultsOf } from '../questions/diff/faults.ts';
import { command, type Io } from './command.ts';
import { baseCommit } from './diff/revisions.ts';
import { compiledBase } from './diff/sides.ts';

/**
 * Prints every diagnostic of the policies and of what follows from them; exits 1 where one of them is an error, or
 * a warning under `--strict`.
 */
export const check = command({
  positionals: {},
  options: {
    against: { type: 'string', describe: 'a revision, or day of one: adds what only history shows' },
    strict: { type: 'boolean', describe: 'let warnings fail the check' },
  },
  formats: findingFormats,
  examples: [
    ['plafond check', 'check the folder policies/'],
    ['plafond check --against main', 'also what a change does that no single state shows'],
    ['plafond check --strict --format github', 'annotate a pull request, in a workflow'],
  ],
  async run({ policies, format, quiet, strict, against }, io) {
    const { diagnostics: mistakes, compiled, files } = compile(io.files(policies), policies);
    const matrix = compiled?.matrix;
    const diagnostics = [
      ...mistakes,
      ...(matrix ? lint(matrix, io.today) : []),
      ...(against === undefined ? [] : await sinceRevision(against, policies, matrix, io)),
    ];
    const fails = ({ severity }: Diagnostic) => severity === 'error' || (strict && severity === 'warning');
    const out = printFindings(quiet ? diagnostics.filter(fails) : diagnostics, {
      format,
      colours: io.colours.out,
      version: io.version,
      ...(!quiet && { files }),
    });
    return { out, exit: diagnostics.some(fails) ? 1 : 0 };
  },
});

/** What only history shows; what is wrong with the older revision, where that does not compile. */
async function sinceRevision(
  revision: string,
  policies: string,
  head: Matrix | undefined,
  io: Io,
): Promise<readonly Diagnostic[]> {
  const from = await baseCommit({ base: revision, head: undefined }, policies, io);
  const { matrix: base, diagnostics } = await compiledBase(from, policies, io);
  if (!base) return diagnostics;
  return head ? faultsOf({ base, head }) : [];
}
