import { listFirst } from './list.ts';
import { makeVisible } from './make-visible.ts';

/*
 * Everything that is printed as Markdown goes through this file, so that a text shows what it holds and does nothing
 * else. Backslashes are not enough: GitHub looks for mentions, references, commits and emoji in what comes out of the
 * parser, where no backslash is left. In a code span it looks for none.
 */

/** The most characters of a quoted text, which is there to be recognized, not to be read. */
const mostQuoted = 160;

/** Returns a text as Markdown that shows it and does nothing: as it is if it is harmless, else as a code span. */
export function escapeMarkdown(text: string): string {
  const line = lineOf(text);
  return line === '' || isHarmless(line) ? line : writeCodeSpan(line);
}

/**
 * Returns a text as a code span on one line, whatever marks it holds: no markup, mention, reference, link or comment
 * works in one, and nothing in the text ends it early, also not in a table, where a bar would end the cell.
 */
export function writeCodeSpan(text: string): string {
  const line = lineOf(text).replaceAll('|', '<U+007C>');
  if (line === '') return '(nothing)';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** Returns a text as a code span that is cut where it is too long to be read. */
export function writeShortSpan(text: string): string {
  const characters = [...text];
  return writeCodeSpan(
    characters.length > mostQuoted ? `${characters.slice(0, mostQuoted).join('')}…` : text,
  );
}

/** Returns names as code spans, of which some are written and the rest counted. */
export const writeSpans = (names: readonly string[], most: number): string =>
  listFirst(names.map(writeShortSpan), most);

/**
 * Returns a sentence of ours as Markdown, with what stands in backticks as code spans. A name with a backtick in it
 * ends its quotation early: what is outside is no markup either, and a word that GitHub would act on is a code span.
 */
export const writeInert = (words: string): string =>
  words
    .split('`')
    .map((piece, at) =>
      at % 2 === 1 ? writeShortSpan(piece) : makeVisible(piece).replace(/\S+/g, inertWord),
    )
    // Two spans that touch would be read as one.
    .reduce((text, piece) => `${text}${text.endsWith('`') && piece.startsWith('`') ? ' ' : ''}${piece}`, '');

const inertWord = (word: string): string =>
  isActive(word) ? writeShortSpan(word) : word.replace(/[\\*_~[\]<>&|!]/g, '\\$&');

const lineOf = (text: string): string => makeVisible(text.replace(/\s+/g, ' ').trim());

/** Characters that mean nothing to a parser of Markdown, wherever in a line they stand. */
const letters = /^(?:[\p{L}\p{M}\p{N}\p{So}\p{Emoji_Modifier} .,:;'"()/%?+=–—’‘“”…·_&-]|\uFE0F)*$/u;

/** Beginnings of a line that begin a list, a heading, a quotation or a rule. */
const isBlock = /^(?:[^\p{L}\p{N}\p{So}"'(“‘.]|\d+[.)](?:\s|$))/u;

/** An ampersand that could begin an entity. */
const isEntity = /&(?! )/;

/** An underscore that could begin or end emphasis; one alone, in a name, has nothing to pair with. */
const edge = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

const isEmphasis = (line: string): boolean => {
  const edges = line.match(edge)?.length ?? 0;
  return edges > 1 || (edges === 1 && line.includes(' '));
};

const isHarmless = (line: string): boolean =>
  letters.test(line) && !isBlock.test(line) && !isEntity.test(line) && !isEmphasis(line) && !isActive(line);

/** Patterns of texts on which GitHub acts, outside of the syntax of Markdown. */
const actions: readonly RegExp[] = [
  // Mentions, addresses and revisions of repositories; references to issues; mathematics.
  /[@#$]/,
  // Links, whether or not they are marked as such, and emoji.
  /\/\/|(?:https?|ftp|mailto|xmpp):|(?<![\p{L}\p{N}])www\.|:[\w+-]+:/iu,
  // References with a prefix, GitHub's own and those that a repository has defined.
  /(?<![\p{L}\p{N}])(?:[Gg][Hh]|[A-Z][A-Z0-9]*)-\d/u,
  // Commits.
  /(?<![\p{L}\p{N}_])[0-9a-f]{7,}(?![\p{L}\p{N}_])/iu,
];

const isActive = (text: string): boolean => actions.some((action) => action.test(text));
