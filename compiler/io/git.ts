import path from 'node:path';
import type { GitAttributes } from '../model/git-attributes.ts';
import type { Commit } from '../text/commit.ts';
import type { Files, Unreadable } from '../text/files.ts';
import { unifyLineEnds } from '../text/line-ends.ts';
import { filesOnDisk } from './disk.ts';
import {
  findCommit,
  findDefaultBranch,
  isBranch,
  listRevisionNames,
  parseHash,
  readCommitHead,
} from './git/find-commit.ts';
import { noMode, parseSteps, stepFormat } from './git/parse-history.ts';
import {
  attributesFile,
  attributesLimit,
  findAttributes,
  listAttributesAbove,
} from './git/read-attributes.ts';
import { GitError, prepareGit, type Run, textOf } from './git/run-git.ts';
import { isUnreadableEntry, openTree, parseTree, readSizes, type TreeEntry } from './git/tree.ts';

export { GitError };

/** A commit with the files of a folder at that time. */
export interface Revision {
  readonly commit: Commit;
  readonly files: Files;
}

/** A repository, read and never written: neither its work tree nor its index is touched. */
export interface Git {
  /**
   * Returns the hash of the commit that a revision names, or of the last commit on a day, `2027-03-31`, in UTC, along
   * first parents from HEAD: commits of a branch count from the day on which it was merged.
   */
  findCommit(revisionOrDay: string): string;
  /** Returns true if a name is that of a branch, here or of a remote: a line that goes on, not one commit. */
  isBranch(name: string): boolean;
  /** Lists the names of branches and tags, as one writes them. */
  listRevisionNames(): readonly string[];
  /** Returns the branch that others are merged into; undefined if there is none of the usual names. */
  findDefaultBranch(): string | undefined;
  /** Returns the commit where the lines of two commits part; undefined if they share none. */
  findMergeBase(one: string, other: string): string | undefined;
  /** Returns the files below a folder in a commit. Paths are relative to the folder git was opened in, as on disk. */
  filesAt(commit: string, folder: string): Files;
  /** Returns the files of a commit that have one of some names, or a name of some form, wherever in the repository they are. */
  findFiles(commit: string, names: readonly string[] | RegExp): Files;
  /**
   * Lists the commits that changed something below a folder, newest first, along first parents, with who said yes to each.
   * Commits that those of `without` can reach are left out.
   */
  listSteps(commit: string, folder: string, without: readonly string[]): readonly Commit[];
  /** Lists the commits up to and with one that changed something below a folder, newest first. */
  listCommits(commit: string, folder: string): readonly Commit[];
  /**
   * Reads the commits that changed something below a folder, newest first, along first parents: a merge is one step
   * with all its changes. Commits that those of `without` can reach are left out. A blob is read once, and the files
   * of all revisions give the same bytes for it.
   */
  readHistory(commit: string, folder: string, without?: readonly string[]): Iterable<Revision>;
  /**
   * Lists the files in the folder git was opened in whose loss git could undo: the index holds them as they are on
   * disk, or holds both sides of an unfinished merge. Paths are relative to that folder.
   */
  listHeldFiles(): ReadonlySet<string>;
  /**
   * Lists the paths at or below a folder that differ between two commits, or between a commit and the work tree, which
   * is all tracked files and those that are new and not ignored. Sorted.
   */
  listChangedPaths(base: string, head: string | undefined, folder: string): readonly string[];
  /**
   * Reads the attributes that the `.gitattributes` of a commit, or of the work tree, give to the files below folders.
   * What this clone or this machine adds does not count, nor does a folder outside of the repository.
   */
  readAttributes(commit: string | undefined, folders: readonly string[]): GitAttributes;
  /** Reads the workflows of GitHub that a commit, or the work tree, has, by their paths from where git was opened. */
  readWorkflows(commit: string | undefined): ReadonlyMap<string, string>;
  /** Returns the time of a commit by the clock of its committer, in seconds since 1970. */
  secondsOf(commit: string): number;
  /** Returns true if a commit has no parents. A commit whose parents a shallow clone lacks still has them. */
  isRoot(commit: string): boolean;
}

/**
 * Opens the repository that a folder on disk is in: a work tree or any folder of it, a bare or a shallow one. Errors
 * name the folder as it is `called`. This function and all methods of its result throw `GitError`. Git itself is the
 * library here: its plumbing is the one complete reader of its formats, and is wherever a repository is.
 */
export function openGit(folder: string, called = folder): Git {
  const run = prepareGit(folder, called);
  const prefix = textOf(run(['rev-parse', '--show-prefix'])).replace(/\n$/, '');
  const opened: Opened = { run, folder, prefix, blobs: new Map() };
  return {
    findCommit: (revisionOrDay) => findCommit(run, revisionOrDay),
    isBranch: (name) => isBranch(run, name),
    listRevisionNames: () => listRevisionNames(run),
    findDefaultBranch: () => findDefaultBranch(run),
    findMergeBase: (one, other) => parseHash(run(['merge-base', one, other], { mayFail: true })),
    filesAt: (commit, wanted) =>
      openTree(listEntries(opened, commit, pathInTree(opened, wanted)), opened.blobs, run),
    findFiles: (commit, names) => findFiles(opened, commit, names),
    listSteps: (commit, wanted, without) => listSteps(opened, commit, wanted, without),
    listCommits: (commit, wanted) => listCommits(opened, commit, wanted),
    readHistory: (commit, wanted, without = []) => readHistory(opened, commit, wanted, without),
    listHeldFiles: () => listHeldFiles(opened),
    listChangedPaths: (base, head, wanted) => listChangedPaths(opened, base, head, wanted),
    readAttributes: (commit, folders) => readAttributesAt(opened, commit, folders),
    readWorkflows: (commit) => readWorkflowsAt(opened, commit),
    secondsOf: (commit) => Number(/^committer .* (\d+) [+-]\d+$/m.exec(readCommitHead(run, commit))?.[1]),
    isRoot: (commit) => !/^parent /m.test(readCommitHead(run, commit)),
  };
}

/** A repository that was opened. */
interface Opened {
  readonly run: Run;
  /** The folder in which it was opened. */
  readonly folder: string;
  /** The path of the folder in which it was opened, from the root of the work tree. */
  readonly prefix: string;
  /** The blobs that were read, by hash. */
  readonly blobs: Map<string, Uint8Array>;
}

/** Returns a path from the root of the work tree; empty for the root itself. */
function pathInTree({ prefix }: Opened, wanted: string): string {
  const whole = path.posix.normalize(path.posix.join(prefix, wanted)).replace(/\/$/, '');
  if (path.posix.isAbsolute(wanted) || whole === '..' || whole.startsWith('../'))
    throw new GitError(`\`${wanted}\` is outside the repository`);
  return whole === '.' ? '' : whole;
}

/** Returns an entry with its path from the folder in which the repository was opened. */
const locateFromFolder = <Entry extends { readonly path: string }>(
  { prefix }: Opened,
  entry: Entry,
): Entry => ({
  ...entry,
  path: path.posix.relative(prefix, entry.path),
});

/** Lists the entries of the tree of a commit at or below a path. */
function listEntries(opened: Opened, commit: string, under: string): readonly TreeEntry[] {
  const list = (...args: readonly string[]) =>
    parseTree(opened.run(['ls-tree', '-z', '-l', '--full-tree', ...args]));
  if (under === '') return list('-r', commit).map((entry) => locateFromFolder(opened, entry));
  const steps = under.split('/');
  const above = steps.slice(0, -1).map((_, at) => steps.slice(0, at + 1).join('/'));
  const found = list('-r', commit, '--', under);
  // An empty answer may mean that a folder on the way is a link or a submodule, which is then what is found.
  const lost =
    found.length > 0 || above.length === 0 ? [] : list(commit, '--', ...above).filter(isUnreadableEntry);
  return [...found, ...lost].map((entry) => locateFromFolder(opened, entry));
}

function findFiles(opened: Opened, commit: string, names: readonly string[] | RegExp): Files {
  const isNamed = (name: string) => (names instanceof RegExp ? names.test(name) : names.includes(name));
  const found = listEntries(opened, commit, '').filter((entry) => isNamed(path.posix.basename(entry.path)));
  return openTree(found, opened.blobs, opened.run);
}

function listSteps(
  opened: Opened,
  commit: string,
  wanted: string,
  without: readonly string[],
): readonly Commit[] {
  const range = [commit, ...without.map((one) => `^${one}`), '--'];
  const log = opened.run(['log', ...stepFormat, ...range, ...limitTo(pathInTree(opened, wanted))]);
  const start = pathInTree(opened, wanted);
  const cut = start === '' || start === '.' ? 0 : start.replace(/\/*$/, '/').length;
  return parseSteps(log).map(({ changes, ...commit }) => ({
    ...commit,
    files: changes.map(({ after }) => after.path.slice(cut)),
  }));
}

function listCommits(opened: Opened, commit: string, wanted: string): readonly Commit[] {
  const format = '--format=%H%x00%P%x00%an%x00%cI%x00%s';
  const log = ['log', '-z', '--no-show-signature', '--topo-order', format, commit, '--'];
  const fields = textOf(opened.run([...log, ...limitTo(pathInTree(opened, wanted))])).split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + 4 < fields.length; at += 5) {
    const [hash = '', parents = '', author = '', time = '', subject = ''] = fields.slice(at, at + 5);
    commits.push({ hash, parents: parents.split(' ').filter(Boolean), author, time, subject });
  }
  return commits;
}

function* readHistory(
  opened: Opened,
  commit: string,
  wanted: string,
  without: readonly string[],
): Iterable<Revision> {
  const { run, blobs } = opened;
  const under = pathInTree(opened, wanted);
  const range = [commit, ...without.map((one) => `^${one}`), '--'];
  const steps = parseSteps(run(['log', ...stepFormat, ...range, ...limitTo(under)]));
  const tree = new Map(listEntries(opened, commit, under).map((entry) => [entry.path, entry]));
  const sizes = readSizes(steps, run);
  const entriesBefore = ({ changes }: (typeof steps)[number]): readonly TreeEntry[] =>
    changes.map(({ before }) => locateFromFolder(opened, { ...before, size: sizes.get(before.hash) ?? 0 }));
  const older = steps.flatMap(entriesBefore).filter(({ mode }) => mode !== noMode);
  const together = [...tree.values(), ...older];
  for (const step of steps) {
    const { changes: _, ...own } = step;
    yield { commit: own, files: openTree([...tree.values()], blobs, run, together) };
    for (const entry of entriesBefore(step)) {
      if (entry.mode === noMode) tree.delete(entry.path);
      else tree.set(entry.path, entry);
    }
  }
}

function listHeldFiles({ run }: Opened): ReadonlySet<string> {
  const list = (flag: string) => splitPaths(run(['ls-files', '-z', flag]));
  const conflicts = new Set(list('--unmerged').map((line) => line.slice(line.indexOf('\t') + 1)));
  const modified = new Set(list('--modified').filter((file) => !conflicts.has(file)));
  return new Set(list('--cached').filter((file) => !modified.has(file)));
}

function listChangedPaths(
  opened: Opened,
  base: string,
  head: string | undefined,
  wanted: string,
): readonly string[] {
  const { run } = opened;
  const under = `:(top,literal)${pathInTree(opened, wanted)}`;
  const compare = ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', base];
  const compared = splitPaths(run([...compare, ...(head === undefined ? [] : [head]), '--', under]));
  const listNew = ['ls-files', '-z', '--full-name', '--others', '--exclude-standard', '--', under];
  const added = head === undefined ? splitPaths(run(listNew)) : [];
  const paths = [...new Set([...compared, ...added])];
  return paths.map((one) => locateFromFolder(opened, { path: one }).path).sort();
}

function readAttributesAt(
  opened: Opened,
  commit: string | undefined,
  folders: readonly string[],
): GitAttributes {
  const inside = folders.flatMap((folder) => {
    const whole = path.posix.join(opened.prefix, folder);
    return path.posix.isAbsolute(folder) || /^\.\.(\/|$)/.test(whole) ? [] : [pathInTree(opened, folder)];
  });
  const above = inside.flatMap(listAttributesAbove);
  const wanted = inside.includes('') ? [] : [...new Set([...inside, ...above])];
  const { list, read } =
    commit === undefined ? openWorkTree(opened, wanted) : openCommit(opened, commit, wanted);
  const texts = new Map<string, string>();
  for (const file of list.filter((one) => path.posix.basename(one) === attributesFile)) {
    const bytes = read(file);
    if (bytes) texts.set(file, textOf(Buffer.from(unifyLineEnds(bytes))));
  }
  const found = findAttributes(
    list.filter((one) => !above.includes(one)),
    texts,
  );
  const name = (file: string) => locateFromFolder(opened, { path: file }).path;
  const renamed = <T>(map: ReadonlyMap<string, T>) =>
    new Map([...map].map(([file, value]) => [name(file), value]));
  return { settings: renamed(found), texts: renamed(texts) };
}

/** The folder in which GitHub looks for workflows, from the root of the work tree. */
const workflowFolder = '.github/workflows';

function readWorkflowsAt(opened: Opened, commit: string | undefined): ReadonlyMap<string, string> {
  const isWorkflow = (file: string) => /\.ya?ml$/.test(file);
  const { list, read } =
    commit === undefined
      ? openWorkTree(opened, [workflowFolder])
      : openCommit(opened, commit, [workflowFolder], isWorkflow);
  return new Map(
    list.filter(isWorkflow).flatMap((file) => {
      const bytes = read(file);
      const name = locateFromFolder(opened, { path: file }).path;
      return bytes ? [[name, textOf(Buffer.from(unifyLineEnds(bytes)))] as const] : [];
    }),
  );
}

/** Files by their paths from the root of the work tree. */
interface ListedFiles {
  readonly list: readonly string[];
  readonly read: (file: string) => Uint8Array | undefined;
}

function openCommit(
  { run, blobs }: Opened,
  commit: string,
  wanted: readonly string[],
  isRead = (file: string) => path.posix.basename(file) === attributesFile,
): ListedFiles {
  const paths = wanted.length === 0 ? [] : ['--', ...wanted];
  const entries = parseTree(run(['ls-tree', '-z', '-l', '--full-tree', '-r', commit, ...paths]));
  const files = openTree(
    entries.filter(({ path: file }) => isRead(file)),
    blobs,
    run,
  );
  files.list(() => true);
  return {
    list: entries.map((entry) => entry.path),
    read: (file) => textIn(files.read(file, attributesLimit)),
  };
}

function openWorkTree({ run, folder, prefix }: Opened, wanted: readonly string[]): ListedFiles {
  const list = ['ls-files', '-z', '--full-name', '--cached', '--others', '--exclude-standard', '--'];
  const paths = wanted.length === 0 ? [':(top)'] : wanted.map((one) => `:(top,literal)${one}`);
  const root = path.resolve(
    folder,
    ...prefix
      .split('/')
      .filter(Boolean)
      .map(() => '..'),
  );
  const disk = filesOnDisk(root);
  return {
    list: [...new Set(splitPaths(run([...list, ...paths])))],
    read: (file) => textIn(disk.read(path.posix.join(root, file), attributesLimit)),
  };
}

const textIn = (bytes: Uint8Array | Unreadable): Uint8Array | undefined =>
  'unreadable' in bytes ? undefined : bytes;

/** Returns the argument that limits `git log` to a path from the root of the work tree; none for the root. */
const limitTo = (under: string): readonly string[] => (under === '' ? [] : [`:(top,literal)${under}`]);

const splitPaths = (output: Buffer): readonly string[] => textOf(output).split('\0').filter(Boolean);
