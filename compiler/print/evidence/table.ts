/** What stands in a cell of evidence. */
export type EvidenceValue = string | number;

/** A column: one description for CSV, for the workbook and for the legend. */
export interface EvidenceColumn {
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
export interface EvidenceTable {
  /** The sheet in the workbook. */
  readonly name: string;
  /** The file in the pack; a table without one is in the workbook only. */
  readonly file?: string;
  /** What a row of it is: a sentence without its full stop. */
  readonly about: string;
  readonly columns: readonly EvidenceColumn[];
  readonly rows: () => Iterable<readonly EvidenceValue[]>;
}

/** A table whose columns say themselves what stands in them. */
export interface TablePlan<Fact> extends Omit<EvidenceTable, 'columns' | 'rows'> {
  readonly columns: readonly (EvidenceColumn & { readonly of: (fact: Fact) => EvidenceValue })[];
  readonly facts: () => Iterable<Fact>;
}

/** Makes a table of facts: a row for each. */
export function makeTable<Fact>({ columns, facts, ...table }: TablePlan<Fact>): EvidenceTable {
  return {
    ...table,
    columns,
    *rows() {
      for (const fact of facts()) yield columns.map(({ of }) => of(fact));
    },
  };
}

/** What stands in a cell where nobody has declared what would. */
export const unknownWord = 'unknown';

/** A list that is made when it is first asked for, and kept. */
export function once<Fact>(make: () => readonly Fact[]): () => readonly Fact[] {
  let made: readonly Fact[] | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
