import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import { escapeMarkup } from '../text/markup.ts';
import { findPosition } from '../text/source.ts';

/** Prints a JUnit report that says why there is nothing else to report: each error of the policies fails. */
export function printBrokenJunit(suite: string, diagnostics: readonly Diagnostic[]): string {
  const errors = sortDiagnostics(diagnostics.filter(({ severity }) => severity === 'error'));
  return printJunitSuite(
    suite,
    errors.map(({ code, message, at }) => {
      const { line } = findPosition(at.source, at.start);
      return printJunitCase('compile', message, `${code} at ${at.source.path}:${line}`);
    }),
  );
}

/** Prints a JUnit report of one suite, of cases that are printed already. */
export function printJunitSuite(suite: string, cases: readonly string[]): string {
  const failures = cases.filter((one) => one.includes('<failure')).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n  <testsuite name="${escapeMarkup(suite)}" ${counts}>\n${cases.join('')}  </testsuite>\n</testsuites>\n`;
}

/** Prints a case of a JUnit report; with a failure, one that failed. */
export function printJunitCase(group: string, name: string, failure: string | undefined): string {
  const open = `    <testcase classname="plafond.${escapeMarkup(group)}" name="${escapeMarkup(name)}"`;
  return failure === undefined
    ? `${open}/>\n`
    : `${open}>\n      <failure message="${escapeMarkup(failure)}"/>\n    </testcase>\n`;
}
