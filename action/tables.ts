import type { GroupJson } from '../compiler/print/diff/report.ts';
import { peopleWords, shownPlace } from '../compiler/print/diff/sentences.ts';
import type { FindingJson, FindingsJson } from '../compiler/print/findings/json.ts';
import { span, spans } from '../compiler/text/markdown.ts';

/** A table under a heading; a folded one is for those who look for it. */
export interface Table {
  readonly title: string;
  readonly isFolded: boolean;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/**
 * Tables one after the other in at most so many bytes: rows are whole, every table is closed, and what does not
 * fit is counted. One without rows vanishes.
 */
export function tables(all: readonly Table[], limit: number): string {
  let text = '';
  for (const { title, isFolded, columns, rows } of all.filter((one) => one.rows.length > 0)) {
    const count = `${title} (${rows.length})`;
    const [opening, closing] = isFolded
      ? [`\n<details><summary>${count}</summary>\n\n`, '\n</details>\n']
      : [`\n### ${count}\n\n`, ''];
    const header = `${row(columns)}${row(columns.map(() => '---'))}`;
    const frame = `${opening}${header}${closing}${moreLine(rows.length)}`;
    const shown = fitting(rows, limit - Buffer.byteLength(text + frame));
    if (shown.length === 0) text += `\n${count}: left out for length.\n`;
    else {
      const left = rows.length - shown.length;
      text += `${opening}${header}${shown.join('')}${left > 0 ? moreLine(left) : ''}${closing}`;
    }
  }
  return text;
}

/** What is wrong, errors first. */
export function findingTables({ findings }: FindingsJson): readonly Table[] {
  const isError = ({ severity }: FindingJson) => severity === 'error';
  const table = (title: string, isFolded: boolean, some: readonly FindingJson[]): Table => ({
    title,
    isFolded,
    columns: ['What is wrong', 'Where', 'Rule'],
    rows: some.map(({ code, path, line, message }) =>
      row([span(message), span(`${path}:${line}`), span(code)]),
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

/** Every group of changes with all its permissions: for where there is room. */
export const groupTable = (groups: readonly GroupJson[]): Table => ({
  title: 'Every change',
  isFolded: true,
  columns: ['Risk', 'Change', 'Roles', 'Tenants', 'Permissions', 'Because of', 'Users'],
  rows: groups.map((group) => {
    const names = group.roles.map(({ name }) => name);
    const permissions = group.can.map(({ permission }) => permission);
    return row([
      group.risk,
      `${group.kind}${group.woken ? ', woken' : ''}${group.asleep ? ', put to sleep' : ''}`,
      all(names),
      all(group.tenants),
      all(permissions),
      span(shownPlace(group.because, group.kind)),
      peopleWords(group),
    ]);
  }),
});

const all = (names: readonly string[]) => spans(names, Number.POSITIVE_INFINITY);
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
const moreLine = (count: number) => `\n*… and ${count} more*\n`;

function fitting(rows: readonly string[], room: number): readonly string[] {
  let size = 0;
  const end = rows.findIndex((one) => {
    size += Buffer.byteLength(one);
    return size > room;
  });
  return end === -1 ? rows : rows.slice(0, end);
}
