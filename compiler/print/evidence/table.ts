/** The content of a cell of evidence. */
export type EvidenceValue = string | number;

/** A column: one description for CSV, for the workbook and for the legend. */
export interface EvidenceColumn {
  /** The head in CSV. */
  readonly name: string;
  /** The head in the workbook. */
  readonly title: string;
  /** The meaning of its cells: a sentence without its full stop. */
  readonly about: string;
  /** The width in the workbook, in characters. */
  readonly width: number;
  /** The first layout of packs that has the column; absent if all have it. */
  readonly layout?: number;
  /** The meaning of its cells from a layout on, where they mean more than before. */
  readonly later?: LaterMeaning;
}

/** The meaning of a table or a column from a layout on. */
export interface LaterMeaning {
  readonly layout: number;
  readonly about: string;
}

/** A table of evidence. Its rows are made when they are asked for, one after the other. */
export interface EvidenceTable {
  /** The name of its sheet in the workbook. */
  readonly name: string;
  /** The name of its file in the pack; a table without one is in the workbook only. */
  readonly file?: string;
  /** The meaning of a row: a sentence without its full stop. */
  readonly about: string;
  /** The first layout of packs that has the table; absent if all have it. */
  readonly layout?: number;
  /** The meaning of a row from a layout on, where it means more than before. */
  readonly later?: LaterMeaning;
  readonly columns: readonly EvidenceColumn[];
  readonly rows: () => Iterable<readonly EvidenceValue[]>;
}

/** Columns that read their cells off facts of one type. */
export type TableColumns<Fact> = readonly (EvidenceColumn & { readonly of: (fact: Fact) => EvidenceValue })[];

/** The plan of a table: facts, of which each makes a row, and columns that read their cells off a fact. */
export interface TablePlan<Fact> extends Omit<EvidenceTable, 'columns' | 'rows'> {
  readonly columns: TableColumns<Fact>;
  readonly facts: () => Iterable<Fact>;
}

/** Makes a table with a row for each fact. */
export function makeTable<Fact>({ columns, facts, ...table }: TablePlan<Fact>): EvidenceTable {
  return {
    ...table,
    columns,
    *rows() {
      for (const fact of facts()) yield columns.map(({ of }) => of(fact));
    },
  };
}

/** The word in a cell whose content nobody has declared. */
export const unknownWord = 'unknown';

/** Returns the tables of a layout, each with the columns that it has there: a pack is verified in the layout it was made in. */
export const listTablesOf = (layout: number, tables: readonly EvidenceTable[]): readonly EvidenceTable[] =>
  tables.filter((table) => isIn(layout, table)).map((table) => omitLaterColumns(layout, mean(layout, table)));

/** Returns a table, or a column, with what it means in a layout. */
function mean<Part extends { readonly about: string; readonly later?: LaterMeaning }>(
  layout: number,
  part: Part,
): Part {
  return part.later && isIn(layout, part.later) ? { ...part, about: part.later.about } : part;
}

function omitLaterColumns(layout: number, table: EvidenceTable): EvidenceTable {
  const isThere = table.columns.map((column) => isIn(layout, column));
  const columns = table.columns.map((column) => mean(layout, column));
  if (!isThere.includes(false)) return { ...table, columns };
  const omit = <T>(items: readonly T[]): readonly T[] => items.filter((_, at) => isThere[at]);
  return {
    ...table,
    columns: omit(columns),
    *rows() {
      for (const row of table.rows()) yield omit(row);
    },
  };
}

const isIn = (layout: number, part: Pick<EvidenceColumn, 'layout'>): boolean => (part.layout ?? 1) <= layout;
