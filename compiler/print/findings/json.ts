import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import type { FindingJson, FindingsJson, FixEditJson } from '../../model/finding-json.ts';
import { findTextEdits } from '../../questions/fix/find-text-edits.ts';
import type { TextEdit } from '../../text/apply-edits.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';
import { findPosition, type Source, type Span } from '../../text/source.ts';
import { countBySeverity } from './tally.ts';

/** Prints diagnostics as JSON, sorted by path, line, column and code; after `check --fix` with those that were `fixed`. */
export function printFindingsJson(diagnostics: readonly Diagnostic[], fixed?: readonly Diagnostic[]): string {
  const { error, warning } = countBySeverity(diagnostics);
  const shape: FindingsJson = {
    version: 1,
    findings: sortDiagnostics(diagnostics).map(printFindingJson),
    errors: error,
    warnings: warning,
    ...(fixed && { fixed: fixed.map(printFindingJson) }),
  };
  return `${makeVisibleJson(JSON.stringify(shape, null, 2))}\n`;
}

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
