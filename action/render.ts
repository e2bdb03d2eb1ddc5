import type { FindingJson, FindingsJson } from '../compiler/print/findings/json.ts';
import { code } from '../compiler/text/markdown.ts';
import { marker } from './comment.ts';
import type { ChangeJson, DiffJson } from './diff.ts';
import type { Report } from './report.ts';
import { type ChangeRow, rows } from './rows.ts';
import { isGrave, verdict } from './verdict.ts';

/** Why a report is not to be taken at its word. */
export type Notice = 'none' | 'workflow-changed' | 'too-many-files';

/** What is said: of a pull request, or of a commit that is compared with nothing. */
export interface Facts {
  readonly check: FindingsJson;
  readonly diff?: DiffJson | null | undefined;
  readonly broken?: FindingsJson | null | undefined;
  readonly base?: string;
  readonly head?: string;
}

/** Below what GitHub takes in a comment, with room for what stands before. */
const commentLimit = 59_000;

/** The comment on a pull request. Names in it come from the pull request: they are shown and do nothing. */
export function render(report: Report, notice: Notice): string {
  const lines = [marker, ...(notice === 'none' ? [] : [notices[notice]])];
  return `${lines.join('\n')}\n${page(report, commentLimit)}`;
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
    `There is no report that holds for ${code(head.slice(0, 12))}: ${code(reason)}.`,
    'Treat this pull request as if it changed everything.',
    '',
  ].join('\n');
}

/** All that is said, in Markdown of at most so many bytes; what does not fit is counted. */
export function page({ check, diff, broken, base, head }: Facts, limit: number): string {
  const between = base && head ? [`${code(base.slice(0, 12))} → ${code(head.slice(0, 12))}`, ''] : [];
  const heading = [`## Permissions: ${headline(diff, broken)}`, '', ...between].join('\n');
  return fitted(heading, [...(diff ? sectionsOf(diff) : []), ...findingSections(check, broken)], limit);
}

function headline(diff: DiffJson | null | undefined, broken: FindingsJson | null | undefined): string {
  if (broken) return 'no verdict, one side does not compile';
  if (!diff) return 'checked';
  if (diff.changes.length === 0) return 'no effective change';
  const grave = diff.changes.filter(isGrave).length;
  const kinds = ['gained', 'lost', 'widened', 'narrowed', 'shifted'] as const;
  const counts = kinds.map((kind) => [kind, diff.changes.filter((one) => one.kind === kind).length] as const);
  return [
    grave > 0 ? '**ESCALATION**' : `**${verdict({ diff })}**`,
    ...counts.filter(([, count]) => count > 0).map(([kind, count]) => `${count} ${kind}`),
    ...(grave > 0 ? [`${grave} of them grave`] : []),
  ].join(' · ');
}

/** A table with a heading. Folded ones come after those that everyone is to read. */
interface Section {
  readonly title: string;
  readonly isFolded: boolean;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

function sectionsOf({ changes }: DiffJson): readonly Section[] {
  const section = (title: string, isFolded: boolean, chosen: readonly ChangeJson[]): Section => ({
    title,
    isFolded,
    columns: ['Risk', 'Role', 'Where', 'What changes', 'Because of', 'Users'],
    rows: rows(chosen).map(changeRow),
  });
  const grave = changes.filter(isGrave);
  const woken = changes.filter((change) => change.woken && !isGrave(change));
  const gains = changes.filter(
    (change) => !change.woken && !isGrave(change) && ['gained', 'widened', 'shifted'].includes(change.kind),
  );
  const losses = changes.filter(({ kind }) => kind === 'lost' || kind === 'narrowed');
  return [
    section('Must look', false, grave),
    section('Woken: granted earlier, let through now', false, woken),
    section('Gains', gains.length > 40, gains),
    section('Losses', losses.length > 20, losses),
  ].filter((one) => one.rows.length > 0);
}

function changeRow({ change, permissions, tenants, users }: ChangeRow): string {
  const { risk, role, kind, woken, because } = change;
  return row([
    cell(risk),
    cell(role),
    tenants.length > 3 ? `${tenants.length} tenants` : tenants.map(cell).join(', '),
    `**${words[kind]}** ${some(permissions)}`,
    `${woken ? 'woken: ' : ''}${because.layer}, ${cell(`${because.at.path}:${because.at.line}`)}`,
    users === null ? 'unknown' : String(users),
  ]);
}

const words: Readonly<Record<ChangeJson['kind'], string>> = {
  gained: 'can now',
  lost: 'can no longer',
  widened: 'reaches more records:',
  narrowed: 'reaches fewer records:',
  shifted: 'reaches other records:',
};

/** Long lists are counted: each permission is in the report. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 12).map(cell).join(', ');
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}

function findingSections(check: FindingsJson, broken: FindingsJson | null | undefined): readonly Section[] {
  const section = (title: string, found: readonly FindingJson[], isFolded = false): Section => ({
    title,
    isFolded,
    columns: ['Finding', 'Where', 'What is wrong'],
    rows: found.map(({ code: fault, path, line, message }) =>
      row([cell(fault), cell(`${path}:${line}`), cell(message)]),
    ),
  });
  const { findings } = check;
  const errors = findings.filter(({ severity }) => severity === 'error');
  return [
    section('Why there is no verdict', broken?.findings ?? []),
    ...(broken ? [] : [section('Errors', errors)]),
    section(
      'Warnings',
      findings.filter(({ severity }) => severity === 'warning'),
      true,
    ),
  ].filter(({ rows }) => rows.length > 0);
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;

/** A text in a table: a code span, in which nothing is a link, a mention or markup. A bar would end the cell. */
const cell = (text: string) => code(text.slice(0, 300).replaceAll('|', '<U+007C>') || ' ');

/** Joins sections up to a number of bytes: rows are whole, every table is closed, what is left is counted. */
function fitted(heading: string, sections: readonly Section[], limit: number): string {
  let text = `${heading}\n`;
  for (const { title, isFolded, columns, rows } of sections) {
    const count = `${title} (${rows.length} ${rows.length === 1 ? 'row' : 'rows'})`;
    const [opening, closing] = isFolded
      ? [`<details><summary>${count}</summary>\n\n`, '\n</details>\n\n']
      : [`### ${count}\n\n`, '\n'];
    const table = `${row(columns)}${row(columns.map(() => '---'))}`;
    const room = limit - length(text + opening + table + closing) - 200;
    const shown = fitting(rows, room);
    const left = rows.length - shown.length;
    const more = left > 0 ? `\n${left} more ${left === 1 ? 'row' : 'rows'} in the summary of the run.\n` : '';
    text += `${opening}${shown.length > 0 ? table : ''}${shown.join('')}${more}${closing}`;
  }
  return text;
}

function fitting(rows: readonly string[], room: number): readonly string[] {
  let size = 0;
  const end = rows.findIndex((one) => {
    size += length(one);
    return size > room;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

/** GitHub counts bytes of a summary and characters of a comment, which are never more. */
const length = (text: string) => Buffer.byteLength(text);
