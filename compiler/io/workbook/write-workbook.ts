import type { Sheet, Workbook, WrittenSheet } from '../../text/sheet.ts';
import { makeSheetNamer, writeReference } from './names.ts';
import { rangeOf, writeSheetXml } from './write-sheet-xml.ts';
import { writeStylesXml } from './write-styles-xml.ts';
import { escapeXml } from './xml.ts';
import { openZip, type Zip } from './zip.ts';

/** The most rows that a spreadsheet has room for, the head included. */
const mostRows = 1_048_576;

/**
 * Writes a workbook as the bytes of an XLSX file, made while they are read: no more than one row is in memory beside
 * what is compressed. A sheet with more rows than a spreadsheet takes goes on in another. The same sheets are the
 * same bytes, whenever and wherever.
 */
export function* writeWorkbook(
  { sheets, makeCover }: Workbook,
  mostRowsOfSheet = mostRows,
): Iterable<Uint8Array> {
  const zip = openZip();
  const nameOf = makeSheetNamer();
  const coverName = nameOf('Index');
  const written: WrittenSheet[] = [];
  yield* zip.add('[Content_Types].xml', [contentTypes]);
  yield* zip.add('_rels/.rels', [writeRelations([['officeDocument', 'xl/workbook.xml']])]);
  for (const sheet of sheets) {
    const rows = sheet.rows()[Symbol.iterator]();
    for (let isDone = false; !isDone; ) {
      const part = writeSheetXml(sheet, rows, { isFirst: false, most: mostRowsOfSheet });
      const end = yield* zip.add(`xl/worksheets/sheet${written.length + 2}.xml`, part);
      written.push(describeSheet(sheet, nameOf(sheet.name), end.rows));
      isDone = end.isDone;
    }
  }
  const cover = makeCover(written);
  const part = writeSheetXml(cover, cover.rows()[Symbol.iterator](), {
    isFirst: true,
    most: mostRowsOfSheet,
  });
  const { rows } = yield* zip.add('xl/worksheets/sheet1.xml', part);
  yield* writeDirectory(zip, [describeSheet(cover, coverName, rows), ...written]);
  yield* zip.end();
}

const describeSheet = (
  { name: wanted, columns, withoutFilter }: Sheet,
  name: string,
  rows: number,
): WrittenSheet => ({ wanted, name, columns: columns.length, rows, hasFilter: !withoutFilter });

/** Writes the files of a workbook that name its sheets and say how cells look. */
function* writeDirectory(zip: Zip, sheets: readonly WrittenSheet[]): Iterable<Uint8Array> {
  yield* zip.add('xl/styles.xml', [writeStylesXml()]);
  yield* zip.add('xl/workbook.xml', [writeWorkbookXml(sheets)]);
  yield* zip.add('xl/_rels/workbook.xml.rels', [
    writeRelations([
      ...sheets.map((_, at) => ['worksheet', `worksheets/sheet${at + 1}.xml`] as const),
      ['styles', 'styles.xml'] as const,
    ]),
  ]);
}

/** The types of the files. Sheets are the default type of an XML file, since their number is not known before. */
const contentTypes = [
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
  '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>',
  '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>',
  '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>',
  '</Types>',
].join('');

const vocabulary = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const writeRelations = (targets: readonly (readonly [type: string, target: string])[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">',
    ...targets.map(
      ([type, target], at) =>
        `<Relationship Id="rId${at + 1}" Type="${vocabulary}/${type}" Target="${target}"/>`,
    ),
    '</Relationships>',
  ].join('');

function writeWorkbookXml(sheets: readonly WrittenSheet[]): string {
  const names = sheets.flatMap(({ name, columns, rows, hasFilter }, at) => {
    const print = [`name="_xlnm.Print_Titles" localSheetId="${at}"`, writeReference(name, '$1:$1')];
    const filter = [
      `name="_xlnm._FilterDatabase" localSheetId="${at}" hidden="1"`,
      writeReference(name, rangeOf(columns, rows, '$')),
    ];
    return hasFilter ? [filter, print] : [print];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${vocabulary}">`,
    '<bookViews><workbookView activeTab="0" tabRatio="800"/></bookViews><sheets>',
    ...sheets.map(
      ({ name }, at) => `<sheet name="${escapeXml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
    ),
    '</sheets><definedNames>',
    ...names.map(
      ([attributes, range]) => `<definedName ${attributes}>${escapeXml(range ?? '')}</definedName>`,
    ),
    '</definedNames></workbook>',
  ].join('');
}
