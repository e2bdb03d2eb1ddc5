import { stringify } from 'csv-stringify/sync';
import { makeVisible } from '../../text/make-visible.ts';
import type { EvidenceTable, EvidenceValue } from './table.ts';

/**
 * Prints a table as CSV, a line at a time. Every text is on one line with its invisible characters spelled out, and a
 * spreadsheet takes no cell for a formula.
 */
export function* printTableCsv({ columns, rows }: EvidenceTable): Iterable<string> {
  const printField = prepareFields();
  yield `${columns.map(({ name }) => name).join(',')}\n`;
  for (const row of rows()) yield `${row.map(printField).join(',')}\n`;
}

/** The most texts that are remembered. */
const mostRemembered = 50_000;

/** Returns a function that prints a field, and remembers texts, since most come again and again. */
function prepareFields(): (value: EvidenceValue) => string {
  const known = new Map<string, string>();
  return (value) => {
    if (typeof value === 'number') return String(value);
    if (isPlain.test(value)) return value;
    const field = known.get(value) ?? writeField(makeVisible(value));
    if (known.size >= mostRemembered) known.clear();
    known.set(value, field);
    return field;
  };
}

/** Texts that need no quotes and start no formula. */
const isPlain = /^(?:[A-Za-z0-9](?:[A-Za-z0-9 .:/_+@-]*[A-Za-z0-9])?)?$/;

const writeField = (text: string): string => stringify([[text]], { escape_formulas: true, eof: false });
