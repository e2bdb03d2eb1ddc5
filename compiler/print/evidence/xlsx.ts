import { groupRowsByTenant } from '../../model/artifact.ts';
import { mostColumns, type Sheet, type SheetCell } from '../../text/workbook/sheet.ts';
import type { Look } from '../../text/workbook/styles.ts';
import { writeWorkbook } from '../../text/workbook/workbook.ts';
import { makeCover } from './cover.ts';
import type { Origin } from './manifest.ts';
import type { EvidenceTable, EvidenceValue } from './table.ts';
import { attestationColumns, decisions, makeAttestationTable } from './tables/attestation.ts';
import { makeMatrixTable } from './tables/matrix.ts';
import { type Evidence, onlyFiles } from './tables.ts';
import { meanings, removeBackticks } from './words.ts';

/** A workbook whose matrices have more sheets or cells than this is of no use to anybody. */
const mostMatrices = 200;
const mostCells = 1_000_000;

/**
 * `audit.xlsx`: an index with links, a legend, the tables that people look things up in, the attestation to be
 * filled in and the matrix of every tenant. Every text is typed as a text, and there is no formula in it.
 */
export function makeWorkbook(
  evidence: Evidence,
  tables: readonly EvidenceTable[],
  origin: Origin,
): Iterable<Uint8Array> {
  const { matrix } = evidence;
  const shown = tables.filter(({ name }) => !onlyFiles.includes(name));
  const review = makeAttestationTable(matrix);
  const cells = matrix.rows.length * matrix.policy.catalog.cells.length;
  const isSmall = matrix.policy.tenants.length <= mostMatrices && cells <= mostCells;
  const hasMatrices = isSmall && matrix.rows.length + 2 <= mostColumns;
  function* sheets(): Iterable<Sheet> {
    yield legend([...shown, review]);
    for (const table of shown)
      yield sheetOf(table, looksOfWords, ['Users', 'Tenants'].includes(table.name) ? 2 : 0);
    yield sheetOf(review, looksOfWords, 2);
    if (!hasMatrices) return;
    for (const [tenant, rows] of groupRowsByTenant(matrix))
      yield sheetOf(makeMatrixTable(matrix, tenant, rows), looksOfLayers, 1);
  }
  const abouts = new Map([...shown, review].map(({ name, about }) => [name, about]));
  return writeWorkbook(sheets(), (written) =>
    makeCover(written, { abouts, origin, ...(!hasMatrices && { without: matrix.policy.tenants.length }) }),
  );
}

const looksOfWords: Readonly<Record<string, Look>> = {
  escalation: 'bad',
  exfiltration: 'warning',
  unknown: 'warning',
  expired: 'bad',
  useless: 'warning',
  error: 'bad',
  warning: 'warning',
};

const looksOfLayers: Readonly<Record<string, Look>> = {
  escalation: 'bad',
  exfiltration: 'warning',
  yes: 'good',
  role: 'muted',
  userType: 'muted',
  tenant: 'muted',
  requires: 'muted',
};

/** A table as a sheet: words that matter stand out, and what is to be filled in is marked. */
function sheetOf(table: EvidenceTable, looks: Readonly<Record<string, Look>>, frozen: number): Sheet {
  const isInput = table.columns.map(({ name }) =>
    attestationColumns.some((one) => table.file === undefined && one === name),
  );
  const cellOf = (value: EvidenceValue, column: number): SheetCell => {
    if (isInput[column]) return { text: value, look: 'input' };
    const look = Object.hasOwn(looks, value) ? looks[value] : undefined;
    return look ? { text: value, look } : value;
  };
  return {
    name: table.name,
    columns: table.columns.map(({ title, width }, column) => ({
      title,
      width,
      ...(isInput[column] && title === 'Decision' && { choices: decisions }),
    })),
    frozen,
    cut: table.file === undefined ? '…' : `… (cut here; whole in ${table.file})`,
    *rows() {
      for (const row of table.rows()) yield row.map(cellOf);
    },
  };
}

/** What words and columns mean. */
function legend(tables: readonly EvidenceTable[]): Sheet {
  return {
    name: 'Legend',
    columns: [
      { title: 'Sheet', width: 16 },
      { title: 'Word or column', width: 22 },
      { title: 'Meaning', width: 100 },
    ],
    cut: '…',
    *rows() {
      for (const { word, about } of meanings) yield ['every sheet', word, removeBackticks(about)];
      for (const { name, about, columns } of tables) {
        yield [name, { text: 'a row', look: 'muted' }, removeBackticks(about)];
        for (const column of columns) yield [name, column.title, removeBackticks(column.about)];
      }
    },
  };
}
