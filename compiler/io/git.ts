import { spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import path from 'node:path';
import type { Commit } from '../text/commit.ts';
import {
  type Files,
  isNotUtf8,
  refuseSize,
  type Unreadable,
  unreadableLink,
  unreadableName,
  unreadableSubmodule,
} from '../text/files.ts';
import { type HistoryStep, noMode, parseSteps, splitFields, stepFormat } from './parse-history.ts';

/**
 * Git cannot give what was asked: one sentence, lower case, no full stop. A mistake of the caller or of the
 * repository, never of plafond.
 */
export class GitError extends Error {}

/** A commit with the files of a folder as they were then. */
export interface Revision {
  readonly commit: Commit;
  readonly files: Files;
}

/** A repository, read and never written: neither its work tree nor its index is touched. */
export interface Git {
  /**
   * The hash of the commit that a revision names, or of the last one on a day, `2027-03-31`, in UTC, along first
   * parents from HEAD: what a branch brought later is later.
   */
  findCommit(revisionOrDay: string): string;
  /** Whether a name is that of a branch, here or of a remote: a line that goes on, not one commit. */
  isBranch(name: string): boolean;
  /** The branch that others are merged into; nothing where it cannot be told. */
  findDefaultBranch(): string | undefined;
  /** The commit where the lines of two commits part; nothing where they share none. */
  findMergeBase(one: string, other: string): string | undefined;
  /** The files below a folder in a commit. Paths are relative to the folder git was opened in, as on disk. */
  filesAt(commit: string, folder: string): Files;
  /** The commits up to and with one that changed something below a folder, newest first. */
  listCommits(commit: string, folder: string): readonly Commit[];
  /**
   * The commits that changed something below a folder, newest first, along first parents: a merge is one step, of
   * all that it brings. What commits of `without` can reach is left out. A blob is read once, and the files of all
   * revisions give the same bytes for it.
   */
  readHistory(commit: string, folder: string, without?: readonly string[]): Iterable<Revision>;
  /**
   * The files in the folder git was opened in whose loss git could undo: the index holds them as they are there, or
   * both sides of a merge that is not done. Paths are relative to that folder.
   */
  listHeldFiles(): ReadonlySet<string>;
  /**
   * The paths at or below a folder that differ between two commits, or between a commit and the work tree; those
   * are what is tracked, and what is new and not ignored. Sorted.
   */
  listChangedPaths(base: string, head: string | undefined, folder: string): readonly string[];
  /** When a commit was made, by the clock of its committer: in seconds since 1970. */
  secondsOf(commit: string): number;
  /** Whether a commit is the first of all that led to it, and not merely the last that a shallow clone has. */
  isRoot(commit: string): boolean;
}

/**
 * Opens the repository that a folder on disk is in: a work tree or any folder of it, a bare or a shallow one. What
 * is refused says what the folder is `called`.
 * Throws `GitError`, as all that it returns does. Git itself is the library here: its plumbing is the one
 * complete reader of its formats, and is wherever a repository is.
 */
export function openGit(folder: string, called = folder): Git {
  const run = runner(folder, called);
  const prefix = text(run(['rev-parse', '--show-prefix'])).replace(/\n$/, '');
  const blobs = new Map<string, Uint8Array>();

  const pathInTree = (wanted: string): string => {
    const whole = path.posix.normalize(path.posix.join(prefix, wanted)).replace(/\/$/, '');
    if (path.posix.isAbsolute(wanted) || whole === '..' || whole.startsWith('../'))
      throw new GitError(`\`${wanted}\` is outside the repository`);
    return whole === '.' ? '' : whole;
  };

  const entriesAt = (commit: string, under: string): readonly TreeEntry[] => {
    const list = (...args: readonly string[]) =>
      parseTree(run(['ls-tree', '-z', '-l', '--full-tree', ...args]));
    if (under === '') return list('-r', commit).map(fromHere);
    const steps = under.split('/');
    const above = steps.slice(0, -1).map((_, at) => steps.slice(0, at + 1).join('/'));
    const found = list('-r', commit, '--', under);
    // Nothing may mean that a folder on the way is a link, or a submodule: then it is not that there is nothing.
    const lost = found.length > 0 || above.length === 0 ? [] : list(commit, '--', ...above).filter(isRefused);
    return [...found, ...lost].map(fromHere);
  };
  const fromHere = <E extends { readonly path: string }>(entry: E): E => ({
    ...entry,
    path: path.posix.relative(prefix, entry.path),
  });

  return {
    findCommit: (revisionOrDay) => commitOf(run, revisionOrDay),
    isBranch: (name) => isBranch(run, name),
    findDefaultBranch: () => findDefaultBranch(run),
    findMergeBase: (one, other) => hashIn(run(['merge-base', one, other], { mayFail: true })),
    filesAt: (commit, wanted) => filesOf(entriesAt(commit, pathInTree(wanted)), blobs, run),
    *readHistory(commit, wanted, without = []) {
      const under = pathInTree(wanted);
      const range = [commit, ...without.map((one) => `^${one}`), '--'];
      const log = ['log', ...stepFormat, ...range, ...(under === '' ? [] : [`:(top,literal)${under}`])];
      const steps = parseSteps(run(log));
      const tree = new Map(entriesAt(commit, under).map((entry) => [entry.path, entry]));
      const sizes = sizesOf(steps, run);
      const older = steps.flatMap(({ changes }) =>
        changes.map(({ before }) => fromHere({ ...before, size: sizes.get(before.hash) ?? 0 })),
      );
      const together = [...tree.values(), ...older.filter(({ mode }) => mode !== noMode)];
      for (const { changes, ...step } of steps) {
        yield { commit: step, files: filesOf([...tree.values()], blobs, run, together) };
        for (const { before } of changes) {
          const entry = fromHere({ ...before, size: sizes.get(before.hash) ?? 0 });
          if (entry.mode === noMode) tree.delete(entry.path);
          else tree.set(entry.path, entry);
        }
      }
    },
    listHeldFiles() {
      const list = (flag: string) =>
        text(run(['ls-files', '-z', flag]))
          .split('\0')
          .filter(Boolean);
      const conflicts = new Set(list('--unmerged').map((line) => line.slice(line.indexOf('\t') + 1)));
      const modified = new Set(list('--modified').filter((file) => !conflicts.has(file)));
      return new Set(list('--cached').filter((file) => !modified.has(file)));
    },
    listChangedPaths(base, head, wanted) {
      const under = `:(top,literal)${pathInTree(wanted)}`;
      const compare = ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', base];
      const listed = [
        run([...compare, ...(head === undefined ? [] : [head]), '--', under]),
        ...(head === undefined
          ? [run(['ls-files', '-z', '--full-name', '--others', '--exclude-standard', '--', under])]
          : []),
      ];
      const paths = listed.flatMap((output) => text(output).split('\0')).filter((one) => one !== '');
      return [...new Set(paths)].map((one) => fromHere({ path: one }).path).sort();
    },
    secondsOf: (commit) => Number(/^committer .* (\d+) [+-]\d+$/m.exec(headOf(run, commit))?.[1]),
    isRoot: (commit) => !/^parent /m.test(headOf(run, commit)),
    listCommits(commit, wanted) {
      const under = pathInTree(wanted);
      const format = '--format=%H%x00%P%x00%an%x00%cI%x00%s';
      const log = ['log', '-z', '--no-show-signature', '--topo-order', format, commit, '--'];
      const fields = text(run([...log, ...(under === '' ? [] : [`:(top,literal)${under}`])])).split('\0');
      const commits: Commit[] = [];
      for (let at = 0; at + 4 < fields.length; at += 5) {
        const [hash = '', parents = '', author = '', time = '', subject = ''] = fields.slice(at, at + 5);
        commits.push({ hash, parents: parents.split(' ').filter(Boolean), author, time, subject });
      }
      return commits;
    },
  };
}

/** Runs one git command and gives what it says. `mayFail`: an empty answer where git refuses. */
type Run = (
  args: readonly string[],
  more?: { readonly input?: string; readonly mayFail?: boolean },
) => Buffer;

/** More than any tree of policies; a batch of blobs is kept below it. */
const mostBytes = 1024 * 1024 * 1024;
const batchBytes = 64 * 1024 * 1024;

function runner(folder: string, called: string): Run {
  return (args, { input, mayFail = false } = {}) => {
    const { error, status, stdout, stderr } = spawnSync('git', ['--no-pager', ...args], {
      cwd: folder,
      input: input ?? '',
      maxBuffer: mostBytes,
      env: environmentFrom({ ...process.env }),
    });
    if (error) throw new GitError(explainRunError(error));
    if (status === 0) return stdout;
    if (mayFail) return Buffer.alloc(0);
    throw new GitError(explainGitError(text(stderr), called));
  };
}

/**
 * The environment in which git is run. Nothing that git itself reads from there is inherited but how a remote is
 * reached: a hook, or whoever runs it, would choose another repository, index or settings. What stands for another
 * object in this clone alone is not looked at, no lock is taken for a refresh of the index, and what git says is
 * said in one language.
 */
function environmentFrom(inherited: Environment): Environment {
  const isHarmless = (name: string) =>
    !/^GIT_/i.test(name) || /^GIT_(ASKPASS|SSH|SSH_COMMAND|SSL_\w+|TERMINAL_PROMPT)$/i.test(name);
  return {
    ...Object.fromEntries(Object.entries(inherited).filter(([name]) => isHarmless(name))),
    GIT_GRAFT_FILE: devNull,
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    LANGUAGE: 'C',
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

function explainRunError(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  return code === 'ENOENT'
    ? 'git is not installed, or the folder it was to run in is not there'
    : `git cannot be run: ${error.message}`;
}

/** What git said, as a sentence of ours. */
function explainGitError(said: string, folder: string): string {
  if (/not a git repository/i.test(said)) return `\`${folder}\` is not in a git repository`;
  const line =
    said.split('\n').find((one) => /^(fatal|error):/.test(one)) ?? said.trim().split('\n')[0] ?? '';
  return `git refuses: ${line.replace(/^(fatal|error): /, '').replace(/\.$/, '')}`;
}

function isBranch(run: Run, name: string): boolean {
  if (name.startsWith('-') || /[\0\n]/.test(name) || name === 'HEAD' || name === '@') return false;
  const full = ['rev-parse', '--verify', '--quiet', '--symbolic-full-name', '--end-of-options', name];
  return /^refs\/(heads|remotes)\//.test(text(run(full, { mayFail: true })));
}

function findDefaultBranch(run: Run): string | undefined {
  const remote = text(run(['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'], { mayFail: true })).trim();
  const names = [remote.replace(/^refs\/remotes\//, ''), 'origin/main', 'origin/master', 'main', 'master'];
  return names.find((name) => name !== '' && isBranch(run, name));
}

function commitOf(run: Run, written: string): string {
  const asked = [...written.matchAll(/@\{([^}]*)\}/g)].map(([, inside = '']) => inside);
  if (asked.some((inside) => !/^(-?\d{1,7}|u|upstream|push)$/i.test(inside)))
    throw new GitError(
      `\`${written}\` asks what this clone once had, which no other clone knows; name the day alone, as \`2027-03-31\``,
    );
  // A revision never starts with a dash, so that none is taken for an option of git.
  const isSafe = !written.startsWith('-') && !/[\0\n]/.test(written);
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${written}^{commit}`];
  const found = isSafe ? hashIn(run(verify, { mayFail: true })) : undefined;
  if (found !== undefined) return found;
  if (isDay(written)) {
    const before = ['rev-list', '--first-parent', '--max-count=1', `--before=${written}T23:59:59Z`, 'HEAD'];
    const last = hashIn(run(before, { mayFail: true }));
    if (last !== undefined) return last;
    throw new GitError(`no commit of HEAD is as old as \`${written}\`${shallowHint(run)}`);
  }
  throw new GitError(`no revision \`${written}\`${shallowHint(run)}`);
}

/** What a commit says before its message. */
const headOf = (run: Run, commit: string): string =>
  text(run(['cat-file', 'commit', commit])).split('\n\n')[0] ?? '';

function hashIn(output: Buffer): string | undefined {
  return /^([0-9a-f]{40,64})\n$/.exec(text(output))?.[1];
}

function isDay(written: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(written)) return false;
  const time = Date.parse(written);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written);
}

function shallowHint(run: Run): string {
  const isShallow = text(run(['rev-parse', '--is-shallow-repository'], { mayFail: true })).trim() === 'true';
  return isShallow ? '; this clone is shallow, `git fetch --unshallow` gets the rest' : '';
}

/** One line of a tree. `size` is that of a blob. */
interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly hash: string;
  readonly size: number;
}

function parseTree(listing: Buffer): readonly TreeEntry[] {
  return splitFields(listing)
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', , hash = '', size = ''] = line.slice(0, tab).split(/ +/);
      return { path: line.slice(tab + 1), mode, hash, size: Number(size) || 0 };
    });
}

/** What a tree holds and no blob can stand for: it must not go unnoticed. */
const reasons: Readonly<Record<string, Unreadable>> = {
  '120000': unreadableLink,
  '160000': unreadableSubmodule,
};

const isRefused = ({ mode }: TreeEntry): boolean => mode in reasons;

/** The files of a tree. With the first of them that is read come all of `together` that are wanted. */
function filesOf(
  entries: readonly TreeEntry[],
  blobs: Map<string, Uint8Array>,
  run: Run,
  together: readonly TreeEntry[] = entries,
): Files {
  const entryOf = new Map(entries.map((entry) => [entry.path, entry]));
  let isListed = (_: TreeEntry): boolean => false;
  return {
    list(wanted) {
      isListed = (entry) => wanted(entry.path) || isRefused(entry);
      return entries
        .filter(isListed)
        .map((entry) => entry.path)
        .sort();
    },
    read(file, limit) {
      const entry = entryOf.get(file);
      if (!entry) return { unreadable: 'there is no such file' };
      const reason = reasons[entry.mode];
      if (reason !== undefined) return reason;
      if (isNotUtf8(entry.path)) return unreadableName;
      if (entry.size > limit) return refuseSize(entry.size, limit);
      if (!blobs.has(entry.hash)) fetch([entry, ...together.filter(isListed)], limit, blobs, run);
      return blobs.get(entry.hash) ?? missing(entry);
    },
  };
}

const missing = ({ hash }: TreeEntry): Unreadable => ({
  unreadable: `the repository does not have its content, object ${hash.slice(0, 12)}`,
});

/** How large the blobs are that a history leaves behind. */
function sizesOf(steps: readonly HistoryStep[], run: Run): ReadonlyMap<string, number> {
  const hashes = new Set(
    steps.flatMap(({ changes }) =>
      changes.flatMap(({ before: { mode, hash } }) => (mode === noMode || mode in reasons ? [] : [hash])),
    ),
  );
  if (hashes.size === 0) return new Map();
  const input = [...hashes].map((hash) => `${hash}\n`).join('');
  const lines = text(run(['cat-file', '--batch-check=%(objectname) %(objectsize)'], { input })).split('\n');
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1]) || 0]));
}

/** Reads the blobs of entries that are not known yet, as many as fit, in one run of git. */
function fetch(entries: readonly TreeEntry[], limit: number, blobs: Map<string, Uint8Array>, run: Run): void {
  const hashes = new Set<string>();
  let bytes = 0;
  for (const { hash, mode, size } of entries) {
    if (mode in reasons || size > limit || blobs.has(hash) || hashes.has(hash)) continue;
    bytes += size;
    if (bytes > batchBytes && hashes.size > 0) break;
    hashes.add(hash);
  }
  const output = run(['cat-file', '--batch'], { input: [...hashes].map((hash) => `${hash}\n`).join('') });
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    if (end === -1) break;
    const [hash = '', type, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (type !== 'blob') continue;
    const length = Number(size);
    blobs.set(hash, output.subarray(at, at + length));
    at += length + 1;
  }
}

const text = (output: Buffer): string => output.toString('utf8');
