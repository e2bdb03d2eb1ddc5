/** What stands in a cell of evidence. */
export type Value = string | number;

/** A column: one description for CSV, for the workbook and for the legend. */
export interface Column {
  /** The head in CSV. */
  readonly name: string;
  /** The head in the workbook. */
  readonly title: string;
  /** What stands in it: a sentence without its full stop. */
  readonly about: string;
  /** In characters, in the workbook. */
  readonly width: number;
}

/** Evidence of one sort. Its rows are made when they are asked for, one after the other. */
export interface Table {
  /** The sheet in the workbook. */
  readonly name: string;
  /** The file in the pack; a table without one is in the workbook only. */
  readonly file?: string;
  /** What a row of it is: a sentence without its full stop. */
  readonly about: string;
  readonly columns: readonly Column[];
  readonly rows: () => Iterable<readonly Value[]>;
}

/** A table whose columns say themselves what stands in them. */
export interface Plan<Fact> extends Omit<Table, 'columns' | 'rows'> {
  readonly columns: readonly (Column & { readonly of: (fact: Fact) => Value })[];
  readonly facts: () => Iterable<Fact>;
}

/** Makes a table of facts: a row for each. */
export function tableOf<Fact>({ columns, facts, ...table }: Plan<Fact>): Table {
  return {
    ...table,
    columns,
    *rows() {
      for (const fact of facts()) yield columns.map(({ of }) => of(fact));
    },
  };
}

/** What stands in a cell where nobody has declared what would. */
export const unknown = 'unknown';

/** A list that is made when it is first asked for, and kept. */
export function once<Fact>(make: () => readonly Fact[]): () => readonly Fact[] {
  let made: readonly Fact[] | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
