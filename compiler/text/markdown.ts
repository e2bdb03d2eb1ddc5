import { makeVisible } from './visible.ts';

/** A text as Markdown that shows it and does nothing else: on one line, also in a table, without markup. */
export function escapeMarkdown(text: string): string {
  return makeVisible(text.replace(/\s+/g, ' ').trim()).replace(
    /[\\`*_~[\]<>&|!$]/g,
    (character) => `\\${character}`,
  );
}

/** A text as a code span: on one line, whatever marks it holds. Not for tables, where a bar ends the cell. */
export function writeCodeSpan(text: string): string {
  const line = makeVisible(text.replace(/\s+/g, ' ').trim());
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}
