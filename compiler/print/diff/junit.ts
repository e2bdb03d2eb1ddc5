import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import { isMust } from '../../questions/diff/verdict.ts';
import { listFirst } from '../../text/list.ts';
import { positionOf } from '../../text/source.ts';
import { makeVisible } from '../../text/visible.ts';
import { shownOf } from './arrivals.ts';
import type { DiffReport, GroupJson } from './report.ts';
import { alterationText, peopleWords, shownPlace, where } from './sentences.ts';

/**
 * A difference as a JUnit report, which many services show beside a change: each gate that says no, each fault
 * and each group is a case. What must be looked at fails.
 */
export function diffJunit(given: DiffReport, refused: readonly string[]): string {
  const { report } = shownOf(given);
  const cases = [
    ...refused.map((reason) => testCase('gates', reason, reason)),
    ...report.handmade.map(({ code, message, path }) => testCase('generated', message, `${code} at ${path}`)),
    ...report.faults.map(({ code, message, path, line }) =>
      testCase('history', message, `${code} at ${path}:${line}`),
    ),
    ...report.groups.map((group) =>
      testCase(group.kind, nameOf(group), isMust(group) ? failureOf(group) : undefined),
    ),
    ...report.alterations.map((one) => {
      const text = alterationText(one, (words) => words);
      const { path, line } = one.at;
      return testCase(
        'statement',
        text,
        one.effect === 'loosens' ? `loosened at ${path}:${line}` : undefined,
      );
    }),
  ];
  return suite(cases);
}

/** That there is no difference to tell, as a JUnit report: each error of a side that does not compile fails. */
export function brokenJunit(diagnostics: readonly Diagnostic[]): string {
  const errors = sortDiagnostics(diagnostics.filter(({ severity }) => severity === 'error'));
  return suite(
    errors.map(({ code, message, at }) => {
      const { line } = positionOf(at.source, at.start);
      return testCase('compile', message, `${code} at ${at.source.path}:${line}`);
    }),
  );
}

function suite(cases: readonly string[]): string {
  const failures = cases.filter((one) => one.includes('<failure')).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n  <testsuite name="plafond diff" ${counts}>\n${cases.join('')}  </testsuite>\n</testsuites>\n`;
}

function testCase(suite: string, name: string, failure: string | undefined): string {
  const open = `    <testcase classname="plafond.${escaped(suite)}" name="${escaped(name)}"`;
  return failure === undefined
    ? `${open}/>\n`
    : `${open}>\n      <failure message="${escaped(failure)}"/>\n    </testcase>\n`;
}

function nameOf({ roles, tenants, kind, can }: GroupJson): string {
  const names = listFirst(
    roles.map(({ name }) => name),
    6,
  );
  return `${names} in ${where(tenants, 4)}: ${kind} ${listFirst(
    can.map(({ permission }) => permission),
    8,
  )}`;
}

const failureOf = (group: GroupJson): string =>
  `${group.risk}, ${peopleWords(group)}; ${shownPlace(group.because, group.kind)}: ${group.because.words}${group.woken ? ' (woken)' : ''}`;

/** XML takes no control characters at all, escaped or not. */
const escaped = (text: string): string =>
  makeVisible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
