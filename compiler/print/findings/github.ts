import type { Severity } from '../../diagnostics/codes.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { findPosition } from '../../text/source.ts';

/** GitHub shows ten annotations of a kind in one step and drops the others: the tenth says how many there are. */
const limit = 9;

const commands: readonly (readonly [Severity, string])[] = [
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'notice'],
];

/** Prints diagnostics as GitHub workflow commands, which annotate the lines of a pull request; errors first. */
export function printFindingsGithub(diagnostics: readonly Diagnostic[]): string {
  return commands
    .map(([severity, name]) =>
      printKind(
        name,
        diagnostics.filter((d) => d.severity === severity),
      ),
    )
    .join('');
}

function printKind(name: string, diagnostics: readonly Diagnostic[]): string {
  const lines = diagnostics.slice(0, limit).map((diagnostic) => printAnnotation(name, diagnostic));
  const more = diagnostics.length - limit;
  if (more > 0) lines.push(`::${name} title=plafond::and ${more} more of this kind: run \`plafond check\`\n`);
  return lines.join('');
}

function printAnnotation(name: string, { code, message, at, related, help }: Diagnostic): string {
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
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${written.join(',')}::${escapeData(lines.map(makeVisible).join('\n'))}\n`;
}

function printNote({ at, note }: Diagnostic['related'][number]): string {
  const { line, column } = findPosition(at.source, at.start);
  return `note: ${note} (${at.source.path}:${line}:${column})`;
}

const escapeData = (text: string) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string) =>
  escapeData(makeVisible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
