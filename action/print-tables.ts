import type { FindingJson, FindingsJson } from '../compiler/model/finding-json.ts';
import { describePeople, printChosenPlace } from '../compiler/print/diff/describe-report.ts';
import type { GroupJson } from '../compiler/questions/diff/report.ts';
import { writeShortSpan, writeSpans } from '../compiler/text/markdown.ts';

/** A table under a heading; a folded one shows only its title until it is opened. */
export interface MarkdownTable {
  readonly title: string;
  readonly isFolded: boolean;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/**
 * Prints tables one after the other in at most `limit` bytes. Rows that do not fit are counted; a table without rows is
 * left out.
 */
export function printTables(tables: readonly MarkdownTable[], limit: number): string {
  let text = '';
  for (const { title, isFolded, columns, rows } of tables.filter((one) => one.rows.length > 0)) {
    const count = `${title} (${rows.length})`;
    const [opening, closing] = isFolded
      ? [`\n<details><summary>${count}</summary>\n\n`, '\n</details>\n']
      : [`\n### ${count}\n\n`, ''];
    const header = `${printRow(columns)}${printRow(columns.map(() => '---'))}`;
    const frame = `${opening}${header}${closing}${countMore(rows.length)}`;
    const shown = takeFitting(rows, limit - Buffer.byteLength(text + frame));
    if (shown.length === 0) text += `\n${count}: left out for length.\n`;
    else {
      const left = rows.length - shown.length;
      text += `${opening}${header}${shown.join('')}${left > 0 ? countMore(left) : ''}${closing}`;
    }
  }
  return text;
}

/** Makes the tables of errors and of warnings. */
export function makeFindingTables({ findings }: FindingsJson): readonly MarkdownTable[] {
  const isError = ({ severity }: FindingJson) => severity === 'error';
  const table = (title: string, isFolded: boolean, some: readonly FindingJson[]): MarkdownTable => ({
    title,
    isFolded,
    columns: ['What is wrong', 'Where', 'Rule'],
    rows: some.map(({ code, path, line, message }) =>
      printRow([writeShortSpan(message), writeShortSpan(`${path}:${line}`), writeShortSpan(code)]),
    ),
  });
  return [
    table('Errors', false, findings.filter(isError)),
    table(
      'Warnings',
      true,
      findings.filter((one) => !isError(one)),
    ),
  ];
}

/** Makes the table of all groups of changes with all their permissions, for the summary, where there is room for it. */
export const makeGroupTable = (groups: readonly GroupJson[]): MarkdownTable => ({
  title: 'Every change',
  isFolded: true,
  columns: ['Risk', 'Change', 'Roles', 'Tenants', 'Permissions', 'Because of', 'Users'],
  rows: groups.map((group) => {
    const names = group.roles.map(({ name }) => name);
    const permissions = group.can.map(({ permission }) => permission);
    return printRow([
      group.risk,
      `${group.kind}${group.woken ? ', woken' : ''}${group.asleep ? ', put to sleep' : ''}`,
      listAll(names),
      listAll(group.tenants),
      listAll(permissions),
      writeShortSpan(printChosenPlace(group.because, group.kind)),
      describePeople(group),
    ]);
  }),
});

const listAll = (names: readonly string[]) => writeSpans(names, Number.POSITIVE_INFINITY);
const printRow = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
const countMore = (count: number) => `\n*… and ${count} more*\n`;

function takeFitting(rows: readonly string[], room: number): readonly string[] {
  let size = 0;
  const end = rows.findIndex((one) => {
    size += Buffer.byteLength(one);
    return size > room;
  });
  return end === -1 ? rows : rows.slice(0, end);
}
