import type { Report } from '../../diagnostics/diagnostic.ts';
import { readSourceText, reportMistakes } from '../../diagnostics/read-text.ts';
import { count } from '../../text/count.ts';
import type { Unreadable } from '../../text/files.ts';
import { JsonMistakeError, type JsonNode, walkJsonRows } from '../../text/json-document.ts';
import type { Range, Source } from '../../text/source.ts';
import { type TableCell, walkTableText } from '../../text/table-text.ts';

/** A file that the product exported. */
export interface ExportFile {
  readonly path: string;
  readonly bytes: Uint8Array | Unreadable;
}

/** The columns of a table, or the keys that rows of JSON have; rows with the same ones share it. */
export interface RowShape {
  readonly source: Source;
  readonly names: readonly string[];
  readonly ats: readonly Range[];
}

/** One value of a row. */
export interface ExportCell {
  readonly text: string;
  readonly at: Range;
  /** The items of a list in JSON. */
  readonly list?: readonly string[];
  /** The entries of a map in JSON. */
  readonly entries?: ReadonlyMap<string, ExportCell>;
}

/** The head of a table, of which there need not be any rows. */
interface ExportHead {
  readonly shape: RowShape;
  readonly at: Range;
  readonly cells?: undefined;
}

/** One row of an export; a cell that is empty is absent. */
export interface ExportRow extends Omit<ExportHead, 'cells'> {
  readonly cells: readonly (ExportCell | undefined)[];
}

/** The most bytes that are read of an export. */
export const exportLimit = 512 * 1024 * 1024;

/** Walks through the heads of tables and the rows of exported files, CSV and JSON, one by one; what cannot be read is reported. */
export function* walkRows(files: readonly ExportFile[], report: Report): Generator<ExportHead | ExportRow> {
  for (const { path, bytes } of files) {
    if (!isExportFile(path)) {
      const at = { source: { path, text: '' }, start: 0, end: 0 };
      const facts = { what: 'this workbook', reason: 'only CSV and JSON are read' };
      report('import-unclear', at, facts, 'save each of its sheets as CSV in UTF-8');
      continue;
    }
    const source = readSourceText(path, bytes, exportLimit, report);
    if (source) yield* isJson(path) ? walkJson(source, report) : walkTable(source, report);
  }
}

const isJson = (path: string): boolean => /\.(json|jsonl|ndjson)$/i.test(path);

/** Returns true if a path is that of an export. */
export const isExportFile = (path: string): boolean => isJson(path) || /\.csv$/i.test(path);

/** Returns true if a path is that of a workbook, which may be meant as an export and is not read. */
export const isWorkbookFile = (path: string): boolean =>
  /\.(xlsx|xlsm|xlsb|xls|ods|numbers)$/i.test(path) && !/(^|\/)~\$[^/]*$/.test(path);

function* walkTable(source: Source, report: Report): Generator<ExportHead | ExportRow> {
  const walk = walkTableText(source.text);
  const first = walk.next();
  if (first.done) {
    const mistake = first.value;
    if (mistake) reportMistakes(source, [{ kind: 'syntax', ...mistake }], report, 'CSV');
    else reportEmpty(source, report);
    return;
  }
  const shape = makeShape(source, first.value, report);
  if (!shape) return;
  yield { shape, at: { start: 0, end: 1 } };
  for (;;) {
    const { done, value } = walk.next();
    if (done) {
      if (value) reportMistakes(source, [{ kind: 'syntax', ...value }], report, 'CSV');
      return;
    }
    const [cell] = value;
    const at = cell?.at ?? { start: 0, end: 1 };
    if (value.length === shape.names.length) {
      yield { shape, cells: value.map((one) => (one.text.trim() === '' ? undefined : one)), at };
      continue;
    }
    const detail = `this row has ${count(value.length, 'cell')}, and the first row has ${shape.names.length}`;
    const end = value.at(-1)?.at.end ?? at.end;
    reportMistakes(source, [{ kind: 'syntax', detail, at: { start: at.start, end } }], report, 'CSV');
    return;
  }
}

/** Reports a file that holds nothing, not even the names of columns: an export that failed may look like that. */
function reportEmpty(source: Source, report: Report): void {
  const at = { source, start: 0, end: Math.min(1, source.text.length) };
  const facts = { what: 'this file', reason: 'it is empty, without a row that names its columns' };
  report('import-unclear', at, facts, 'export it again; a table without rows is fine');
}

/** Makes the shape of a table from its first row; reports columns that come twice and other separators than commas. */
function makeShape(source: Source, header: readonly TableCell[], report: Report): RowShape | undefined {
  const [only, more] = header;
  const refuse = (at: Range, reason: string, help: string) => {
    report('import-unclear', { source, ...at }, { what: 'this table', reason }, help);
    return undefined;
  };
  const old = header.find(({ text }) => text.includes('\r'));
  if (old) {
    const at = { start: old.at.start, end: old.at.start + 1 };
    return refuse(at, 'its lines end as on an old Macintosh', 'save it as CSV in UTF-8');
  }
  if (only && !more && /[;\t]/.test(only.text)) {
    const reason = 'its first row has no commas, and other signs that separate';
    return refuse(only.at, reason, 'save it with commas between its cells');
  }
  const names = header.map(({ text }) => text.trim());
  for (const [index, cell] of header.entries()) {
    const first = header[names.indexOf(names[index] ?? '')];
    if (!first || first === cell) continue;
    const related = first.at;
    reportMistakes(
      source,
      [{ kind: 'duplicate-key', detail: cell.text, at: cell.at, related }],
      report,
      'CSV',
    );
    return undefined;
  }
  return { source, names, ats: header.map(({ at }) => at) };
}

function* walkJson(source: Source, report: Report): Generator<ExportRow> {
  const shapes = new Map<string, RowShape>();
  try {
    for (const node of walkJsonRows(source)) {
      if (node.entries) yield makeRow(source, node, shapes, report);
      else
        report(
          'import-unclear',
          { source, ...node.range },
          {
            what: 'this value',
            reason: 'a row is a map of columns',
          },
        );
    }
  } catch (error) {
    if (!(error instanceof JsonMistakeError)) throw error;
    reportMistakes(source, [error.mistake], report, 'JSON');
  }
}

function makeRow(
  source: Source,
  { entries = new Map(), range }: JsonNode,
  shapes: Map<string, RowShape>,
  report: Report,
): ExportRow {
  const names = [...entries.keys()];
  const key = JSON.stringify(names);
  const shape = shapes.get(key) ?? { source, names, ats: [...entries.values()].map((entry) => entry.key) };
  shapes.set(key, shape);
  const cells = [...entries.values()].map(({ node }) => makeCell(source, node, report));
  return { shape, cells, at: { start: range.start, end: range.start + 1 } };
}

/** Makes a cell of a value in JSON; null, and a text of spaces, is no cell. */
function makeCell(source: Source, node: JsonNode, report: Report): ExportCell | undefined {
  const { value, range: at, items, entries } = node;
  if (value === null) return undefined;
  if (entries) {
    const inside = [...entries].flatMap(([name, entry]) => {
      const cell = makeCell(source, entry.node, report);
      return cell ? [[name, cell] as const] : [];
    });
    return { text: '', at, entries: new Map(inside) };
  }
  if (!items) return String(value).trim() === '' ? undefined : { text: String(value), at };
  const isText = (item: JsonNode) => item.entries === undefined && item.items === undefined;
  const odd = items.find((item) => !isText(item));
  if (odd)
    report(
      'import-unclear',
      { source, ...odd.range },
      { what: 'this list', reason: 'a list has texts for items' },
    );
  return { text: '', at, list: items.filter(isText).map((item) => String(item.value)) };
}
