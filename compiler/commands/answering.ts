import { compile } from '../compile.ts';
import type { Policy } from '../model/policy.ts';
import { findings } from '../print/findings/findings.ts';
import type { Answer, Common, Io } from './command.ts';

/**
 * Answers a question about the policies. Where they hold an error there is no answer: the diagnostics are
 * printed as `check` prints them, on stdout for `--format json` and else on stderr, and the exit is 1.
 */
export function answering(
  { policies, format }: Pick<Common<string>, 'policies' | 'format'>,
  io: Io,
  answer: (policy: Policy) => Answer,
): Answer {
  const { policy, diagnostics, files } = compile(io.files(policies), policies);
  if (policy) return answer(policy);
  const { version } = io;
  if (format === 'json')
    return { out: findings(diagnostics, { format: 'json', colours: io.colours.out, version }), exit: 1 };
  const err = findings(diagnostics, { format: 'pretty', colours: io.colours.err, version, files });
  return { out: '', err, exit: 1 };
}
