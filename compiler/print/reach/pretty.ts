import type { JudgedRecord } from '../../questions/reach/judge-records.ts';
import {
  type ComparedReaches,
  type ReachReport,
  summarizeChanges,
  summarizeReach,
} from '../../questions/reach/report-reach.ts';
import type { Colours } from '../../text/colours.ts';
import { takeFirst } from '../../text/list.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { formatTable } from '../../text/table.ts';

/** The parts of an answer that are printed only if they are wanted. */
export interface ReachDetail {
  /** True to print every record, not the first few. */
  readonly isAll: boolean;
  /** True to print the sentence alone. */
  readonly isQuiet: boolean;
}

/** The most records of each sort that are printed unless all are wanted. */
const mostShown = 20;

/** Prints which records somebody reaches, by what, and why not the others. */
export function printReachPretty(report: ReachReport, detail: ReachDetail, colours: Colours): string {
  const { bold, green, red } = colours;
  const headline = `${bold(makeVisible(summarizeReach(report)))}\n`;
  if (detail.isQuiet) return headline;
  const reached = report.records.filter(({ isReached }) => isReached);
  const others = report.records.filter(({ isReached }) => !isReached);
  const totals = report.totals.map(({ role, portfolio, records }) => [
    `  ${role}`,
    portfolio === '' ? 'no portfolio' : portfolio,
    String(records),
  ]);
  return [
    headline,
    totals.length > 0 ? `\n${formatTable([['  role', 'portfolio', 'records'], ...totals], [2])}` : '',
    listRecords(green('reached'), reached, describeWays, detail, colours),
    listRecords(red('not reached'), others, ({ because = '' }) => because, detail, colours),
  ].join('');
}

/** Prints who gains and who loses how many records, and which. */
export function printReachComparisonPretty(
  comparison: ComparedReaches,
  detail: ReachDetail,
  colours: Colours,
): string {
  const { bold, green, red } = colours;
  const headline = `${bold(makeVisible(summarizeChanges(comparison)))}\n`;
  if (detail.isQuiet) return headline;
  const rows = comparison.people.map(({ name, before, after, gained, lost }) => [
    makeVisible(name),
    String(before),
    String(after),
    gained.length > 0 ? `+${gained.length}` : '',
    lost.length > 0 ? `−${lost.length}` : '',
  ]);
  const changed = comparison.people.filter(({ gained, lost }) => gained.length + lost.length > 0);
  return [
    headline,
    rows.length > 0
      ? `\n${formatTable([['user', 'before', 'after', 'gains', 'loses'], ...rows], [1, 2, 3, 4])}`
      : '',
    ...changed.flatMap(({ name, gained, lost }) => [
      listRecords(`${makeVisible(name)} ${green('gains')}`, gained, describeWays, detail, colours),
      listRecords(
        `${makeVisible(name)} ${red('loses')}`,
        lost,
        ({ because = '' }) => because,
        detail,
        colours,
      ),
    ]),
  ].join('');
}

function listRecords(
  title: string,
  records: readonly JudgedRecord[],
  describe: (record: JudgedRecord) => string,
  { isAll }: ReachDetail,
  { dim, bold }: Colours,
): string {
  if (records.length === 0) return '';
  const { shown, more } = takeFirst(records, isAll ? records.length : mostShown);
  const rows = shown.map((one) => [
    `  ${one.record.line}`,
    makeVisible(one.record.label),
    makeVisible(describe(one)),
  ]);
  const others = more > 0 ? `  ${dim(`and ${more} more; \`--all\` prints every one`)}\n` : '';
  return `\n${bold(title)}\n${formatTable([['  line', 'record', 'because'], ...rows])}${others}`;
}

/** Describes by which roles and portfolios a record is reached. */
export const describeWays = ({ by }: Pick<JudgedRecord, 'by'>): string =>
  by
    .map(({ role, portfolio, because }) => `${role}${portfolio === '' ? '' : `, ${portfolio}`}: ${because}`)
    .join('; ');
