import { type Action, builtInActions, type Catalog } from '../../model/catalog.ts';
import type { Role } from '../../model/policy.ts';
import { findOrMake } from '../../text/find-or-make.ts';
import { escapeMarkdown } from '../../text/markdown.ts';
import type { ActionAnswer, LineVerdict, MatrixLine, PropertiesAnswer } from './lines.ts';
import { refusalWords, writeRow, writeRule } from './parts.ts';

/** The columns of a table for people. */
export interface MatrixColumns {
  /** True if the first column names the role; a page of one role leaves it out. */
  readonly withRole: boolean;
  /** True if there is a column for actions that are not built in. */
  readonly withOthers: boolean;
  /** True if the last column names the records; a table of differences leaves it out. */
  readonly withRecords: boolean;
}

/** Returns true if some model can have actions that are not built in. */
export const hasOthers = ({ ownActions }: Catalog): boolean => ownActions.size > 0;

/** Writes the head of a table. */
export function writeTableHead({ withRole, withOthers, withRecords }: MatrixColumns): string {
  const titles = [
    ...(withRole ? ['role'] : []),
    ...['subject', 'all'],
    ...builtInActions,
    ...(withOthers ? ['others'] : []),
    'properties',
    ...(withRecords ? ['records'] : []),
  ];
  return `${writeRow(...titles)}\n${writeRule(titles.length)}\n`;
}

/** Writes a line as a row of a table; one verdict for all is all that stands in its row. */
export function writeTableRow(line: MatrixLine, role: Role, columns: MatrixColumns): string {
  const { subject, all, model } = line;
  const start = [...(columns.withRole ? [show(role.name)] : []), show(subject)];
  if (all !== undefined) return `${writeRow(...start, wordOf(all, model ? 'all' : 'use'))}\n`;
  const cells = [
    ...[...start, ''],
    ...builtInActions.map((action) => actionText(action, line.actions.get(action))),
    ...(columns.withOthers ? [othersText(line)] : []),
    line.properties.map(propertiesText).join(' / '),
    ...(columns.withRecords && model ? [line.records] : []),
  ];
  return `${writeRow(...cells)}\n`;
}

const shown = new Map<string, string>();

/** Escapes a name; names are few and come again in every line. */
function show(name: string): string {
  if (shown.size > 100_000) shown.clear();
  return findOrMake(shown, name, () => escapeMarkdown(name));
}

const wordOf = (verdict: LineVerdict, action: Action): string =>
  verdict === 'yes' ? action : refusalWords[verdict];

function actionText(action: Action, answer: ActionAnswer | undefined): string {
  if (!answer) return '';
  const word = wordOf(answer.verdict, action);
  return answer.held === undefined ? word : `${word} ${answer.held}/${answer.of}`;
}

/** Writes actions that share a column: each with its name, and why it is not allowed if it is not. */
const othersText = ({ actions }: MatrixLine): string =>
  [...actions]
    .filter(([action]) => !(builtInActions as readonly string[]).includes(action))
    .map(([action, { verdict }]) => (verdict === 'yes' ? action : `${action} ${refusalWords[verdict]}`))
    .join(', ');

const propertiesText = ({ right, named, rest }: PropertiesAnswer): string =>
  `${right}: ${[
    ...named.map(([verdict, names]) => `${names.map(show).join(', ')} ${wordOf(verdict, right)}`),
    ...(rest === undefined ? [] : [`* ${wordOf(rest, right)}`]),
  ].join('; ')}`;
