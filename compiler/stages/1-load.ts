import type { Report } from '../diagnostics/diagnostic.ts';
import { mebibytes, readSourceText, reportMistakes, spanOfStart } from '../diagnostics/read-text.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { type Document, type Parsed, placeIn, spanOf } from '../model/document.ts';
import { type DocumentKind, documentKinds } from '../model/document-kinds.ts';
import { fileLimit, isPolicyFile, isTable } from '../model/policy-files.ts';
import { readStoredRows } from '../model/stored-rows.ts';
import { readUsersTable } from '../model/users-table.ts';
import type { Files, Remark, StoredRows, Unreadable } from '../text/files.ts';
import { listFirstNames } from '../text/list.ts';
import type { Source, Span } from '../text/source.ts';
import { parseYaml, type YamlDocument } from '../text/yaml.ts';

/** The limits on what a folder of policies may hold. */
export interface LoadLimits {
  /** The number of its policy files. */
  readonly files: number;
  /** The size of all of them together, in bytes. */
  readonly bytes: number;
}

/** Limits far above a fleet of ten thousand tenants. */
const folderLimits: LoadLimits = { files: 200_000, bytes: 1024 * 1024 * 1024 };

/** The documents of files without a mistake that were read before, by the bytes of the file and its path. */
export type LoadMemory = WeakMap<Uint8Array, Map<string, readonly Parsed[]>>;

/** The options of `load`. */
export interface LoadOptions {
  /** The documents of an earlier revision: their bytes are not read again. */
  readonly before?: LoadMemory | undefined;
  readonly limits?: LoadLimits;
}

/**
 * Reads every policy file into documents, sorted by path. A file that cannot be read or is not YAML, and a document
 * of no known kind, is reported and left out. A folder that holds too much is reported before any of it is parsed.
 */
export function load(
  all: Files,
  folder: string,
  report: Report,
  { before, limits = folderLimits }: LoadOptions = {},
): readonly Parsed[] {
  const read = new Set<string>();
  const files: Files = { ...all, read: (path, limit) => all.read(read.add(path) && path, limit) };
  const contents = readContents(files, folder, report, limits);
  if (!contents) return [];
  const loaded: Parsed[] = [];
  let mistakes = 0;
  const counting: Report = (...words) => {
    mistakes++;
    report(...words);
  };
  for (const [path, bytes] of contents) {
    const known = 'unreadable' in bytes ? undefined : before?.get(bytes);
    const documents = known?.get(path) ?? readDocuments(path, bytes, counting);
    loaded.push(...documents);
    if (!before || mistakes > 0 || 'unreadable' in bytes) continue;
    if (known) known.set(path, documents);
    else before.set(bytes, new Map([[path, documents]]));
  }
  loaded.push(...readTables(loaded, files, folder, counting));
  if (files.stored) loaded.push(...readStored(files.stored, counting));
  for (const remark of all.remarks?.(read) ?? []) reportRemark(remark, report);
  if (loaded.length === 0 && mistakes === 0)
    report(
      'no-policies',
      spanOfStart({ path: folder, text: '' }),
      { folder },
      'start with `plafond init DIR`',
    );
  return loaded;
}

/** A path of a policy file with its bytes, or with the reason why they cannot be had. */
type Content = readonly [path: string, bytes: Uint8Array | Unreadable];

/** Returns the content of every policy file; undefined, and reported, if together they hold too much. */
function readContents(
  files: Files,
  folder: string,
  report: Report,
  limits: LoadLimits,
): readonly Content[] | undefined {
  const refuse = (limit: string) => {
    const help = `move what is no policy out of \`${folder}\`, or split it into folders that are compiled one by one`;
    report('policies-too-large', spanOfStart({ path: folder, text: '' }), { limit }, help);
    return undefined;
  };
  const paths = files.list(isPolicyFile);
  if (paths.length > limits.files) return refuse(`${limits.files.toLocaleString('en-US')} files`);
  const contents: Content[] = [];
  let total = 0;
  for (const path of paths) {
    const bytes = files.read(path, fileLimit);
    if (!('unreadable' in bytes)) total += bytes.length;
    if (total > limits.bytes) return refuse(mebibytes(limits.bytes));
    contents.push([path, bytes]);
  }
  return contents;
}

function reportRemark({ about, path, words }: Remark, report: Report): void {
  const at = spanOfStart({ path, text: '' });
  if (about === 'unverified') report('checkout-unverified', at, { reason: words });
  else report(about, at, { files: words });
}

function readDocuments(path: string, bytes: Uint8Array | Unreadable, report: Report): readonly Parsed[] {
  const source = readSourceText(path, bytes, fileLimit, report);
  return source ? parseDocuments(source, report) : [];
}

/** Reads the roles in the rows of a database. */
function readStored({ path, bytes, without }: StoredRows, report: Report): readonly Parsed[] {
  const source = readSourceText(path, bytes, fileLimit, report);
  if (!source) return [];
  const rows = readStoredRows(source);
  if ('kind' in rows) {
    reportMistakes(source, [rows], report, 'JSON');
    return [];
  }
  return rows.flatMap((row, index): readonly Parsed[] => {
    if (without?.has(index)) return [];
    if ('document' in row)
      return [{ document: { source, index, isStored: true }, kind: 'Role', value: row.document.value }];
    report('no-stored-role', { source, ...row.at }, { row: String(index + 1), reason: row.fault }, row.help);
    return [];
  });
}

/** Reads the tables of users that documents name; each is a source like the documents themselves. */
function readTables(
  documents: readonly Parsed[],
  files: Files,
  folder: string,
  report: Report,
): readonly Parsed[] {
  let tables: ReadonlySet<string> | undefined;
  const managers = readManagerColumn(documents);
  return documents.flatMap(({ kind, value, document }) => {
    const { tenant, from } = (kind === 'Users' ? value : {}) as {
      readonly tenant?: unknown;
      readonly from?: unknown;
    };
    if (typeof tenant !== 'string' || typeof from !== 'string') return [];
    tables ??= new Set(files.list(isTable));
    return readTable({ document, tenant, from }, { files, tables, folder, managers, report });
  });
}

/** Reads the column that names whoever reviews the access of users: it is not a user's own, and it is meant all the same. */
function readManagerColumn(documents: readonly Parsed[]): string {
  const settings = documents.find(({ kind }) => kind === 'Settings')?.value as
    | { readonly review?: { readonly manager?: unknown } | null }
    | undefined;
  const column = settings?.review?.manager;
  return typeof column === 'string' ? column : 'manager';
}

/** A document that names a table, and the tenant whose users stand there. */
interface TableUse {
  readonly document: Document;
  readonly tenant: string;
  readonly from: string;
}

/** The files among which a table is looked for. */
interface TableContext {
  readonly files: Files;
  readonly tables: ReadonlySet<string>;
  readonly folder: string;
  readonly managers: string;
  readonly report: Report;
}

function readTable({ document, tenant, from }: TableUse, context: TableContext): readonly Parsed[] {
  const { files, tables, folder, managers, report } = context;
  const at = spanOf(placeIn(document, ['from']));
  const path = resolvePath(document.source.path, from, folder);
  if (path === undefined || !tables.has(path)) {
    const reason =
      path === undefined ? 'it is no CSV file below the policies folder' : `there is no file \`${path}\``;
    report('unreadable', at, { reason }, 'name a CSV file beside this one, without links on the way');
    return [];
  }
  const source = readSourceText(path, files.read(path, fileLimit), fileLimit, report);
  if (!source) return [];
  const table = readUsersTable(source, tenant);
  reportMistakes(source, table.mistakes, report, 'CSV');
  if (table.mistakes.length > 0) return [];
  const [aside, ...more] = table.asides.filter(({ text }) => text !== managers);
  if (aside)
    report(
      'columns-left-aside',
      { source, ...aside.at },
      { columns: listFirstNames([aside, ...more].map(({ text }) => text)), whom: 'a user' },
    );
  return [{ document: { source, index: 0, tableOf: tenant }, kind: 'Users', value: table.value }];
}

/** Resolves a path that is relative to a file; undefined if it leads out of the folder, or is absolute. */
function resolvePath(file: string, relative: string, folder: string): string | undefined {
  if (relative.startsWith('/') || relative.includes('\\')) return undefined;
  const steps = file.split('/').slice(0, -1);
  for (const step of relative.split('/')) {
    if (step === '..' ? steps.pop() === undefined : false) return undefined;
    if (step !== '..' && step !== '.' && step !== '') steps.push(step);
  }
  const path = steps.join('/');
  const prefix = folder === '.' || folder === '' ? '' : `${folder.replace(/\/$/, '')}/`;
  return path.startsWith(prefix) && isTable(path) ? path : undefined;
}

function parseDocuments(source: Source, report: Report): readonly Parsed[] {
  const parsed: Parsed[] = [];
  for (const [index, yaml] of parseYaml(source).entries()) {
    reportMistakes(source, yaml.mistakes, report);
    if (yaml.mistakes.length > 0) continue;
    const kind = readKind(source, yaml, report);
    if (kind) parsed.push({ document: { source, index }, kind, value: yaml.value });
  }
  return parsed;
}

const helpWithKind = `the first line of a document is \`kind:\` and one of ${documentKinds.join(', ')}`;

/** Returns what to write where a document is no map. */
function helpWithoutMap(value: unknown): string {
  const kind = documentKinds.find((name) => name === value);
  if (kind) return `write \`kind: ${kind}\``;
  const hasKind = (item: unknown) => typeof item === 'object' && item !== null && 'kind' in item;
  return Array.isArray(value) && value.every(hasKind) && value.length > 0
    ? 'write the items as documents of their own, with `---` on a line between them'
    : helpWithKind;
}

function readKind(source: Source, yaml: YamlDocument, report: Report): DocumentKind | undefined {
  const at = (): Span => ({ source, ...yaml.locate([], 'value') });
  const { value } = yaml;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const found = Array.isArray(value) ? 'a list' : 'a single value';
    report('not-a-document', at(), { found }, helpWithoutMap(value));
    return undefined;
  }
  const kind: unknown = (value as { kind?: unknown }).kind;
  if (kind === undefined) {
    report('missing-kind', at(), {}, helpWithKind);
    return undefined;
  }
  if (kind === null) {
    const facts = { what: '`kind`', limit: 'must not be empty' };
    report(
      'out-of-range',
      { source, ...yaml.locate(['kind'], 'value') },
      facts,
      `the kinds are ${documentKinds.join(', ')}`,
    );
    return undefined;
  }
  const known = documentKinds.find((name) => name === kind);
  if (known) return known;
  const written = typeof kind === 'string' ? kind : JSON.stringify(kind);
  report(
    'unknown-kind',
    { source, ...yaml.locate(['kind'], 'value') },
    { kind: written },
    didYouMean(written, documentKinds) ?? `the kinds are ${documentKinds.join(', ')}`,
  );
  return undefined;
}
