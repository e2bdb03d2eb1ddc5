import { type ReadOutcome, readPolicy } from '../compile.ts';
import type { Policy } from '../model/policy.ts';
import { printFindings } from '../print/findings/findings.ts';
import { askGit } from './ask-git.ts';
import type { Answer, CommonArguments, Io } from './command.ts';

/** The option `--at` of the commands that can also read the policies of a revision. */
export const atOption = {
  at: { type: 'string', describe: 'as of this revision, or the last one of this day in UTC' },
} as const;

/**
 * Answers a question about the policies of the folder or, with `at`, of a revision. If those policies hold an error,
 * prints the diagnostics in place of an answer and exits 1.
 */
export function answerQuestion(
  {
    policies,
    at,
    format,
  }: Pick<CommonArguments<string>, 'policies' | 'format'> & { readonly at?: string | undefined },
  io: Io,
  answer: (policy: Policy) => Answer,
): Answer | Promise<Answer> {
  if (at === undefined)
    return answerFromOutcome(readPolicy(io.files(policies), policies), format, io, answer);
  return askGit(policies, io, (git) => {
    const { diagnostics, ...outcome } = readPolicy(git.filesAt(git.findCommit(at)), policies);
    const said = diagnostics.map((one) => ({ ...one, message: `in \`${at}\`: ${one.message}` }));
    return answerFromOutcome({ ...outcome, diagnostics: said }, format, io, answer);
  });
}

function answerFromOutcome(
  { policy, diagnostics, files }: ReadOutcome,
  format: string,
  io: Io,
  answer: (policy: Policy) => Answer,
): Answer {
  if (policy) return answer(policy);
  const { version } = io;
  if (format === 'json')
    return { out: printFindings(diagnostics, { format: 'json', colours: io.colours.out, version }), exit: 1 };
  const err = printFindings(diagnostics, { format: 'pretty', colours: io.colours.err, version, files });
  return { out: '', err, exit: 1 };
}
