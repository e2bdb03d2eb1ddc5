import { count } from '../text/count.ts';
import { listNames } from '../text/list.ts';
import type { Range, Source } from '../text/source.ts';
import { readTableText, type TableCell } from '../text/table-text.ts';
import type { Path, YamlDocument, YamlMistake } from '../text/yaml.ts';

/** A table of users, read like a document of kind `Users`. */
export interface UsersTable extends YamlDocument {
  /** The columns that say nothing of a user, in the order of the table. */
  readonly asides: readonly TableCell[];
}

/** The columns of a single text, and those of a list whose items `;` separates. */
const texts: readonly string[] = ['id', 'userType', 'madeBy'];
const lists: readonly string[] = ['seats', 'roles'];

/**
 * Reads a table of users, as a product or an identity provider exports them. Its first row names the columns: `id`,
 * `userType`, `seats`, `roles`, `active`, `madeBy` and `attributes.NAME`; others are left aside. An empty cell is absent, of
 * a list an empty list.
 */
export function readUsersTable(source: Source, tenant: string): UsersTable {
  const { rows, mistake } = readTableText(source.text);
  const [header = [], ...body] = rows;
  const mistakes: YamlMistake[] = [
    ...(mistake ? [{ kind: 'syntax' as const, ...mistake }] : []),
    ...(mistake ? [] : findMissingColumns(header)),
    ...findDoubleColumns(header),
    ...body.flatMap((row) => findWrongLength(row, header)),
  ];
  return {
    value: { kind: 'Users', tenant, users: body.map((row) => readUser(header, row)) },
    mistakes,
    locate: (path, part) => locate({ header, body }, path, part),
    asides: header.filter(({ text }) => !isColumn(text)),
  };
}

const isColumn = (name: string): boolean =>
  texts.includes(name) || lists.includes(name) || name === 'active' || attributeOf(name) !== undefined;

const attributeOf = (column: string): string | undefined => /^attributes\.(.+)$/.exec(column)?.[1];

/** The columns without which a table declares nobody. */
const needed: readonly string[] = ['id', 'userType'];

/** Finds what the first row lacks: an export that broke off must not read as a tenant without users. */
function findMissingColumns(header: readonly TableCell[]): readonly YamlMistake[] {
  const missing = needed.filter((name) => !header.some(({ text }) => text === name));
  if (missing.length === 0) return [];
  const detail = `the first row names no ${missing.length === 1 ? 'column' : 'columns'} ${listNames(missing)}`;
  const [first] = header;
  return [{ kind: 'syntax', detail, at: first ? keepVisible(first.at) : { start: 0, end: 1 } }];
}

function findDoubleColumns(header: readonly TableCell[]): readonly YamlMistake[] {
  return header.flatMap((cell, index): YamlMistake[] => {
    const first = header.slice(0, index).find(({ text }) => text === cell.text);
    return first ? [{ kind: 'duplicate-key', detail: cell.text, at: cell.at, related: first.at }] : [];
  });
}

function findWrongLength(row: readonly TableCell[], header: readonly TableCell[]): readonly YamlMistake[] {
  const [first] = row;
  if (!first || row.length === header.length) return [];
  const detail = `this row has ${count(row.length, 'cell')}, and the first row has ${header.length}`;
  return [{ kind: 'syntax', detail, at: { start: first.at.start, end: row.at(-1)?.at.end ?? first.at.end } }];
}

function readUser(header: readonly TableCell[], row: readonly TableCell[]): Record<string, unknown> {
  const user: { active?: unknown; [column: string]: unknown } = Object.create(null);
  const attributes: Record<string, string> = Object.create(null);
  for (const [index, { text: column }] of header.entries()) {
    const text = row[index]?.text ?? '';
    const attribute = attributeOf(column);
    if (lists.includes(column)) user[column] = splitList(text);
    else if (text === '') continue;
    else if (attribute !== undefined) attributes[attribute] = text;
    else if (column === 'active') user.active = readSwitch(text);
    else if (texts.includes(column)) user[column] = text;
  }
  return Object.keys(attributes).length > 0 ? { ...user, attributes } : user;
}

/** Reads the items of a list; an empty text is an empty list. */
export const splitList = (text: string): readonly string[] =>
  text.trim() === '' ? [] : text.split(';').map((item) => item.trim());

/** Reads `true` and `false`; another text comes back as it is, for the schema to refuse. */
const readSwitch = (text: string): boolean | string =>
  text === 'true' ? true : text === 'false' ? false : text;

/** Returns the range of a path as it would be in a document: `['users', 3, 'roles', 0]` is in the fourth row. */
function locate(
  {
    header,
    body,
  }: { readonly header: readonly TableCell[]; readonly body: readonly (readonly TableCell[])[] },
  [, row, field, name]: Path,
  part: 'key' | 'value',
): Range {
  const column = field === 'attributes' ? `attributes.${name}` : field;
  const index = header.findIndex(({ text }) => text === column);
  const cells = typeof row === 'number' ? body[row] : undefined;
  if (part === 'key' && field === 'attributes' && header[index]) return header[index].at;
  const cell = cells?.[index] ?? cells?.[0] ?? header[0];
  return cell ? keepVisible(cell.at) : { start: 0, end: 1 };
}

const keepVisible = ({ start, end }: Range): Range => ({ start, end: Math.max(end, start + 1) });
