import { groupRowsByTenant } from '../../model/artifact.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Evidence } from '../../questions/evidence/evidence.ts';
import { type Look, mostColumns, type Sheet, type SheetCell, type Workbook } from '../../text/sheet.ts';
import type { PackFacts } from './describe-origin.ts';
import { makeCover } from './make-cover.ts';
import type { EvidenceTable, EvidenceValue } from './table.ts';
import { attestationColumns, decisions, makeAttestationTable } from './tables/attestation.ts';
import { makeMatrixTable } from './tables/matrix.ts';
import { onlyFiles } from './tables.ts';
import { meanings, removeBackticks } from './words.ts';

/** The most sheets, and the most cells, of matrices: with more of either a workbook is too large to be of use. */
const mostMatrices = 200;
const mostCells = 1_000_000;

/**
 * Makes `audit.xlsx`: an index with links, a legend, the tables that people look things up in, the attestation to be
 * filled in and the matrix of every tenant. Every text is typed as a text, and there is no formula in it.
 */
export function makeWorkbook(
  evidence: Evidence,
  tables: readonly EvidenceTable[],
  facts: PackFacts,
): Workbook {
  const { matrix } = evidence;
  const shown = tables.filter(({ name }) => !onlyFiles.includes(name));
  const review = makeAttestationTable(matrix);
  const hasMatrices = hasRoomForMatrices(matrix);
  const abouts = new Map([...shown, review].map(({ name, about }) => [name, about]));
  const without = hasMatrices ? undefined : matrix.policy.tenants.length;
  return {
    sheets: makeSheets(shown, review, hasMatrices ? matrix : undefined),
    makeCover: (written) => makeCover(written, { abouts, facts, ...(without !== undefined && { without }) }),
  };
}

function hasRoomForMatrices({ rows, policy: { tenants, catalog } }: Matrix): boolean {
  const cells = rows.length * catalog.cells.length;
  return tenants.length <= mostMatrices && cells <= mostCells && rows.length + 2 <= mostColumns;
}

function* makeSheets(
  shown: readonly EvidenceTable[],
  review: EvidenceTable,
  matrix: Matrix | undefined,
): Iterable<Sheet> {
  yield makeLegend([...shown, review]);
  for (const table of shown)
    yield makeSheet(table, looksOfWords, ['Users', 'Tenants'].includes(table.name) ? 2 : 0);
  yield makeSheet(review, looksOfWords, 2);
  if (!matrix) return;
  for (const [tenant, rows] of groupRowsByTenant(matrix))
    yield makeSheet(makeMatrixTable(tenant, rows), looksOfLayers, 1);
}

const looksOfWords: Readonly<Record<string, Look>> = {
  escalation: 'bad',
  exfiltration: 'warning',
  unknown: 'warning',
  expired: 'bad',
  failed: 'bad',
  ending: 'warning',
  waived: 'warning',
  dormant: 'warning',
  empty: 'warning',
  passed: 'good',
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

/** Makes a sheet of a table: words that matter stand out, and cells to be filled in are marked. */
function makeSheet(table: EvidenceTable, looks: Readonly<Record<string, Look>>, frozen: number): Sheet {
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

/** Makes the sheet that explains words and columns. */
function makeLegend(tables: readonly EvidenceTable[]): Sheet {
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
