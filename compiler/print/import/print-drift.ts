import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Drift, isWithoutDrift } from '../../questions/import/drift.ts';
import type { Colours } from '../../text/colours.ts';
import { type Json, writeIndentedJson } from '../../text/json.ts';
import { listFirst } from '../../text/list.ts';
import { makeVisible, makeVisibleJson } from '../../text/make-visible.ts';
import { writeInert, writeShortSpan, writeSpans } from '../../text/markdown.ts';
import { findPosition, type Span } from '../../text/source.ts';
import { printFindingJson } from '../findings/json.ts';
import { printJunitCase, printJunitSuite } from '../print-junit.ts';
import { printPlaceJson } from '../print-place.ts';
import { type DriftItem, describeDrift, describeDriftExtent, describeLimits } from './describe-drift.ts';

/** The most permissions that are named in one line for people; JSON has all. */
const mostNamed = 12;

/** Prints drift for people. */
export function printDriftPretty(drift: Drift, colours: Colours): string {
  const items = describeDrift(drift).map(
    ({ group, name, about, lines }) =>
      `\n${colours.bold(`${group} ${makeVisible(name)}`)}${about === '' ? '' : `  ${makeVisible(about)}`}\n${lines
        .map(({ what, values }) => `  ${what}: ${listFirst(values.map(makeVisible), mostNamed)}\n`)
        .join('')}`,
  );
  const limits = describeLimits(drift).map((line) => `\n${makeVisible(line)}\n`);
  return `${makeVisible(describeDriftExtent(drift))}\n${items.join('')}${limits.join('')}`;
}

/** Prints drift as Markdown. */
export function printDriftMarkdown(drift: Drift): string {
  const items = describeDrift(drift).map(
    ({ group, name, about, lines }) =>
      `\n### ${group} ${writeShortSpan(name)}\n${about === '' ? '' : `\n${writeInert(about)}\n`}\n${lines
        .map(({ what, values }) => `- ${writeInert(what)}: ${writeSpans(values, mostNamed)}\n`)
        .join('')}`,
  );
  const limits = describeLimits(drift).map((line) => `\n${writeInert(line)}.\n`);
  return `## Drift\n\n${writeInert(describeDriftExtent(drift))}.\n${items.join('')}${limits.join('')}`;
}

/** Prints drift as a JUnit report: what drifts is a case that failed, and a single case passes if nothing does. */
export function printDriftJunit(drift: Drift): string {
  const items = describeDrift(drift);
  const failure = ({ lines, about }: DriftItem) =>
    [about, ...lines.map(({ what, values }) => `${what}: ${listFirst(values, mostNamed)}`)]
      .filter((part) => part !== '')
      .join('; ');
  return printJunitSuite(
    'plafond import --check',
    items.length === 0
      ? [printJunitCase('drift', 'the policies say what the product has', undefined)]
      : items.map((item) => printJunitCase(`drift.${item.group}`, item.name, failure(item))),
  );
}

/** Prints drift as JSON, with what was found wrong with the export. */
export function printDriftJson(drift: Drift, findings: readonly Diagnostic[]): string {
  const { tenant = null, roles, users, people, ceiling, tenantFields, notExported, notCompared } = drift;
  const shape = {
    version: 1,
    tenant,
    drift: !isWithoutDrift(drift),
    ceiling: ceiling.map(({ permission, product, files }) => ({ permission, product, files })),
    fields: tenantFields,
    roles: roles.map(({ role, in: side, exportedAt, declaredAt, fields, cells, users: held }) => ({
      role,
      in: side,
      ...(exportedAt && { exportedAt: printSpanJson(exportedAt) }),
      ...(declaredAt && { declaredAt: printPlaceJson(declaredAt) }),
      fields,
      cells,
      users: held ?? null,
    })),
    users: users.map(({ user, in: side, exportedAt, declaredAt, fields }) => ({
      user,
      in: side,
      ...(exportedAt && { exportedAt: printSpanJson(exportedAt) }),
      ...(declaredAt && { declaredAt: printPlaceJson(declaredAt) }),
      fields,
    })),
    people,
    notExported,
    notCompared,
    findings: findings.map(printFindingJson),
  };
  return `${makeVisibleJson(writeIndentedJson(shape as unknown as Json, 4))}\n`;
}

const printSpanJson = ({ source, start }: Span) => ({ path: source.path, ...findPosition(source, start) });
