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
export const writeCodeSpan = (text: string): string => fence(lineOf(text).replaceAll('|', spelledBar));

/** Spells a bar so that it ends no cell of a table, and reads the same outside of one. */
const spelledBar = '<U+007C>';

function fence(line: string): string {
  if (line === '') return '(nothing)';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return longest > 0 ? `${ticks} ${line} ${ticks}` : `${ticks}${line}${ticks}`;
}

/** Returns a text as a code span that is cut where it is too long to be read. */
export const writeShortSpan = (text: string): string => writeCodeSpan(shorten(text));

function shorten(text: string): string {
  const characters = [...text];
  return characters.length > mostQuoted ? `${characters.slice(0, mostQuoted).join('')}…` : text;
}

/** Returns a text as such a code span for a line that is no row of a table: a bar in it is a bar. */
export const writeLineSpan = (text: string): string => fence(lineOf(shorten(text)));

/** Returns a text as such a code span for a cell of a table, where a backslash keeps a bar from ending it. */
export const writeCellSpan = (text: string): string =>
  // Parsers differ on a bar after a backslash of the text itself.
  fence(lineOf(shorten(text)).replace(/\\?\|/g, (bar) => (bar === '|' ? '\\|' : `\\${spelledBar}`)));

/** Returns names as code spans, of which some are written and the rest counted. */
export const writeSpans = (names: readonly string[], most: number): string =>
  listFirst(names.map(writeShortSpan), most);

/** Returns names as such code spans for a line that is no row of a table. */
export const writeLineSpans = (names: readonly string[], most: number): string =>
  listFirst(names.map(writeLineSpan), most);

/**
 * Returns a sentence of ours as Markdown, with what stands in backticks as code spans. A name with a backtick in it
 * ends its quotation early: what is outside is no markup either, and a word that GitHub would act on is a code span.
 */
export const writeInert = (words: string): string => writeWith(words, writeShortSpan);

/** Returns a sentence of ours as such Markdown for a line that is no row of a table. */
export const writeInertLine = (words: string): string => writeWith(words, writeLineSpan);

const writeWith = (words: string, writeSpan: (text: string) => string): string =>
  words
    .split('`')
    .map((piece, at) =>
      at % 2 === 1
        ? writeSpan(piece)
        : makeVisible(piece).replace(/\S+/g, (word) => (isActive(word) ? writeSpan(word) : inertWord(word))),
    )
    // Two spans that touch would be read as one.
    .reduce((text, piece) => `${text}${text.endsWith('`') && piece.startsWith('`') ? ' ' : ''}${piece}`, '');

const inertWord = (word: string): string => word.replace(/[\\*_~[\]<>&|!]/g, '\\$&');

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
  if (!line.includes('_')) return false;
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

/** A part of every text that one of these patterns matches. Most texts have none, and the patterns take long to make. */
const isSuspect = /[@#$:]|\/\/|www\.|-\d|[0-9a-f]{7}/i;

const isActive = (text: string): boolean =>
  isSuspect.test(text) && actions.some((action) => action.test(text));
