import { nearest } from '../../diagnostics/suggest.ts';
import type { Catalog, Model, PropertyType } from '../../model/catalog.ts';
import { fitsAttribute } from '../../model/fits-type.ts';
import { describeWritten, typeWords } from '../../model/typed-value.ts';
import { splitList } from '../../model/users-table.ts';
import { count } from '../../text/count.ts';
import { isFields } from '../../text/fields.ts';
import { beginsLikeDate, readInstant } from '../../text/instant.ts';
import { JsonMistakeError, type JsonNode, readJsonValues } from '../../text/json-document.ts';
import { isReadExactly } from '../../text/number.ts';
import { findPosition, type Range, type Source } from '../../text/source.ts';
import { readTableText, type TableCell } from '../../text/table-text.ts';

/** A record that was read from a file. */
export interface ReadRecord {
  /** The line on which it begins. */
  readonly line: number;
  /** The text by which people know it: its first value. */
  readonly label: string;
  readonly columns: object;
}

/** A mistake in a file of records. */
export interface RecordMistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The records of a file, the columns that it has, and those that are left aside. */
export interface RecordFile {
  readonly records: readonly ReadRecord[];
  readonly mistakes: readonly RecordMistake[];
  /** The columns of the catalog that the file has, with the relations before them. */
  readonly columns: ReadonlySet<string>;
  /** The columns that the catalog does not have, with the nearest one if there is any. */
  readonly asides: readonly { readonly name: string; readonly near?: string }[];
}

/** Returns true if a file has a column, or a map or a relation above it. */
export const hasColumn = ({ columns }: Pick<RecordFile, 'columns'>, name: string): boolean =>
  columns.has(name) || (name.includes('.') && hasColumn({ columns }, name.slice(0, name.lastIndexOf('.'))));

/** A column of a record: the relations that lead to what has it, and its type. */
interface Column {
  readonly through: readonly string[];
  readonly property: string;
  readonly type: PropertyType;
}

/**
 * Reads the records of a model, as CSV or as JSON: a list, or one record after the other. The types of cells are those of the
 * catalog; an empty cell is absent. A dotted name, as `company.owner`, is a column of what a relation leads to.
 */
export function readRecords(
  source: Source,
  format: 'csv' | 'json',
  model: Model,
  catalog: Catalog,
): RecordFile {
  return format === 'csv' ? readTable(source, model, catalog) : readJson(source, model, catalog);
}

function readTable(source: Source, model: Model, catalog: Catalog): RecordFile {
  const { rows, mistake } = readTableText(source.text);
  const [header = [], ...body] = rows;
  const found: RecordMistake[] = [];
  const report = (at: Range, message: string) => {
    const { line, column } = findPosition(source, at.start);
    found.push({ line, column, message });
  };
  if (mistake) report(mistake.at, mistake.detail);
  if (header.length === 0 && !mistake)
    report({ start: 0, end: 0 }, 'the file is empty; its first row names the columns');
  const columns = header.map((cell, index) => {
    if (header.findIndex(({ text }) => text === cell.text) < index)
      report(cell.at, `column \`${cell.text}\` comes twice`);
    const column = findColumn(model, catalog, cell.text.trim());
    if (column === 'many')
      report(cell.at, `\`${cell.text}\` leads to several records, which a table cannot hold; give JSON`);
    return column === 'many' ? undefined : column;
  });
  const records = body.map((row): ReadRecord => {
    const [first] = row;
    if (row.length !== header.length && first)
      report(first.at, `this row has ${count(row.length, 'cell')}, and the first row has ${header.length}`);
    return {
      line: findPosition(source, first?.at.start ?? 0).line,
      label: row.find(({ text }) => text !== '')?.text ?? '',
      columns: fillRow(row, columns, report),
    };
  });
  const names = header.map(({ text }) => text.trim());
  return {
    records,
    mistakes: found,
    columns: new Set(names.filter((_, at) => columns[at])),
    asides: names.filter((_, at) => !columns[at]).map((name) => describeAside(name, model)),
  };
}

function describeAside(name: string, model: Model): RecordFile['asides'][number] {
  const near = nearest(name, [...model.propertyOf.keys(), ...model.relations.keys()]);
  return { name, ...(near !== undefined && { near }) };
}

type ReportAt = (at: Range, message: string) => void;

function fillRow(
  row: readonly TableCell[],
  columns: readonly (Column | undefined)[],
  report: ReportAt,
): object {
  const record: RecordFields = Object.create(null);
  for (const [index, cell] of row.entries()) {
    const column = columns[index];
    if (!column || cell.text === '') continue;
    const value = readCell(cell.text, column.type);
    if (value === undefined)
      report(
        cell.at,
        `\`${[...column.through, column.property].join('.')}\` is ${typeWords[column.type]}, and the cell says \`${cell.text}\``,
      );
    let holder = record;
    for (const step of column.through) {
      const inner = (holder[step] as RecordFields | undefined) ?? (Object.create(null) as RecordFields);
      holder[step] = inner;
      holder = inner;
    }
    holder[column.property] = value;
  }
  return record;
}

type RecordFields = Record<string, unknown>;

/** Finds the column of a name, which may begin with relations; `many` where one of them leads to several records. */
function findColumn(model: Model, catalog: Catalog, name: string): Column | 'many' | undefined {
  const property = model.propertyOf.get(name);
  if (property) return { through: [], property: name, type: property.type };
  const [step = '', ...rest] = name.split('.');
  const relation = model.relations.get(step);
  const next = relation && catalog.modelOf.get(relation.model);
  if (!next || rest.length === 0) return undefined;
  if (relation.many) return 'many';
  const inner = findColumn(next, catalog, rest.join('.'));
  return typeof inner === 'object' ? { ...inner, through: [step, ...inner.through] } : inner;
}

const decimal = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** Reads the text of a cell as a value of a type; undefined where it is none. */
function readCell(text: string, type: PropertyType): unknown {
  switch (type) {
    case 'id':
    case 'string':
      return text;
    case 'number':
    case 'integer': {
      const written = text.trim().replace(/^\+/, '');
      const value = Number(written);
      const isNumber = decimal.test(written) && isReadExactly(written, value);
      return isNumber && (type === 'number' || Number.isSafeInteger(value)) ? value : undefined;
    }
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'date':
      return isDate(text) ? text : undefined;
    case 'list':
      return splitList(text);
    case 'object':
      return readObject(text);
  }
}

const isDate = (text: string): boolean => beginsLikeDate(text) && !Number.isNaN(readInstant(text));

function readObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readJson(source: Source, model: Model, catalog: Catalog): RecordFile {
  const found: RecordMistake[] = [];
  const report = (at: Range, message: string) => {
    const { line, column } = findPosition(source, at.start);
    found.push({ line, column, message });
  };
  const seen = new Set<string>();
  const asides = new Set<string>();
  const context: JsonContext = { catalog, report, seen, asides };
  const records = listNodes(source, report).flatMap((node): ReadRecord[] => {
    if (!node.entries) {
      report(node.range, `a record is a map of columns, and this is ${describeWritten(node.value)}`);
      return [];
    }
    const columns = readMap(node, model, [], context);
    const [first] = [...node.entries.values()].filter((entry) => !entry.node.entries && !entry.node.items);
    return [
      {
        line: findPosition(source, node.range.start).line,
        label: first && first.node.value !== null ? String(first.node.value) : '',
        columns,
      },
    ];
  });
  return {
    records,
    mistakes: found,
    columns: seen,
    asides: [...asides].map((name) => describeAside(name, model)),
  };
}

/** Lists the values that are records: those of the one list in the source, or those that follow one another. */
function listNodes(source: Source, report: ReportAt): readonly JsonNode[] {
  try {
    const values = readJsonValues(source);
    const [only] = values;
    return values.length === 1 && only?.items ? only.items : values;
  } catch (error) {
    if (!(error instanceof JsonMistakeError)) throw error;
    const { kind, detail, at } = error.mistake;
    report(at, kind === 'syntax' ? `this is no JSON: ${detail}` : `${kind.replaceAll('-', ' ')}: ${detail}`);
    return [];
  }
}

interface JsonContext {
  readonly catalog: Catalog;
  readonly report: ReportAt;
  readonly seen: Set<string>;
  readonly asides: Set<string>;
}

function readMap(node: JsonNode, model: Model, path: readonly string[], context: JsonContext): object {
  const record: RecordFields = Object.create(null);
  for (const [name, { key, node: inner }] of node.entries ?? []) {
    const whole = [...path, name].join('.');
    const property = model.propertyOf.get(name);
    const relation = model.relations.get(name);
    const isAbove = model.properties.some((one) => one.name.startsWith(`${name}.`));
    if (relation) {
      // A relation that leads nowhere tells what is behind it: nothing.
      if (inner.value === null || (inner.items && inner.items.length === 0)) context.seen.add(whole);
      record[name] = readRelated(inner, relation, [...path, name], context);
    } else if (property || isAbove) {
      context.seen.add(whole);
      checkType(inner, property?.type ?? 'object', whole, context.report);
      record[name] = inner.value;
      if (isAbove) checkBelow(inner, model, name, path, context);
    } else if (path.length === 0) context.asides.add(name);
    else context.report(key, `\`${model.name}\` has no property or relation \`${name}\``);
  }
  return record;
}

/** Checks the values below a map that stands for dotted properties. */
function checkBelow(
  node: JsonNode,
  model: Model,
  name: string,
  path: readonly string[],
  { report, seen }: JsonContext,
): void {
  for (const [rest, { node: inner }] of node.entries ?? []) {
    const property = model.propertyOf.get(`${name}.${rest}`);
    if (!property) continue;
    const whole = [...path, name, rest].join('.');
    seen.add(whole);
    checkType(inner, property.type, whole, report);
  }
}

function checkType({ value, range }: JsonNode, type: PropertyType, name: string, report: ReportAt): void {
  const isFitting =
    type === 'object'
      ? typeof value === 'object' && !Array.isArray(value)
      : type === 'list'
        ? Array.isArray(value)
        : fitsAttribute(value, type);
  if (value === null || isFitting) return;
  const expected = type === 'object' ? 'a map' : typeWords[type];
  report(range, `\`${name}\` is ${expected}, and here it is ${describeWritten(value)}`);
}

function readRelated(
  node: JsonNode,
  { model: name, many }: { readonly model: string; readonly many: boolean },
  path: readonly string[],
  context: JsonContext,
): unknown {
  const model = context.catalog.modelOf.get(name);
  const { value, range, items, entries } = node;
  if (value === null || !model) return null;
  const whole = path.join('.');
  if (!many && entries) return readMap(node, model, path, context);
  if (many && items)
    return items.map((item) => {
      if (item.entries) return readMap(item, model, path, context);
      context.report(
        item.range,
        `\`${whole}\` is a list of records of \`${name}\`, and this is ${describeWritten(item.value)}`,
      );
      return null;
    });
  const expected = many ? 'a list of records' : 'a record';
  context.report(
    range,
    `\`${whole}\` is ${expected} of \`${name}\`, and here it is ${describeWritten(value)}`,
  );
  return null;
}
