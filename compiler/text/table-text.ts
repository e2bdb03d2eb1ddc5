import type { Range } from './source.ts';

/** One cell of a table: its text without quotes, and where it stands. */
export interface TableCell {
  readonly text: string;
  readonly at: Range;
}

/** A table of comma-separated values, row by row; empty lines are left out. */
export interface TableText {
  readonly rows: readonly (readonly TableCell[])[];
  /** The mistake after which nothing was read. */
  readonly mistake?: { readonly detail: string; readonly at: Range };
}

/**
 * Reads a text as comma-separated values by RFC 4180, with either line end. It is read here and by no library, since every
 * cell has to know its place. Spreadsheets of many countries write `;` in place of the comma.
 */
export function readTableText(text: string, separator: ',' | ';' = ','): TableText {
  const rows: (readonly TableCell[])[] = [];
  const walk = walkTableText(text, separator);
  for (;;) {
    const { done, value } = walk.next();
    if (done) return { rows, ...(value && { mistake: value }) };
    rows.push(value);
  }
}

/** Reads a table row by row, so that a large one is never whole in memory; returns the mistake after which nothing was read. */
export function* walkTableText(
  text: string,
  separator: ',' | ';' = ',',
): Generator<readonly TableCell[], TableText['mistake']> {
  const between = separator.charCodeAt(0);
  let row: TableCell[] = [];
  let at = 0;
  while (at < text.length) {
    const { cell, next, mistake } =
      text.charCodeAt(at) === quote ? readQuoted(text, at, between) : readPlain(text, at, between);
    if (mistake) return mistake;
    row.push(cell);
    at = next;
    if (text.charCodeAt(at) === between) {
      at++;
      // A separator at the very end has an empty cell behind it.
      if (at === text.length) row.push({ text: '', at: { start: at, end: at } });
      continue;
    }
    if (!isEmptyLine(row)) yield row;
    row = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  if (row.length > 0 && !isEmptyLine(row)) yield row;
  return undefined;
}

function isEmptyLine([only, other]: readonly TableCell[]): boolean {
  return !only || (!other && only.at.end === only.at.start);
}

interface CellRead {
  readonly cell: TableCell;
  /** The offset of what ends the cell: a comma, a line end, or the end of the text. */
  readonly next: number;
  readonly mistake?: TableText['mistake'];
}

function readPlain(text: string, start: number, separator: number): CellRead {
  let end = start;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    // Most letters come behind all of the signs that mean something.
    if (code > separator) continue;
    if (code === quote) {
      const detail = 'a quote stands inside a cell that does not begin with one';
      return { ...cellOf('', start, end), mistake: { detail, at: { start: end, end: end + 1 } } };
    }
    if (isEnd(text, end, separator)) break;
  }
  return cellOf(text.slice(start, end), start, end);
}

function readQuoted(text: string, start: number, separator: number): CellRead {
  let inside = '';
  let at = start + 1;
  for (;;) {
    const next = text.indexOf('"', at);
    if (next === -1) {
      const detail = 'a cell begins with a quote and has none at its end';
      return { ...cellOf('', start, start), mistake: { detail, at: { start, end: start + 1 } } };
    }
    inside += text.slice(at, next);
    if (text[next + 1] !== '"') {
      const end = next + 1;
      if (end === text.length || isEnd(text, end, separator)) return cellOf(inside, start, end);
      const detail = 'something stands between the quote that ends a cell and the next comma';
      return { ...cellOf('', start, end), mistake: { detail, at: { start: end, end: end + 1 } } };
    }
    inside += '"';
    at = next + 2;
  }
}

const cellOf = (text: string, start: number, end: number): CellRead => ({
  cell: { text, at: { start, end } },
  next: end,
});

const isEnd = (text: string, at: number, separator: number): boolean => {
  const code = text.charCodeAt(at);
  return (
    code === separator ||
    code === lineFeed ||
    (code === carriageReturn && text.charCodeAt(at + 1) === lineFeed)
  );
};

const [lineFeed, carriageReturn, quote] = [0x0a, 0x0d, 0x22];
