import { stringify } from 'csv-stringify/sync';
import { makeVisible } from '../../text/visible.ts';
import type { EvidenceTable, EvidenceValue } from './table.ts';

/**
 * A table as CSV, a line at a time: every text on one line and with all it holds to be seen, and no cell that a
 * spreadsheet would take for a formula.
 */
export function* printTableCsv({ columns, rows }: EvidenceTable): Iterable<string> {
  const fieldOf = fields();
  yield `${columns.map(({ name }) => name).join(',')}\n`;
  for (const row of rows()) yield `${row.map(fieldOf).join(',')}\n`;
}

/** More texts than this are not remembered. */
const remembered = 50_000;

/** Texts come again and again, so each is written once. */
function fields(): (value: EvidenceValue) => string {
  const known = new Map<string, string>();
  return (value) => {
    if (typeof value === 'number') return String(value);
    if (isPlain.test(value)) return value;
    const field = known.get(value) ?? written(makeVisible(value));
    if (known.size >= remembered) known.clear();
    known.set(value, field);
    return field;
  };
}

/** What needs no quotes and starts no formula. */
const isPlain = /^(?:[A-Za-z0-9](?:[A-Za-z0-9 .:/_+@-]*[A-Za-z0-9])?)?$/;

const written = (text: string): string => stringify([[text]], { escape_formulas: true, eof: false });
