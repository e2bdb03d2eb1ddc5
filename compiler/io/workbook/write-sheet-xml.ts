import type { Sheet, SheetCell, SheetColumn } from '../../text/sheet.ts';
import { measureWidth } from '../../text/width.ts';
import { lettersOfColumn, writeReference } from './names.ts';
import { styleOf } from './write-styles-xml.ts';
import { escapeXml, mostCharacters, writeCellText } from './xml.ts';

/** The most links that a spreadsheet reads in one sheet. */
const mostLinks = 65_530;

/**
 * Writes one part of a sheet as XML, in pieces: the head and as many rows as fit. Returns the number of rows, and
 * whether they were the last. The head stays in sight, has a filter and is repeated on every printed page.
 */
export function* writeSheetXml(
  { columns, frozen = 0, cut, withoutFilter }: Sheet,
  rows: Iterator<readonly SheetCell[]>,
  options: { readonly isFirst: boolean; readonly most: number },
): Generator<string, { readonly rows: number; readonly isDone: boolean }> {
  const corner = `${lettersOfColumn(frozen)}2`;
  const pane = frozen > 0 ? 'bottomRight' : 'bottomLeft';
  yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';
  yield '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>';
  yield `<sheetViews><sheetView${options.isFirst ? ' tabSelected="1"' : ''} workbookViewId="0"><pane${frozen > 0 ? ` xSplit="${frozen}"` : ''} ySplit="1" topLeftCell="${corner}" activePane="${pane}" state="frozen"/><selection pane="${pane}" activeCell="${corner}" sqref="${corner}"/></sheetView></sheetViews>`;
  yield `<sheetFormatPr defaultRowHeight="14"/><cols>${columns.map(writeColumn).join('')}</cols><sheetData>`;
  const head = columns.map(({ title }): SheetCell => ({ text: title, look: 'head' }));
  yield writeRow(head, 1, columns, cut);
  const links: string[] = [];
  let count = 0;
  let isDone = false;
  while (count + 1 < options.most) {
    const next = rows.next();
    if (next.done) {
      isDone = true;
      break;
    }
    count++;
    for (const [column, cell] of next.value.entries()) noteLink(cell, column, count + 1, links);
    yield writeRow(next.value, count + 1, columns, cut);
  }
  yield '</sheetData>';
  if (!withoutFilter) yield `<autoFilter ref="${rangeOf(columns.length, count)}"/>`;
  yield writeChoices(columns, count);
  if (links.length > 0) yield `<hyperlinks>${links.join('')}</hyperlinks>`;
  yield '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>';
  yield '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>';
  yield '<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>';
  return { rows: count, isDone };
}

/** Returns the range of cells that the filter of a sheet covers: the head and all rows. */
export const rangeOf = (columns: number, rows: number, mark = ''): string =>
  `${mark}A${mark}1:${mark}${lettersOfColumn(columns - 1)}${mark}${rows + 1}`;

const writeColumn = ({ width }: SheetColumn, column: number): string =>
  `<col min="${column + 1}" max="${column + 1}" width="${width}" customWidth="1"/>`;

function writeRow(
  cells: readonly SheetCell[],
  row: number,
  columns: readonly SheetColumn[],
  cut: string,
): string {
  const texts = cells.map((cell, column) => writeCell(cell, `${lettersOfColumn(column)}${row}`, cut));
  const lines = Math.max(1, ...cells.map((cell, column) => estimateLines(cell, columns[column]?.width ?? 0)));
  const height = lines > 1 ? ` ht="${Math.min(mostHeight, lines * lineHeight)}" customHeight="1"` : '';
  return `<row r="${row}"${height}>${texts.join('')}</row>`;
}

/** The height of one line in points: not every program makes room for wrapped text by itself. */
const lineHeight = 14;
const mostHeight = 409;

/** Estimates how many lines a text takes. */
function estimateLines(cell: SheetCell, columnWidth: number): number {
  const value = typeof cell === 'object' ? cell.text : cell;
  if (typeof value === 'number' || value.length < columnWidth) return 1;
  return Math.ceil(measureWidth(value.slice(0, mostCharacters)) / (columnWidth - 1));
}

/** Writes a cell. A text is always typed as text, so that none is ever a formula, a number or a date. */
function writeCell(cell: SheetCell, at: string, cut: string): string {
  const value = typeof cell === 'object' ? cell.text : cell;
  const look = typeof cell === 'object' ? cell.look : typeof cell === 'number' ? 'number' : 'text';
  const start = `<c r="${at}" s="${styleOf(look)}"`;
  if (typeof value === 'number') return `${start}><v>${value}</v></c>`;
  if (value === '') return look === 'input' ? `${start}/>` : '';
  return `${start} t="inlineStr"><is><t xml:space="preserve">${writeCellText(value, cut)}</t></is></c>`;
}

function noteLink(cell: SheetCell, column: number, row: number, links: string[]): void {
  if (typeof cell !== 'object' || cell.link === undefined || links.length >= mostLinks) return;
  const location = escapeXml(writeReference(cell.link, 'A1'));
  links.push(`<hyperlink ref="${lettersOfColumn(column)}${row}" location="${location}"/>`);
}

function writeChoices(columns: readonly SheetColumn[], rows: number): string {
  const lists = columns.flatMap(({ choices }, column) => {
    if (!choices || rows === 0) return [];
    const letters = lettersOfColumn(column);
    const words = escapeXml(`"${choices.join(',')}"`);
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${letters}2:${letters}${rows + 1}"><formula1>${words}</formula1></dataValidation>`;
  });
  return lists.length > 0
    ? `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`
    : '';
}
