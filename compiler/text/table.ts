import { measureWidth } from './width.ts';

/** Formats rows of cells as lines with aligned columns, two spaces apart. `right` lists the columns aligned right. */
export function formatTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, measureWidth(cell));
  return rows
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, right.includes(column))))
    .map((row) => `${row.join('  ').trimEnd()}\n`)
    .join('');
}

function pad(cell: string, columns: number, right: boolean): string {
  const space = ' '.repeat(columns - measureWidth(cell));
  return right ? space + cell : cell + space;
}
