import { stringify } from 'csv-stringify/sync';
import { builtInActions } from '../../model/catalog.ts';
import type { Role } from '../../model/policy.ts';
import { findOrMake } from '../../text/find-or-make.ts';
import type { ActionAnswer, MatrixLine, PropertiesAnswer } from './lines.ts';

/** Writes the head of a file for spreadsheets. */
export const writeCsvHead = (withRole: boolean): string =>
  `${[...(withRole ? ['role'] : []), 'subject', 'kind', 'all', ...builtInActions, 'others', 'properties', 'records'].join(',')}\n`;

/** The columns behind that of one verdict for all: empty where there is one. */
const noAnswers = ','.repeat(builtInActions.length + 3);

/** Writes a line as a row for spreadsheets, in a file of several roles with the name of its own; no cell starts a formula. */
export function writeCsvRow(line: MatrixLine, role?: Role): string {
  const { subject, kind, all, actions, properties, records } = line;
  const start = `${role ? `${writeName(role.name)},` : ''}${writeName(subject)},${kind},`;
  if (all !== undefined) return `${start}${all}${noAnswers}\n`;
  let [answers, known] = ['', 0];
  for (const action of builtInActions) {
    const answer = actions.get(action);
    answers += `,${answer ? answerText(answer) : ''}`;
    if (answer) known++;
  }
  const others = known < actions.size ? writeCell(othersText(line)) : '';
  const said = properties.length > 0 ? writeCell(properties.map(propertiesText).join(' / ')) : '';
  return `${start}${answers},${others},${said},${writeName(records)}\n`;
}

const answerText = ({ verdict, held, of }: ActionAnswer): string =>
  held === undefined ? verdict : `${verdict} ${held}/${of}`;

/** Writes actions that share a column, each with its verdict. */
const othersText = ({ actions }: MatrixLine): string =>
  [...actions]
    .filter(([action]) => !(builtInActions as readonly string[]).includes(action))
    .map(([action, { verdict }]) => `${action}: ${verdict}`)
    .join('; ');

const names = new Map<string, string>();

/** Writes a cell that comes again in many lines. */
function writeName(text: string): string {
  if (names.size > 100_000) names.clear();
  return findOrMake(names, text, () => writeCell(text));
}

const propertiesText = ({ right, named, rest }: PropertiesAnswer): string =>
  `${right}: ${[
    ...named.map(([verdict, names]) => `${names.join(' ')} ${verdict}`),
    ...(rest === undefined ? [] : [`* ${rest}`]),
  ].join('; ')}`;

/** Texts that need no quote and start no formula. */
const plain = /^(?:[A-Za-z_][\w .:;/-]*)?$/;

const writeCell = (text: string): string =>
  plain.test(text)
    ? text
    : stringify([[text]], { escape_formulas: true, quoted_match: /[\r\n\t]/, record_delimiter: '\n' }).slice(
        0,
        -1,
      );
