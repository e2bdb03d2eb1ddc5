import { createHash } from 'node:crypto';
import { isNotUtf8 } from '../../text/files.ts';
import { unifyLineEnds } from '../../text/line-ends.ts';
import { parseChanges, splitFields } from './parse-history.ts';
import { type Run, textOf } from './run-git.ts';

/** A file as the index of a work tree holds it. */
export interface IndexEntry {
  readonly mode: string;
  readonly hash: string;
  /** The flag by which somebody had git not look at the file on disk. */
  readonly flag?: 'assume-unchanged' | 'skip-worktree';
}

/** Reads the entries at or below a path. Those of an unfinished merge are left out: git shows them as unmerged. */
export function readEntries(run: Run, under: string): ReadonlyMap<string, IndexEntry> {
  const entries = new Map<string, IndexEntry>();
  for (const line of splitFields(run(['ls-files', '-z', '-s', '-v', '--', quotePath(under)]))) {
    const tab = line.indexOf('\t');
    const [tag = '', mode = '', hash = '', stage] = line.slice(0, tab).split(' ');
    if (stage !== '0') continue;
    // Git writes the tag of a file that it assumes to be unchanged in lower case.
    const flag =
      tag.toUpperCase() === 'S' ? 'skip-worktree' : /[a-z]/.test(tag) ? 'assume-unchanged' : undefined;
    // A submodule that is not fetched is an empty folder, which git names from inside as `./`.
    entries.set(line.slice(tab + 1).replace(/^\.\/$/, '.'), { mode, hash, ...(flag && { flag }) });
  }
  return entries;
}

/** Lists the files below a path that are in no commit and that git ignores. */
export const listIgnored = (run: Run, under: string): ReadonlySet<string> =>
  new Set(
    splitFields(
      run(['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--', quotePath(under)], {
        mayFail: true,
      }),
    ),
  );

/** Reads which files git shows as changed on disk, by path, each with its mode there. */
export function readModified(run: Run, under: string): ReadonlyMap<string, string> {
  const args = ['diff-files', '--raw', '-z', ...diffOptions, '--', quotePath(under)];
  return new Map(parseChanges(run(args, { mayFail: true })).map(({ after }) => [after.path, after.mode]));
}

/** Reads the names of the objects that others replace in this clone alone. */
export const readReplaced = (run: Run): ReadonlySet<string> =>
  new Set(
    textOf(run(['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/replace/']))
      .split('\n')
      .filter(Boolean),
  );

/**
 * Lists the files below a path that differ from those of the commit that is checked out, where git does not show it
 * because another commit or folder replaces that one in this clone.
 */
export function listHiddenByReplacement(run: Run, under: string): ReadonlySet<string> {
  const staged = (env: Readonly<Record<string, undefined>>) => {
    const args = ['diff-index', '--cached', '--raw', '-z', ...diffOptions, 'HEAD', '--', quotePath(under)];
    return parseChanges(run(args, { mayFail: true, env })).map(({ after }) => after.path);
  };
  const shown = new Set(staged({ GIT_NO_REPLACE_OBJECTS: undefined }));
  return new Set(staged({}).filter((path) => !shown.has(path)));
}

const diffOptions = ['--no-renames', '--no-abbrev', '--relative', '--ignore-submodules=dirty'] as const;

/** The attributes with which a checkout or a commit rewrites a text beyond its line ends. */
const rewriting = ['filter', 'working-tree-encoding', 'ident'] as const;

/** Reads the attributes of each path by which git rewrites it between the disk and a commit, as they are written. */
export function readRewriters(run: Run, paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = readAttributes(run, paths, rewriting);
  return new Map([...found].map(([path, values]) => [path, listRewriters(values)]));
}

/** Reads the values of attributes of each path: `set`, `unset`, `unspecified` or what is written. */
export function readAttributes(
  run: Run,
  paths: readonly string[],
  names: readonly string[],
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const input = paths.filter((path) => !isNotUtf8(path)).map((path) => `${path}\0`);
  if (input.length === 0) return new Map();
  const fields = splitFields(run(['check-attr', '-z', '--stdin', ...names], { input: input.join('') }));
  const found = new Map<string, Map<string, string>>();
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [path = '', name = '', value = ''] = fields.slice(at, at + 3);
    const known = found.get(path);
    if (known) known.set(name, value);
    else found.set(path, new Map([[name, value]]));
  }
  return found;
}

/** Returns those attributes of a path by which git rewrites its text, as `.gitattributes` writes them. */
export function listRewriters(values: ReadonlyMap<string, string>): readonly string[] {
  const isPlain = (value: string) => ['set', 'unset', 'unspecified', ''].includes(value);
  const filter = values.get('filter') ?? '';
  const encoding = values.get('working-tree-encoding') ?? '';
  return [
    ...(isPlain(filter) ? [] : [`filter=${filter}`]),
    ...(isPlain(encoding) || /^utf-?8$/i.test(encoding) ? [] : [`working-tree-encoding=${encoding}`]),
    ...(values.get('ident') === 'set' ? ['ident'] : []),
  ];
}

/** Returns true if a blob is exactly these bytes, or these bytes with LF in place of every CRLF. */
export function isBlob(hash: string, bytes: Uint8Array): 'same' | 'same-text' | undefined {
  if (hashBlob(bytes, hash.length) === hash) return 'same';
  const unified = unifyLineEnds(bytes);
  return unified !== bytes && hashBlob(unified, hash.length) === hash ? 'same-text' : undefined;
}

/** Returns the name that git gives a blob; a repository has names of 40 or of 64 digits. */
const hashBlob = (bytes: Uint8Array, digits: number): string =>
  createHash(digits === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');

const quotePath = (path: string): string => `:(literal)${path}`;
