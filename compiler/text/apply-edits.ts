/** A piece of a text, by offsets, and what it becomes. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Returns a text with edits made to it. The edits may not overlap; those at one place keep their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let done = 0;
  const pieces = edits
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, text: replacement }) => {
      const before = text.slice(done, start);
      done = end;
      return before + replacement;
    });
  return pieces.join('') + text.slice(done);
}

/** Returns the offset at which the line of an offset starts. */
export const findLineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Returns the offset at which the line of an offset ends: its line break, or the end of the text. */
export function findLineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}
