import { stringify } from 'csv-stringify/sync';
import { builtInActions } from '../../model/catalog.ts';
import type { Role } from '../../model/policy.ts';
import type { Line, PropertiesAnswer } from './lines.ts';
import { nameRecordsOn } from './records.ts';

/** The columns of a file for spreadsheets that may be left out. */
export interface SheetColumns {
  /** True if the first column names the role; a file of one role leaves it out. */
  readonly withRole: boolean;
  /** True if the records are named; in a line of differences they are not. */
  readonly withRecords: boolean;
}

/** Writes the head of a file for spreadsheets. */
export const writeCsvHead = (withRole: boolean): string =>
  `${[...(withRole ? ['role'] : []), 'subject', 'kind', 'all', ...builtInActions, 'others', 'properties', 'records'].join(',')}\n`;

/** Writes a line as a row for spreadsheets; no cell starts a formula. */
export function writeCsvRow(line: Line, role: Role, { withRole, withRecords }: SheetColumns): string {
  const { subject, kind, all = '', actions, properties, model } = line;
  const others = [...actions].filter(([action]) => !(builtInActions as readonly string[]).includes(action));
  const records = withRecords && model && all === '' ? nameRecordsOn(model, role) : '';
  const cells = [
    ...(withRole ? [role.name] : []),
    ...[subject, kind, all],
    ...builtInActions.map((action) => {
      const { verdict = '', held, of } = actions.get(action) ?? {};
      return held === undefined ? verdict : `${verdict} ${held}/${of}`;
    }),
    others.map(([action, { verdict }]) => `${action}: ${verdict}`).join('; '),
    properties.map(propertiesText).join(' / '),
    records,
  ];
  return `${cells.map(writeCell).join(',')}\n`;
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
