import { type Diagnostic, sortFileByFile } from '../../diagnostics/diagnostic.ts';
import type { FindingJson, FixEditJson } from '../../model/finding-json.ts';
import { findTextEdits } from '../../questions/fix/find-text-edits.ts';
import type { TextEdit } from '../../text/apply-edits.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';
import { findPosition, type Source, type Span } from '../../text/source.ts';
import { startTally } from './tally.ts';

/** Prints diagnostics as JSON, sorted by path, line, column and code. */
export const printFindingsJson = (diagnostics: readonly Diagnostic[]): string =>
  [...listJsonPieces(sortFileByFile(diagnostics))].join('');

/** Prints sorted diagnostics as JSON, in pieces; after `check --fix` with those that were `fixed`. */
export function* listJsonPieces(
  diagnostics: Iterable<Diagnostic>,
  fixed?: readonly Diagnostic[],
): Iterable<string> {
  const tally = startTally();
  yield '{\n  "version": 1,\n  "findings": [';
  let isFirst = true;
  for (const diagnostic of diagnostics) {
    yield `${isFirst ? '' : ','}\n    ${indent(write(printFindingJson(diagnostic)), 4)}`;
    isFirst = false;
    tally.add(diagnostic);
  }
  const { error, warning } = tally.counted;
  yield `${isFirst ? '' : '\n  '}],\n  "errors": ${error},\n  "warnings": ${warning}`;
  if (fixed) yield `,\n  "fixed": ${indent(write(fixed.map(printFindingJson)), 2)}`;
  yield '\n}\n';
}

const write = (value: FindingJson | readonly FindingJson[]): string =>
  makeVisibleJson(JSON.stringify(value, null, 2));

/** Moves the lines after the first to the right: no text of a JSON value has a line break. */
const indent = (json: string, columns: number): string => json.replaceAll('\n', `\n${' '.repeat(columns)}`);

/** Prints one diagnostic in the form that JSON promises. */
export function printFindingJson({
  code,
  severity,
  message,
  at,
  help,
  fix,
  related,
}: Diagnostic): FindingJson {
  const end = findPosition(at.source, at.end);
  const edits = fix && findTextEdits(fix);
  return {
    code,
    severity,
    message,
    ...place(at),
    endLine: end.line,
    endColumn: end.column,
    ...(help !== undefined && { help }),
    ...(fix && edits && { fix: edits.map((edit) => printEdit(fix.at.document.source, edit)) }),
    related: related.map((other) => ({ ...place(other.at), message: other.note })),
  };
}

function printEdit(source: Source, { start, end, text }: TextEdit): FixEditJson {
  const { line: endLine, column: endColumn } = findPosition(source, end);
  return { ...place({ source, start, end }), endLine, endColumn, text };
}

function place({ source, start }: Span): { path: string; line: number; column: number } {
  return { path: source.path, ...findPosition(source, start) };
}
