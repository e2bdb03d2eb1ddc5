import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import { spanOf } from '../../model/document.ts';
import type { ExpectedAnswer } from '../../model/policy-test.ts';
import { isFailed, type JudgedExpectation, type JudgedTest } from '../../questions/tests/judge-test.ts';
import { listDecidingLines } from './list-deciding-lines.ts';

/** The words for what a permission is by an expected answer: `allowed` or `denied`. */
export const answerWords: Readonly<Record<ExpectedAnswer, string>> = { allow: 'allowed', deny: 'denied' };

/** Lists the expectations of a test to which the run time gave another answer. */
export const listFailed = ({ expectations }: JudgedTest): readonly JudgedExpectation[] =>
  expectations.filter(isFailed);

/** Returns the failures of tests as diagnostics, for the formats that know nothing of tests. */
export function listTestFailures(tests: readonly JudgedTest[]): readonly Diagnostic[] {
  const { report, diagnostics } = collect();
  for (const judged of tests)
    for (const failed of listFailed(judged)) {
      const { expectation, actual, because } = failed;
      const { at, cell, record, expected } = expectation;
      report(
        'test-failed',
        spanOf(at),
        {
          test: judged.test.name,
          permission: cell.permission,
          on: record ? ` on \`${record.name}\`` : '',
          expected: answerWords[expected],
          actual: answerWords[actual],
          because: because.replace(/^(not )?allowed: /, ''),
        },
        undefined,
        {
          related: listDecidingLines(failed).map(({ at: decided, layer, because: said }) => ({
            at: spanOf(decided),
            note: `${layer}: ${said}`,
          })),
        },
      );
    }
  return diagnostics;
}
