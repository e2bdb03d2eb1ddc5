import type { Severity } from '../../diagnostics/codes.ts';
import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import { findTextEdits } from '../../questions/fix/find-text-edits.ts';
import type { TextEdit } from '../../text/apply-edits.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';
import { findPosition, type Source, type Span } from '../../text/source.ts';
import { countBySeverity } from './tally.ts';

/** The output of `check --format json`: a contract. Lines and columns count from 1, columns in UTF-16 code units. */
export interface FindingsJson {
  readonly version: 1;
  readonly findings: readonly FindingJson[];
  readonly errors: number;
  readonly warnings: number;
  /** The findings whose edits `check --fix` made, at their places before; absent without `--fix`. */
  readonly fixed?: readonly FindingJson[];
}

/** A diagnostic. `endColumn` is the column after the last character; without advice there is no `help`. */
export interface FindingJson {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly help?: string;
  /** The edits that `help` describes; absent where more than one text could be right. */
  readonly fix?: readonly FixEditJson[];
  readonly related: readonly RelatedJson[];
}

/** A text that takes the place of a piece of a file; the piece is empty where something is added. */
export interface FixEditJson {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** Another place that explains a finding. */
export interface RelatedJson {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Diagnostics as JSON, sorted by path, line, column and code; after `check --fix` with those that were `fixed`. */
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
