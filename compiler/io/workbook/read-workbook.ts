/** A sheet of a workbook as texts: its head is the first row. */
export interface ReadSheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

/** The most bytes that are read of a workbook. */
export const mostWorkbookBytes = 32 * 1024 * 1024;

/**
 * Reads the sheets of an XLSX file as the texts that a spreadsheet keeps. A formula is not worked out: its cell is empty. A
 * date comes back as `2027-03-31`. Throws if the bytes are no workbook.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<readonly ReadSheet[]> {
  const { read, utils } = await import('@e965/xlsx');
  const book = read(bytes, { type: 'array', cellDates: true, UTC: true, dense: false, cellFormula: true });
  return book.SheetNames.map((name) => {
    const sheet = book.Sheets[name] ?? {};
    for (const cell of Object.values(sheet))
      if (typeof cell === 'object' && cell !== null && 'f' in cell)
        Object.assign(cell, { v: '', t: 's', w: '' });
    const rows = utils.sheet_to_json<readonly unknown[]>(sheet, {
      header: 1,
      raw: true,
      defval: '',
      UTC: true,
    });
    return { name, rows: rows.map((row) => row.map(textOf)) };
  });
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return value === null || value === undefined ? '' : String(value);
}
