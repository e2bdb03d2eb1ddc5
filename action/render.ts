import type { FindingsJson } from '../compiler/model/finding-json.ts';
import { printDiffMarkdown } from '../compiler/print/diff/markdown.ts';
import type { DiffReport } from '../compiler/questions/diff/report.ts';
import { writeInert, writeShortSpan } from '../compiler/text/markdown.ts';
import { quoteArgument } from '../compiler/text/quote-argument.ts';
import { type Product, usualProduct } from './name-product.ts';
import { makeFindingTables, makeGroupTable, printTables } from './print-tables.ts';
import { type ActionReport, explorerArtifact } from './schema.ts';

/** The reason for which a report may not be true. */
export type Notice = 'none' | 'workflow-changed' | 'too-many-files';

/** The most bytes for findings in a comment: the difference takes 60,000 of 65,536. */
const besides = 4_000;

/**
 * Renders the comment on a pull request from its report. The names in it come from the pull request, so they are escaped:
 * none becomes a link, a mention or markup. The only link is to the run that holds the page of the explorer, by its address;
 * where a pull request may have changed what makes that page, nobody is sent there.
 */
export function renderComment(
  report: ActionReport,
  notice: Notice,
  run?: string,
  product = usualProduct,
): string {
  const [first, ...rest] = renderPage(report, product).split('\n');
  const text = [first, ...(notice === 'none' ? [] : [notices[notice]]), ...rest].join('\n');
  const tables = printTables(makeFindingTables(report.broken ?? report.check), besides);
  return `${text}${tables}${run === undefined || notice !== 'none' ? '' : linkToExplorer(run, product)}`;
}

const linkToExplorer = (run: string, { suffix }: Product): string =>
  `\nTo look at it from every side, open ${writeShortSpan(`${explorerArtifact}${suffix}`)} among the [artifacts of the run](${run}#artifacts): one page, which works offline.\n`;

const notices: Readonly<Record<Exclude<Notice, 'none'>, string>> = {
  'workflow-changed':
    '> [!CAUTION]\n> This pull request changes the workflow that makes this report, so it can say anything. Review that file first, and compare the policies on your own machine.\n',
  'too-many-files':
    '> [!CAUTION]\n> This pull request changes more files than GitHub lists, so it may change the workflow that makes this report. Compare the policies on your own machine.\n',
};

/** Renders the comment for a commit without a report that can be trusted. It replaces the comment on an earlier commit. */
export function renderRefusal(
  head: string,
  reason: string,
  { marker, title }: Product = usualProduct,
): string {
  return [
    marker,
    `## ${title}: no verdict`,
    '',
    `There is no report for ${writeShortSpan(shortenCommit(head))} that can be trusted: ${writeInert(reason)}.`,
    'Treat this pull request as if it changed everything.',
    '',
  ].join('\n');
}

/** The facts that a summary shows; without a difference, they are about one commit. */
export interface SummaryFacts {
  readonly check: FindingsJson;
  readonly diff?: DiffReport | null | undefined;
  readonly broken?: FindingsJson | null | undefined;
  readonly base?: string | undefined;
  readonly head?: string | undefined;
}

/** Renders the summary of a run in at most `limit` bytes: the comment, then the tables that have no room there. */
export function renderSummary(facts: SummaryFacts, limit: number, product = usualProduct): string {
  const text = renderPage(facts, product);
  const more = [...makeFindingTables(facts.broken ?? facts.check), makeGroupTable(facts.diff?.groups ?? [])];
  return `${text}${printTables(more, limit - Buffer.byteLength(text))}`;
}

/** Renders the difference, or the reason why there is none. The first line is the marker. */
function renderPage(
  { diff, broken, base = '', head = '' }: SummaryFacts,
  { folder, isUsual, marker, title }: Product,
): string {
  const [from, to] = [shortenCommit(base), shortenCommit(head)];
  if (diff)
    return printDiffMarkdown(
      { ...diff, base: from, head: to },
      `plafond diff ${from} ${to}${isUsual ? '' : ` --policies ${quoteArgument(folder)}`}`,
      { marker, title, about: describeCommit(to) },
    );
  const verdict = broken ? 'no verdict, since one side does not compile' : 'checked';
  return `${marker}\n## ${title}: ${verdict}\n\n${to === '' ? '' : `${describeCommit(to)}\n`}`;
}

/** Returns the sentence that names the commit of a verdict, since the pull request may have a newer one. */
const describeCommit = (head: string): string =>
  `This verdict is on commit ${writeShortSpan(head)}. If that is not the last commit of the pull request, the verdict is out of date: wait for the run on the last commit, or start one.`;

const shortenCommit = (commit: string) => commit.slice(0, 12);
