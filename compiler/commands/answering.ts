import { type ReadOutcome, readPolicy } from '../compile.ts';
import type { Policy } from '../model/policy.ts';
import { printFindings } from '../print/findings/findings.ts';
import type { Answer, Common, Io } from './command.ts';
import { asking } from './repository.ts';

/** The option of a question that can also be asked of another time. */
export const atOption = {
  at: { type: 'string', describe: 'as of this revision, or the last one of this day in UTC' },
} as const;

/**
 * Answers a question about the policies, as they are or as they were `at` a revision. Where they hold an error
 * there is no answer: the diagnostics are printed as `check` prints them, on stdout for `--format json` and else
 * on stderr, and the exit is 1.
 */
export function answering(
  {
    policies,
    at,
    format,
  }: Pick<Common<string>, 'policies' | 'format'> & { readonly at?: string | undefined },
  io: Io,
  answer: (policy: Policy) => Answer,
): Answer | Promise<Answer> {
  if (at === undefined) return answerFrom(readPolicy(io.files(policies), policies), format, io, answer);
  return asking(policies, io, (git) => {
    const { diagnostics, ...outcome } = readPolicy(git.filesAt(git.findCommit(at)), policies);
    const said = diagnostics.map((one) => ({ ...one, message: `in \`${at}\`: ${one.message}` }));
    return answerFrom({ ...outcome, diagnostics: said }, format, io, answer);
  });
}

function answerFrom(
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
