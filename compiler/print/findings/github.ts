import type { Severity } from '../../diagnostics/codes.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { findPosition } from '../../text/source.ts';
import { type AnnotationLevel, printAnnotation, printFirstAnnotations } from '../github-annotations.ts';

const levels: readonly (readonly [Severity, AnnotationLevel])[] = [
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'notice'],
];

/** Prints diagnostics as GitHub workflow commands, which annotate the lines of a pull request; errors first. */
export function printFindingsGithub(diagnostics: readonly Diagnostic[]): string {
  return levels
    .map(([severity, level]) =>
      printFirstAnnotations(
        level,
        diagnostics.filter((d) => d.severity === severity),
        (diagnostic) => printFinding(level, diagnostic),
        'run `plafond check`',
      ),
    )
    .join('');
}

function printFinding(level: AnnotationLevel, { code, message, at, related, help }: Diagnostic): string {
  const start = findPosition(at.source, at.start);
  const end = findPosition(at.source, at.end);
  const properties = {
    file: at.source.path,
    line: start.line,
    endLine: end.line,
    // GitHub takes columns only where a place is one line.
    ...(start.line === end.line && { col: start.column, endColumn: end.column }),
    title: code,
  };
  const lines = [message, ...related.map(printNote), ...(help === undefined ? [] : [`help: ${help}`])];
  return printAnnotation(level, lines.join('\n'), properties);
}

function printNote({ at, note }: Diagnostic['related'][number]): string {
  const { line, column } = findPosition(at.source, at.start);
  return `note: ${note} (${at.source.path}:${line}:${column})`;
}
