import { listFirst } from '../../../text/list.ts';
import { writeCodeSpan } from '../../../text/markdown.ts';
import { makeVisible } from '../../../text/visible.ts';

/** A quoted text longer than this is cut: it is there to be recognized, not to be read. */
const mostQuoted = 160;

/**
 * What somebody else wrote, as a code span: no markup, mention, reference, link or comment works in one, and
 * nothing in the text ends it early, also not in a table.
 */
export function span(text: string): string {
  const characters = [...text];
  const cut = characters.length > mostQuoted ? `${characters.slice(0, mostQuoted).join('')}…` : text;
  const line = writeCodeSpan(cut).replaceAll('|', '<U+007C>');
  return /^`\s*`$/.test(line) ? '*nothing*' : line;
}

/** A sentence of ours, in which only what stands in backticks may come from somebody else. */
export const inert = (words: string): string =>
  words
    .split('`')
    .map((piece, at) =>
      at % 2 === 1 ? span(piece) : makeVisible(piece).replace(/[\\*_~[\]<>&|!$#]/g, '\\$&'),
    )
    .join('');

/** Names as code spans, of which some are written and the rest counted. */
export const spans = (names: readonly string[], most: number): string => listFirst(names.map(span), most);
