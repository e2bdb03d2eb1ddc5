import type { Colours } from '../../text/colours.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { findPosition, readLine, type Span } from '../../text/source.ts';
import { measureWidth } from '../../text/width.ts';

/** The look of a frame: all colours, and the one for the carets. */
export interface FrameStyle {
  readonly colours: Colours;
  readonly caret: (text: string) => string;
}

/**
 * Prints the place of a span, the line in which it starts and carets under the part of that line that it covers. Of a
 * very long line only the part around the span is shown; of a source without text only its path. Every line ends in a
 * line break.
 *
 *      --> policies/roles/viewer.yaml:11:15
 *     11 |     Company: [create, view]
 *        |               ^^^^^^
 */
export function printFrame(span: Span, style: FrameStyle): string {
  const { dim } = style.colours;
  const { line, column } = findPosition(span.source, span.start);
  const where = printPlaceLine(span, style.colours);
  if (span.source.text === '') return where;
  const { before, inside, after } = cutLine(readLine(span.source, line), column - 1, span.end - span.start);
  const shown = (before + inside + after).trimEnd();
  const carets = '^'.repeat(Math.max(1, measureWidth(inside)));
  const number = String(line);
  return [
    where.trimEnd(),
    `${dim(`${number} |`)}${shown && ` ${shown}`}`,
    `${dim(`${' '.repeat(number.length)} |`)} ${' '.repeat(measureWidth(before))}${style.caret(carets)}`,
    '',
  ].join('\n');
}

/** Prints the place of a span on a line of its own; of a source without text only its path. */
export function printPlaceLine(span: Span, { dim, cyan }: Colours): string {
  const { line, column } = findPosition(span.source, span.start);
  const at = span.source.text === '' ? '' : `:${line}:${column}`;
  return ` ${dim('-->')} ${cyan(`${makeVisible(span.source.path)}${at}`)}\n`;
}

interface LinePieces {
  readonly before: string;
  readonly inside: string;
  readonly after: string;
}

/** The most columns of a line that a frame shows. */
const limit = 110;

/** The most characters that are looked at on either side: a policy may be one line of a megabyte. */
const reach = 4 * limit;

/** Cuts the line around a span to the limit, with `…` for what is left out. */
function cutLine(line: string, start: number, length: number): LinePieces {
  const from = Math.min(start, line.length);
  const to = Math.min(from + Math.max(0, length), line.length);
  const before = showTabs(line.slice(Math.max(0, from - reach), from));
  const inside = showTabs(line.slice(from, Math.min(to, from + reach)));
  const after = showTabs(line.slice(to, to + reach));
  const isWhole = from <= reach && to - from <= reach && line.length - to <= reach;
  if (isWhole && measureWidth(before) + measureWidth(inside) + measureWidth(after) <= limit)
    return { before, inside, after };
  const shownText = keepStart(inside, limit, to - from > reach);
  const rest = limit - measureWidth(shownText);
  const left = keepEnd(before, Math.max(Math.floor(rest / 2), rest - measureWidth(after)), from > reach);
  const right = keepStart(after, rest - measureWidth(left), line.length - to > reach);
  return { before: left, inside: shownText, after: right };
}

const showTabs = (text: string) => makeVisible(text.replaceAll('\t', '    '));

function keepStart(text: string, columns: number, isCut: boolean): string {
  if (!isCut && measureWidth(text) <= columns) return text;
  return columns < 1 ? '' : `${takeStart(text, columns - 1)}…`;
}

function keepEnd(text: string, columns: number, isCut: boolean): string {
  if (!isCut && measureWidth(text) <= columns) return text;
  return columns < 1 ? '' : `…${takeEnd(text, columns - 1)}`;
}

/** Matches texts of which each character stands alone in one column: others are split as people see them, which takes long. */
const isAscii = /^[ -~]*$/;

const takeStart = (text: string, columns: number): string =>
  isAscii.test(text) ? text.slice(0, columns) : take(splitGraphemes(text), columns).join('');

const takeEnd = (text: string, columns: number): string =>
  isAscii.test(text)
    ? text.slice(Math.max(0, text.length - columns))
    : take(splitGraphemes(text).reverse(), columns).reverse().join('');

function take(characters: string[], columns: number): string[] {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += measureWidth(character);
    return used > columns;
  });
  return end === -1 ? characters : characters.slice(0, end);
}

const splitGraphemes = (text: string): string[] =>
  Array.from(new Intl.Segmenter().segment(text), (piece) => piece.segment);
