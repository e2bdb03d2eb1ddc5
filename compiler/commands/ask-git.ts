import path from 'node:path';
import { findFolderAbove, findLinkTo } from '../io/disk.ts';
import { type Git, GitError, openGit, type Revision } from '../io/git.ts';
import type { GitAttributes } from '../model/git-attributes.ts';
import type { Files } from '../text/files.ts';
import { renameRoot } from '../text/rename-root.ts';
import { type Io, MisuseError, type OpenedFolder } from './command.ts';

/** The repository that a policies folder is in; its files have the paths that they have on disk. */
export interface PolicyRepository
  extends Omit<Git, 'filesAt' | 'findFiles' | 'readAttributes' | 'readHistory'> {
  /** Returns the policies of a commit. */
  filesAt(commit: string): Files;
  /**
   * Returns the files of a commit that have one of some names, as of `Git`; paths are relative to where the command
   * was started.
   */
  findFiles(commit: string, names: readonly string[]): Files;
  /** Returns the git attributes of the policies, and of folders named from there, in a commit or in the work tree. */
  readAttributes(commit: string | undefined, beside: readonly string[]): GitAttributes;
  /** Returns the commits that changed the policies, as of `Git`. */
  readHistory(commit: string, without?: readonly string[]): Iterable<Revision>;
}

/**
 * Asks the repository that the policies are in, wherever a command was started. What git refuses, also later, is
 * thrown as `MisuseError`.
 */
export async function askGit<T>(
  policies: string,
  io: Pick<Io, 'folder' | 'readBefore'>,
  ask: (git: PolicyRepository) => T | Promise<T>,
): Promise<T> {
  try {
    return await ask(openPolicyRepository(policies, io));
  } catch (error) {
    throw error instanceof GitError ? new MisuseError(error.message) : error;
  }
}

function openPolicyRepository(policies: string, io: Pick<Io, 'folder' | 'readBefore'>): PolicyRepository {
  const { git, rest } = openAbove(policies, io);
  const named = (files: Files) => renameRoot(files, rest, policies);
  return {
    ...git,
    filesAt: (commit) => named(git.filesAt(commit, rest)),
    findFiles(commit, names) {
      const found = git.findFiles(commit, names);
      const shown = (file: string) => moveFrom(file, rest, policies);
      return {
        list: (wanted) => found.list((file) => wanted(shown(file))).map(shown),
        read: (file, limit) => found.read(moveFrom(file, policies, rest), limit),
      };
    },
    readAttributes(commit, beside) {
      const folders = [rest, ...beside.map((one) => path.posix.join(rest, one))];
      const { settings, texts } = git.readAttributes(commit, folders);
      return { settings: renamePaths(settings, rest, policies), texts: renamePaths(texts, rest, policies) };
    },
    readWorkflows: (commit) => renamePaths(git.readWorkflows(commit), rest, policies),
    *readHistory(commit, without) {
      for (const revision of git.readHistory(commit, rest, without))
        yield { ...revision, files: named(revision.files) };
    },
  };
}

/** Returns a map whose paths are from where a command was started, not from where git was opened. */
const renamePaths = <T>(
  map: ReadonlyMap<string, T>,
  rest: string,
  policies: string,
): ReadonlyMap<string, T> =>
  new Map([...map].map(([file, value]) => [moveFrom(file, rest, policies), value]));

/** Returns the path that a file has if the folder it is named from is another one. */
const moveFrom = (file: string, from: string, to: string): string =>
  path.posix.join(to, path.posix.relative(from, file));

/**
 * Opens the repository that a folder is in, and says where the folder is from where git was opened. The folder need
 * not be there now: then the nearest one above it tells the repository.
 */
export function openAbove(folder: string, io: Pick<Io, 'folder' | 'readBefore'>): OpenedFolder {
  const known = io.readBefore?.repositories;
  const before = known?.get(folder);
  if (before) return before;
  const whole = path.resolve(io.folder, folder);
  const link = findLinkTo(whole);
  const start = findFolderAbove(link === undefined ? whole : path.dirname(path.resolve(link)));
  const rest = path.relative(start, whole).replaceAll(path.sep, '/') || '.';
  const git = openGit(start, folder);
  const opened = { git: known ? rememberReads(git) : git, rest };
  known?.set(folder, opened);
  return opened;
}

/** Returns the same repository, of which names of commits and listings of folders are asked once. */
function rememberReads(git: Git): Git {
  const commits = new Map<string, string>();
  const folders = new Map<string, Files>();
  return {
    ...git,
    findCommit(revisionOrDay) {
      const commit = commits.get(revisionOrDay) ?? git.findCommit(revisionOrDay);
      commits.set(revisionOrDay, commit);
      commits.set(commit, commit);
      return commit;
    },
    filesAt(commit, folder) {
      const key = JSON.stringify([commit, folder]);
      const files = folders.get(key) ?? git.filesAt(commit, folder);
      folders.set(key, files);
      return files;
    },
  };
}

/** Returns what git gives; undefined where it refuses. */
export function tryGit<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
