import { type Diagnostic, sortDiagnostics } from '../../../diagnostics/diagnostic.ts';
import { count } from '../../../text/count.ts';
import { writeInertLine, writeShortSpan } from '../../../text/markdown.ts';
import { findPosition } from '../../../text/source.ts';
import { commentMarker } from '../markdown.ts';
import { printPathLine } from './describe-group.ts';
import { fillSections } from './fill-sections.ts';

/** Prints a comment for sides that cannot be compared: it says which side does not compile, and why. */
export function printBrokenMarkdown(names: readonly string[], diagnostics: readonly Diagnostic[]): string {
  const errors = sortDiagnostics(diagnostics.filter(({ severity }) => severity === 'error'));
  const rows = errors.map(({ message, code, at }) => {
    const { line: number } = findPosition(at.source, at.start);
    return `- ${printPathLine({ path: at.source.path, line: number })} ${writeInertLine(message)} (${writeShortSpan(code)})\n`;
  });
  const head = `${commentMarker}\n## Permissions: cannot be compared · ${count(errors.length, 'error')}\n\n${names.map(writeShortSpan).join(' and ')} ${names.length > 1 ? 'do' : 'does'} not compile, so nobody knows what would change.\n`;
  const section = { opening: '\n', rows, closing: '', noun: 'errors', share: 1 };
  return head + fillSections([section], 50_000).text;
}
