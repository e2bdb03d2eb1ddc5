import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import { isMustLook } from '../../questions/diff/judge-difference.ts';
import { listFirst } from '../../text/list.ts';
import { positionOf } from '../../text/source.ts';
import { makeVisible } from '../../text/visible.ts';
import { describeAlteration, describePeople, describeTenants, printChosenPlace } from './describe-report.ts';
import type { DiffReport, GroupJson } from './report.ts';
import { separateArrivals } from './separate-arrivals.ts';

/**
 * Prints a difference as a JUnit report, which many services show beside a change. Each refusal of a gate, each fault
 * and each group is a case; a case that must be looked at fails.
 */
export function printDiffJunit(given: DiffReport, refused: readonly string[]): string {
  const { report } = separateArrivals(given);
  const cases = [
    ...refused.map((reason) => printCase('gates', reason, reason)),
    ...report.handmade.map(({ code, message, path }) =>
      printCase('generated', message, `${code} at ${path}`),
    ),
    ...report.faults.map(({ code, message, path, line }) =>
      printCase('history', message, `${code} at ${path}:${line}`),
    ),
    ...report.groups.map((group) =>
      printCase(group.kind, nameCase(group), isMustLook(group) ? describeFailure(group) : undefined),
    ),
    ...report.alterations.map((one) => {
      const text = describeAlteration(one, (words) => words);
      const { path, line } = one.at;
      return printCase(
        'statement',
        text,
        one.effect === 'loosens' ? `loosened at ${path}:${line}` : undefined,
      );
    }),
  ];
  return printSuite(cases);
}

/** Prints a JUnit report for sides that cannot be compared: each error of a side that does not compile fails. */
export function printBrokenJunit(diagnostics: readonly Diagnostic[]): string {
  const errors = sortDiagnostics(diagnostics.filter(({ severity }) => severity === 'error'));
  return printSuite(
    errors.map(({ code, message, at }) => {
      const { line } = positionOf(at.source, at.start);
      return printCase('compile', message, `${code} at ${at.source.path}:${line}`);
    }),
  );
}

function printSuite(cases: readonly string[]): string {
  const failures = cases.filter((one) => one.includes('<failure')).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n  <testsuite name="plafond diff" ${counts}>\n${cases.join('')}  </testsuite>\n</testsuites>\n`;
}

function printCase(suite: string, name: string, failure: string | undefined): string {
  const open = `    <testcase classname="plafond.${escapeXml(suite)}" name="${escapeXml(name)}"`;
  return failure === undefined
    ? `${open}/>\n`
    : `${open}>\n      <failure message="${escapeXml(failure)}"/>\n    </testcase>\n`;
}

function nameCase({ roles, tenants, kind, can }: GroupJson): string {
  const names = listFirst(
    roles.map(({ name }) => name),
    6,
  );
  return `${names} in ${describeTenants(tenants, 4)}: ${kind} ${listFirst(
    can.map(({ permission }) => permission),
    8,
  )}`;
}

const describeFailure = (group: GroupJson): string =>
  `${group.risk}, ${describePeople(group)}; ${printChosenPlace(group.because, group.kind)}: ${group.because.words}${group.woken ? ' (woken)' : ''}`;

/** Escapes a text for XML, which allows no control characters at all, escaped or not. */
const escapeXml = (text: string): string =>
  makeVisible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
