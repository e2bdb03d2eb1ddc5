import { audit } from '../audit/rules.ts';
import { compile, matrixOf } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findingFormats, findings } from '../print/findings/findings.ts';
import { command } from './command.ts';

/** Prints every diagnostic of the policies and of what follows from them; exits 1 where one of them is an error, or a warning under `--strict`. */
export const check = command({
  positionals: {},
  options: {
    strict: { type: 'boolean', describe: 'let warnings fail the check' },
  },
  formats: findingFormats,
  examples: [
    ['plafond check', 'check the folder policies/'],
    ['plafond check --strict --format github', 'annotate a pull request, in a workflow'],
  ],
  run({ policies, format, quiet, strict }, io) {
    const { diagnostics: mistakes, policy, files } = compile(io.files(policies), policies);
    const diagnostics = policy ? [...mistakes, ...audit(matrixOf(policy), io.today)] : mistakes;
    const fails = ({ severity }: Diagnostic) => severity === 'error' || (strict && severity === 'warning');
    const out = findings(quiet ? diagnostics.filter(fails) : diagnostics, {
      format,
      colours: io.colours.out,
      version: io.version,
      ...(!quiet && { files }),
    });
    return { out, exit: diagnostics.some(fails) ? 1 : 0 };
  },
});
