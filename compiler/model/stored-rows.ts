import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { StoredRows } from '../text/files.ts';
import { JsonMistakeError, type JsonNode, makeDocument, readJsonValues } from '../text/json-document.ts';
import type { Range, Source } from '../text/source.ts';
import type { YamlDocument, YamlMistake } from '../text/yaml.ts';
import { findRowFault } from './row-fault.ts';

/** A row: the role in it as a document, or what is wrong with it. */
export type StoredRow = {
  readonly range: Range;
} & (
  | { readonly document: YamlDocument }
  | { readonly fault: string; readonly at: Range; readonly help?: string }
);

const read = new WeakMap<Source, readonly StoredRow[]>();

/**
 * Reads the rows in a source: the items of a list, or one value behind another. A row is what an editor of roles compiles, of
 * which only the role counts here, or a role itself. Returns the first mistake where the source is no JSON.
 */
export function readStoredRows(source: Source): readonly StoredRow[] | YamlMistake {
  const known = read.get(source);
  if (known) return known;
  try {
    const values = readJsonValues(source);
    const rows = values.flatMap((node) => (values.length === 1 ? (node.items ?? node) : node)).map(readRow);
    read.set(source, rows);
    return rows;
  } catch (error) {
    if (error instanceof JsonMistakeError) return error.mistake;
    throw error;
  }
}

/** Reads the documents in the rows of a source, by the places of the rows. */
export function readRowDocuments(source: Source): readonly YamlDocument[] {
  const rows = readStoredRows(source);
  if (!Array.isArray(rows)) return [];
  return (rows as readonly StoredRow[]).map((row) => ('document' in row ? row.document : missingDocument));
}

const missingDocument: YamlDocument = {
  value: undefined,
  mistakes: [],
  locate: () => ({ start: 0, end: 1 }),
};

function readRow(row: JsonNode): StoredRow {
  const { range } = row;
  const start = { start: range.start, end: range.start + 1 };
  const refuse = (fault: string, help?: string, at = start): StoredRow => ({
    range,
    fault,
    at,
    ...(help !== undefined && { help }),
  });
  if (!row.entries) return refuse(`it is ${nameValue(row)}`, 'a row is a map with `role`');
  const role = row.entries.get('role')?.node ?? row;
  if (!role.entries)
    return refuse(`its role is ${nameValue(role)}`, 'a role is a map with `kind: Role`', role.range);
  const { kind, tenant, abstract } = role.value as Readonly<Record<string, unknown>>;
  if (kind !== 'Role') {
    const at = role.entries.get('kind')?.node.range ?? { start: role.range.start, end: role.range.start + 1 };
    const what = role === row && kind === undefined ? 'it has no `role`' : 'its role has no `kind: Role`';
    return refuse(what, 'a row holds what the editor compiles, or the role itself', at);
  }
  const outer = role === row ? {} : (row.value as { readonly version?: unknown; readonly tenant?: unknown });
  const named = tenant ?? outer.tenant;
  if (named === undefined || named === null)
    return refuse(
      'it is of no tenant',
      'roles of a database belong to one tenant: name it with `tenant`',
      role.range,
    );
  const wrong = findRowFault(outer, { tenant: named });
  if (wrong) return refuse(wrong.sentence, undefined, row.entries.get(wrong.key)?.node.range);
  if (abstract === true)
    return refuse(
      'it is abstract',
      'nobody can be given an abstract role',
      role.entries.get('abstract')?.key,
    );
  return {
    range,
    document: makeDocument(role, tenant === undefined ? withTenant(role.value, named) : role.value),
  };
}

/** Adds the tenant that only the row names. */
const withTenant = (role: unknown, tenant: unknown): unknown =>
  Object.assign(Object.create(null), role as object, { tenant });

const nameValue = ({ value, items }: JsonNode): string =>
  items ? 'a list' : value === null ? 'null' : `a ${typeof value}`;

/** Returns the place of the row, counted from 0, in which an offset of a source is; undefined where it is in none. */
export function findRowAt(source: Source, offset: number): number | undefined {
  const rows = readStoredRows(source);
  if (!Array.isArray(rows)) return undefined;
  const found = (rows as readonly StoredRow[]).findIndex(
    ({ range }) => offset >= range.start && offset < range.end,
  );
  return found === -1 ? undefined : found;
}

/** Says in findings about a row of a file which row it is, and the role in it. */
export function nameStoredRows(
  diagnostics: readonly Diagnostic[],
  stored: StoredRows | undefined,
): readonly Diagnostic[] {
  if (!stored) return diagnostics;
  return diagnostics.map((one) => {
    const { source, start } = one.at;
    if (one.code === 'no-stored-role' || source.path !== stored.path) return one;
    const number = findRowAt(source, start);
    return number === undefined ? one : { ...one, message: `${describeRow(source, number)}: ${one.message}` };
  });
}

/** Describes a row in words: its number, and the name of its role if there is one. */
function describeRow(source: Source, number: number): string {
  const { name } = (readRowDocuments(source)[number]?.value ?? {}) as { readonly name?: unknown };
  const isName = typeof name === 'string' && name.length <= 128;
  return `row ${number + 1}${isName ? `, role \`${name}\`` : ''}`;
}
