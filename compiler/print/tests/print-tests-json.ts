import { type Json, writeIndentedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';
import { printPlaceJson } from '../print-place.ts';
import type { TestReport } from './print-tests-pretty.ts';

/** Prints what came of tests for `test --format json`: a contract. */
export function printTestsJson({ tests, coverage }: TestReport): string {
  const passed = tests.filter(({ isPassed }) => isPassed).length;
  const shape = {
    version: 1,
    tests: tests.map(({ test, isPassed, expectations }) => {
      const { path, line } = printPlaceJson(test.at);
      return {
        name: test.name,
        path,
        line,
        passed: isPassed,
        expectations: expectations.map(({ expectation, actual, because }) => ({
          permission: expectation.cell.permission,
          record: expectation.record?.name ?? null,
          expected: expectation.expected,
          actual,
          because,
        })),
      };
    }),
    passed,
    failed: tests.length - passed,
    ...(coverage && {
      coverage: {
        lines: coverage.lines,
        covered: coverage.covered,
        files: coverage.files.map(({ path, lines, covered, uncovered }) => ({
          path,
          lines,
          covered,
          uncovered,
        })),
      },
    }),
  } satisfies Json;
  return `${makeVisibleJson(writeIndentedJson(shape, 4))}\n`;
}
