import { diffMarkdown, marker } from '../compiler/print/diff/markdown.ts';
import type { Report as Difference } from '../compiler/print/diff/report.ts';
import type { FindingsJson } from '../compiler/print/findings/json.ts';
import { inert, span } from '../compiler/text/markdown.ts';
import type { Report } from './schema.ts';
import { findingTables, groupTable, tables } from './tables.ts';

/** Why a report is not to be taken at its word. */
export type Notice = 'none' | 'workflow-changed' | 'too-many-files';

/** What a comment says beside the difference may take so many bytes: the difference takes 60,000 of 65,536. */
const besides = 4_000;

/**
 * The comment on a pull request, drawn from the facts of a report alone. Names in it come from the pull request:
 * they are shown and do nothing.
 */
export function render(report: Report, notice: Notice): string {
  const [first, ...rest] = page(report).split('\n');
  const text = [first, ...(notice === 'none' ? [] : [notices[notice]]), ...rest].join('\n');
  return `${text}${tables(findingTables(report.broken ?? report.check), besides)}`;
}

const notices: Readonly<Record<Exclude<Notice, 'none'>, string>> = {
  'workflow-changed':
    '> [!CAUTION]\n> This pull request changes the workflow that makes this report, so it can say anything. Review that file first, and compare the policies on your own machine.\n',
  'too-many-files':
    '> [!CAUTION]\n> This pull request changes more files than GitHub lists, so it may change the workflow that makes this report. Compare the policies on your own machine.\n',
};

/** The comment where there is no report that can be trusted: it takes the place of one on an earlier commit. */
export function renderRefusal(head: string, reason: string): string {
  return [
    marker,
    '## Permissions: no verdict',
    '',
    `There is no report that holds for ${span(short(head))}: ${inert(reason)}.`,
    'Treat this pull request as if it changed everything.',
    '',
  ].join('\n');
}

/** What a summary is drawn from; without a difference it is about one commit. */
export interface Facts {
  readonly check: FindingsJson;
  readonly diff?: Difference | null | undefined;
  readonly broken?: FindingsJson | null | undefined;
  readonly base?: string | undefined;
  readonly head?: string | undefined;
}

/** The summary of a run, in at most so many bytes: the comment, then everything that has no room there. */
export function renderSummary(facts: Facts, limit: number): string {
  const text = page(facts);
  const more = [...findingTables(facts.broken ?? facts.check), groupTable(facts.diff?.groups ?? [])];
  return `${text}${tables(more, limit - Buffer.byteLength(text))}`;
}

/** What is said of a difference, or why there is none. The first line is the marker. */
function page({ diff, broken, base = '', head = '' }: Facts): string {
  const [from, to] = [short(base), short(head)];
  if (diff)
    return diffMarkdown({ ...diff, base: from, head: to }, `plafond diff ${from} ${to}`, aboutCommit(to));
  const verdict = broken ? 'no verdict, since one side does not compile' : 'checked';
  return `${marker}\n## Permissions: ${verdict}\n\n${to === '' ? '' : `${aboutCommit(to)}\n`}`;
}

/** A verdict is on one commit: where the pull request has another one by now, it says so itself. */
const aboutCommit = (head: string): string =>
  `This verdict is on commit ${span(head)}. If that is not the last commit of the pull request, it is out of date: wait for the run on the last one, or start it.`;

const short = (commit: string) => commit.slice(0, 12);
