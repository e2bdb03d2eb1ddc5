/** The ways in which a cell can look. Text wraps; `input` is to be filled in. */
export const looks = [
  'text',
  'number',
  'head',
  'title',
  'link',
  'input',
  'good',
  'muted',
  'warning',
  'bad',
] as const;

/** One of the ways in which a cell can look. */
export type Look = (typeof looks)[number];

/** One cell: a text, a number, or either with a look; a link leads to the first cell of a sheet. */
export type SheetCell =
  | string
  | number
  | { readonly text: string | number; readonly look: Look; readonly link?: string };

/** A column; with `choices` its cells offer these words and take no others. */
export interface SheetColumn {
  readonly title: string;
  /** In characters. */
  readonly width: number;
  readonly choices?: readonly string[];
}

/** A sheet to be written. Its rows are asked for once, one after the other. */
export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: () => Iterable<readonly SheetCell[]>;
  /** The number of columns that stay in sight. */
  readonly frozen?: number;
  /** A sheet that is read from top to bottom has no filter. */
  readonly withoutFilter?: true;
  /** The words at the end of a text that is too long for a cell and was cut. */
  readonly cut: string;
}

/** The most columns that a spreadsheet has room for. */
export const mostColumns = 16_384;

/** A sheet that was written, under the name that it was given. */
export interface WrittenSheet {
  /** The name that the sheet asked for: two parts of one sheet have it in common. */
  readonly wanted: string;
  readonly name: string;
  readonly columns: number;
  /** Without the head. */
  readonly rows: number;
  readonly hasFilter: boolean;
}

/** A workbook as plain data, to be written as XLSX. */
export interface Workbook {
  readonly sheets: Iterable<Sheet>;
  /** Makes the sheet that comes first, when the others are written. */
  readonly makeCover: (written: readonly WrittenSheet[]) => Sheet;
}
