import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { findPosition } from '../../text/source.ts';

/** Prints what `check --fix` did: a line for each finding, at its place before, with the advice that was followed. */
export function printFixed(fixed: readonly Diagnostic[]): string {
  const lines = fixed.map(({ code, at, help = '' }) => {
    const { line, column } = findPosition(at.source, at.start);
    return `fixed[${code}] ${makeVisible(at.source.path)}:${line}:${column}: ${makeVisible(help)}\n`;
  });
  return `${lines.join('') || 'nothing to fix\n'}\n`;
}
