import type { Severity } from '../../diagnostics/codes.ts';
import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import { positionOf, type Span } from '../../text/source.ts';
import { makeVisibleJson } from '../../text/visible.ts';
import { countBySeverity } from './tally.ts';

/** The output of `check --format json`: a contract. Lines and columns count from 1, columns in UTF-16 code units. */
export interface FindingsJson {
  readonly version: 1;
  readonly findings: readonly FindingJson[];
  readonly errors: number;
  readonly warnings: number;
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
  readonly related: readonly RelatedJson[];
}

/** Another place that explains a finding. */
export interface RelatedJson {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Diagnostics as JSON, sorted by path, line, column and code. */
export function printFindingsJson(diagnostics: readonly Diagnostic[]): string {
  const { error, warning } = countBySeverity(diagnostics);
  const shape: FindingsJson = {
    version: 1,
    findings: sortDiagnostics(diagnostics).map(printFindingJson),
    errors: error,
    warnings: warning,
  };
  return `${makeVisibleJson(JSON.stringify(shape, null, 2))}\n`;
}

/** Prints one diagnostic in the form that JSON promises. */
export function printFindingJson({ code, severity, message, at, help, related }: Diagnostic): FindingJson {
  const end = positionOf(at.source, at.end);
  return {
    code,
    severity,
    message,
    ...place(at),
    endLine: end.line,
    endColumn: end.column,
    ...(help !== undefined && { help }),
    related: related.map((other) => ({ ...place(other.at), message: other.note })),
  };
}

function place({ source, start }: Span): { path: string; line: number; column: number } {
  return { path: source.path, ...positionOf(source, start) };
}
