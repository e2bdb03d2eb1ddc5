import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { findPosition } from '../../text/source.ts';
import { printJunitCase, printJunitSuite } from '../print-junit.ts';

/**
 * Prints diagnostics as a JUnit report with a case for each. Errors fail, and warnings too if `isStrict`; one case that
 * passes stands for no diagnostic at all, since many services take an empty report for a broken one.
 */
export function printFindingsJunit(diagnostics: readonly Diagnostic[], isStrict: boolean): string {
  const cases = diagnostics.map(({ code, severity, message, at }) => {
    const { line } = findPosition(at.source, at.start);
    const place = `${code} at ${at.source.path}:${line}`;
    const isFailure = severity === 'error' || (isStrict && severity === 'warning');
    return printJunitCase(severity, `${message} (${place})`, isFailure ? place : undefined);
  });
  return printJunitSuite(
    'plafond',
    cases.length > 0 ? cases : [printJunitCase('findings', 'none', undefined)],
  );
}
