/** A line of a text, with its number. */
export interface ExcerptLine {
  readonly number: number;
  readonly line: string;
}

/** Cuts the lines around one out of a text: as many above as below, fewer at its ends. */
export function cutExcerpt(text: string, line: number, around = 1): readonly ExcerptLine[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines
    .map((one, at) => ({ number: at + 1, line: one }))
    .filter(({ number }) => Math.abs(number - line) <= around);
}
