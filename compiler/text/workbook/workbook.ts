import { strToU8, Zip, ZipDeflate } from 'fflate';
import { makeSheetNamer, writeReference } from './names.ts';
import { mostRows, rangeOf, type Sheet, writeSheetXml } from './sheet.ts';
import { writeStylesXml } from './styles.ts';
import { escapeXml } from './xml.ts';

/** A sheet that was written, under the name that it was given. */
export interface WrittenSheet {
  /** As it was wanted: two parts of one sheet have it in common. */
  readonly wanted: string;
  readonly name: string;
  readonly columns: number;
  /** Without the head. */
  readonly rows: number;
  readonly hasFilter: boolean;
}

/**
 * A workbook as the bytes of an XLSX file, made while it is read: no more than one row is in memory beside what is
 * compressed. `cover` makes the sheet that comes first, when the others are written. A sheet with more rows
 * than a spreadsheet takes goes on in another. The same sheets are the same bytes, whenever and wherever.
 */
export function* writeWorkbook(
  sheets: Iterable<Sheet>,
  cover: (written: readonly WrittenSheet[]) => Sheet,
  mostRowsOfSheet = mostRows,
): Iterable<Uint8Array> {
  const archive = archiver();
  const nameOf = makeSheetNamer();
  const coverName = nameOf('Index');
  const written: WrittenSheet[] = [];
  yield* archive.add('[Content_Types].xml', [contentTypes]);
  yield* archive.add('_rels/.rels', [relations([['officeDocument', 'xl/workbook.xml']])]);
  for (const sheet of sheets) {
    const rows = sheet.rows()[Symbol.iterator]();
    for (let isDone = false; !isDone; ) {
      const part = writeSheetXml(sheet, rows, { isFirst: false, most: mostRowsOfSheet });
      const end = yield* archive.add(`xl/worksheets/sheet${written.length + 2}.xml`, part);
      written.push({
        wanted: sheet.name,
        name: nameOf(sheet.name),
        columns: sheet.columns.length,
        rows: end.rows,
        hasFilter: !sheet.withoutFilter,
      });
      isDone = end.isDone;
    }
  }
  const first = cover(written);
  const part = writeSheetXml(first, first.rows()[Symbol.iterator](), {
    isFirst: true,
    most: mostRowsOfSheet,
  });
  const { rows } = yield* archive.add('xl/worksheets/sheet1.xml', part);
  const all = [
    {
      wanted: first.name,
      name: coverName,
      columns: first.columns.length,
      rows,
      hasFilter: !first.withoutFilter,
    },
    ...written,
  ];
  yield* archive.add('xl/styles.xml', [writeStylesXml()]);
  yield* archive.add('xl/workbook.xml', [workbookXml(all)]);
  yield* archive.add('xl/_rels/workbook.xml.rels', [
    relations([
      ...all.map((_, at) => ['worksheet', `worksheets/sheet${at + 1}.xml`] as const),
      ['styles', 'styles.xml'] as const,
    ]),
  ]);
  yield* archive.end();
}

/** Sheets are what every XML file is unless it is said to be something else: their number is not known before. */
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

const relations = (targets: readonly (readonly [type: string, target: string])[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">',
    ...targets.map(
      ([type, target], at) =>
        `<Relationship Id="rId${at + 1}" Type="${vocabulary}/${type}" Target="${target}"/>`,
    ),
    '</Relationships>',
  ].join('');

function workbookXml(sheets: readonly WrittenSheet[]): string {
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

/** Packs files into a zip archive whose entries all have the first moment that the format knows. */
function archiver() {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  const taken = () => ready.splice(0);
  return {
    *add<Result>(
      path: string,
      texts: Iterable<string, Result> | readonly string[],
    ): Generator<Uint8Array, Result> {
      const entry = new ZipDeflate(path, { level: 6 });
      entry.mtime = new Date(1980, 0, 1);
      zip.add(entry);
      const source = texts[Symbol.iterator]();
      let piece = '';
      let next = source.next();
      for (; !next.done; next = source.next()) {
        piece += next.value;
        if (piece.length < pieceLength) continue;
        entry.push(strToU8(piece));
        piece = '';
        yield* taken();
      }
      entry.push(strToU8(piece), true);
      yield* taken();
      return next.value as Result;
    },
    *end(): Iterable<Uint8Array> {
      zip.end();
      yield* taken();
    },
  };
}

/** What is compressed at a time, in characters: part of what makes the bytes what they are. */
const pieceLength = 65_536;
