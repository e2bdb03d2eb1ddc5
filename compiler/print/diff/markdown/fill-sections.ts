/** A part of a comment whose rows may be left out from the end, never cut. */
export interface Section {
  /** The text above the rows; ends in a line break. */
  readonly opening: string;
  readonly rows: readonly string[];
  /** The text below the rows, such as the end of something folded. */
  readonly closing: string;
  /** The noun for rows, in the plural. */
  readonly noun: string;
  /** The share of the remaining room that the section may take, from 0 to 1. */
  readonly share: number;
}

/** A section that is folded under its title. */
export type FoldedSection = Section & { readonly title: string };

/** Sections as text, and in words what was left out of them. */
export interface FilledSections {
  readonly text: string;
  readonly omitted: readonly string[];
}

/** Fills the room with sections in their order; each keeps whole rows only. One without rows vanishes. */
export function fillSections(sections: readonly Section[], room: number): FilledSections {
  const omitted: string[] = [];
  let text = '';
  for (const { opening, rows, closing, noun, share } of sections) {
    if (rows.length === 0) continue;
    const frame = opening.length + closing.length + printMoreLine(rows.length, noun).length;
    const left = (room - text.length) * share - frame;
    const fitting = keepThatFit(rows, left);
    const rest = rows.length - fitting.length;
    if (rest > 0)
      omitted.push(
        `${fitting.length === 0 ? 'all' : ''} ${rest} ${fitting.length === 0 ? '' : `of ${rows.length} `}${noun}`.trim(),
      );
    if (fitting.length === 0) continue;
    text += `${opening}${fitting.join('')}${rest > 0 ? printMoreLine(rest, noun) : ''}${closing}`;
  }
  return { text, omitted };
}

function keepThatFit(rows: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = rows.findIndex((row) => {
    used += row.length;
    return used > room;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

const printMoreLine = (rest: number, noun: string): string => `\n*… and ${rest} more ${noun}*\n`;
