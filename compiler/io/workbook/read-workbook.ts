import { unzipSync, zipSync } from 'fflate';

/** A sheet of a workbook as texts: its head is the first row. */
export interface ReadSheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

/** The most bytes that are read of a workbook. */
export const mostWorkbookBytes = 32 * 1024 * 1024;

/** The most bytes that its parts may have together when they are unpacked, and the most cells that a sheet may span. */
const mostUnpackedBytes = 96 * 1024 * 1024;
const mostCells = 2_000_000;

/** The error of a workbook that is small on disk and large when it is unpacked. */
export class WorkbookSizeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WorkbookSizeError';
  }
}

/**
 * Packs the parts of a workbook anew, without compression, so that its reader unpacks nothing that was not measured. A part is
 * unpacked into as many bytes as the list of parts says that it has; these are added up before.
 */
function repack(bytes: Uint8Array): Uint8Array {
  let total = 0;
  const parts = unzipSync(bytes, {
    filter: ({ originalSize }) => {
      total += originalSize;
      if (total > mostUnpackedBytes)
        throw new WorkbookSizeError(
          `it has more than ${mostUnpackedBytes / 1024 / 1024} MiB when it is unpacked`,
        );
      return true;
    },
  });
  return zipSync(parts, { level: 0 });
}

/**
 * Reads the sheets of an XLSX file as the texts that a spreadsheet keeps. A formula is not worked out: it is a text that
 * begins with `=`. A date comes back as `2027-03-31`. Throws if the bytes are no workbook, and a `WorkbookSizeError` if they unpack to too much.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<readonly ReadSheet[]> {
  const { read, utils } = await import('@e965/xlsx');
  const book = read(repack(bytes), {
    type: 'array',
    cellDates: true,
    UTC: true,
    dense: false,
    cellFormula: true,
  });
  return book.SheetNames.map((name) => {
    const sheet = book.Sheets[name] ?? {};
    const { s, e } = utils.decode_range(sheet['!ref'] ?? 'A1');
    if ((e.r - s.r + 1) * (e.c - s.c + 1) > mostCells)
      throw new WorkbookSizeError(`a sheet of it spans more than ${mostCells} cells`);
    for (const cell of Object.values(sheet))
      if (typeof cell === 'object' && cell !== null && 'f' in cell)
        Object.assign(cell, { v: `=${cell.f}`, t: 's', w: '' });
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
