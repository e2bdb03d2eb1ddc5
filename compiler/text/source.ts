/** A text with the path from which it was read: relative, with `/` between folders. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** The same text as UTF-8, if it is there anyway. */
  readonly bytes?: Uint8Array;
}

/** A range of offsets in a text, in UTF-16 code units; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A piece of a source. */
export interface Span extends Range {
  readonly source: Source;
}

/** A line and a column, both counted from 1; columns are UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsOf = new WeakMap<Source, readonly number[]>();

/** Returns the line and column of an offset; an offset past the end is the end. */
export function findPosition(source: Source, offset: number): Position {
  const starts = findLineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.min(offset, source.text.length) - (starts[low] ?? 0) + 1 };
}

/** Returns the text of a line, counted from 1, without its line break. */
export function readLine(source: Source, line: number): string {
  const starts = findLineStarts(source);
  const start = starts[line - 1] ?? source.text.length;
  const end = starts[line] ?? source.text.length;
  return source.text.slice(start, end).replace(/[\r\n]+$/, '');
}

function findLineStarts(source: Source): readonly number[] {
  const known = lineStartsOf.get(source);
  if (known) return known;
  const starts = [0];
  for (let at = source.text.indexOf('\n'); at !== -1; at = source.text.indexOf('\n', at + 1))
    starts.push(at + 1);
  lineStartsOf.set(source, starts);
  return starts;
}
