import { markdownTable } from 'markdown-table';
import type { JudgedRecord } from '../../questions/reach/judge-records.ts';
import {
  type ComparedReaches,
  type ReachReport,
  summarizeChanges,
  summarizeReach,
} from '../../questions/reach/report-reach.ts';
import { escapeMarkdown, writeInert } from '../../text/markdown.ts';
import { describeWays } from './pretty.ts';

/** Prints which records somebody reaches as Markdown. */
export function printReachMarkdown(report: ReachReport): string {
  const { totals, records } = report;
  const reached = records.filter(({ isReached }) => isReached);
  const others = records.filter(({ isReached }) => !isReached);
  return [
    `# Which records are reached\n\n${writeInert(summarizeReach(report))}.\n`,
    totals.length === 0
      ? ''
      : `\n${writeTable(
          ['role', 'portfolio', 'records'],
          totals.map(({ role, portfolio, records }) => [
            role,
            portfolio === '' ? 'no portfolio' : portfolio,
            String(records),
          ]),
        )}`,
    listRecords('Reached', reached),
    listRecords('Not reached', others),
  ].join('');
}

/** Prints who gains and who loses how many records as Markdown. */
export function printReachComparisonMarkdown(comparison: ComparedReaches): string {
  const rows = comparison.people.map(({ name, before, after, gained, lost }) => [
    name,
    ...[before, after, gained.length, lost.length].map(String),
  ]);
  return [
    `# Who gains and loses records\n\n${writeInert(summarizeChanges(comparison))}.\n`,
    rows.length === 0 ? '' : `\n${writeTable(['user', 'before', 'after', 'gains', 'loses'], rows)}`,
    ...comparison.people.flatMap(({ name, gained, lost }) => [
      listRecords(`${escapeMarkdown(name)} gains`, gained),
      listRecords(`${escapeMarkdown(name)} loses`, lost),
    ]),
  ].join('');
}

function listRecords(title: string, records: readonly JudgedRecord[]): string {
  if (records.length === 0) return '';
  const rows = records.map((one) => [
    String(one.record.line),
    one.record.label,
    one.isReached ? describeWays(one) : (one.because ?? ''),
  ]);
  return `\n## ${title}\n\n${writeTable(['line', 'record', 'because'], rows)}`;
}

const writeTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${markdownTable([[...head], ...rows.map((row) => row.map(escapeMarkdown))])}\n`;
