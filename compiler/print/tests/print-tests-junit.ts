import { printJunitCase, printJunitSuite } from '../print-junit.ts';
import { printLine } from '../print-place.ts';
import { answerWords, listFailed } from './list-test-failures.ts';
import type { TestReport } from './print-tests-pretty.ts';

/** Prints what came of tests as a JUnit report: each test is a case. */
export function printTestsJunit({ tests }: TestReport): string {
  return printJunitSuite(
    'plafond test',
    tests.map((judged) => {
      const { test } = judged;
      const failures = listFailed(judged).map(({ expectation: { at, cell, record, expected }, because }) => {
        const on = record ? ` on \`${record.name}\`` : '';
        return `${cell.permission}${on} should be ${answerWords[expected]} (${printLine(at)}): ${because}`;
      });
      return printJunitCase(`test.${test.tenant}`, test.name, failures.join('; ') || undefined);
    }),
  );
}
