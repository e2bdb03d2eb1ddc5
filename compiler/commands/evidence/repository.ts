import path from 'node:path';
import { type Git, GitError, openGit } from '../../io/git.ts';
import type { Origin } from '../../questions/evidence/evidence.ts';
import { isSourceFile } from '../../stages/1-load.ts';
import type { Files } from '../../text/files.ts';
import { renameRoot } from '../../text/rename-root.ts';
import { hasSameFiles } from '../../text/share-content.ts';
import { tryGit } from '../ask-git.ts';
import { type Io, MisuseError } from '../command.ts';

/** Returns the repository that holds the policies; undefined if none does or git is not installed. */
export function findRepository(policies: string, io: Io): Git | undefined {
  return tryGit(() => openGit(path.resolve(io.folder, policies)));
}

/** Returns the commit that is checked out, and if the policies differ from it; null if there is none. */
export function readHead(git: Git | undefined, files: Files, folder: string): Origin['git'] {
  const commit = git && tryGit(() => git.findCommit('HEAD'));
  if (!git || commit === undefined) return null;
  return { commit, dirty: !hasSamePolicies(files, policiesAt(git, commit, folder)) };
}

/** Returns the policies of a commit, their paths beginning with the name of their folder. */
export const policiesAt = (git: Git, commit: string, folder: string): Files =>
  renameRoot(git.filesAt(commit, '.'), '.', folder);

/** Returns the policies of a commit; undefined if the repository does not have the commit. */
export function findPoliciesAt(git: Git | undefined, commit: string, folder: string): Files | undefined {
  return git && tryGit(() => policiesAt(git, git.findCommit(commit), folder));
}

/** Returns the commit of the revision in `--since`. Throws `MisuseError` if there is no such commit or no repository. */
export function resolveSince(git: Git | undefined, revision: string): string {
  if (!git) throw new MisuseError('`--since` needs policies in a git repository');
  try {
    return git.findCommit(revision);
  } catch (error) {
    throw error instanceof GitError ? new MisuseError(`\`--since\`: ${error.message}`) : error;
  }
}

/** Returns true if two sets of files hold the same policies. */
export const hasSamePolicies = (a: Files, b: Files): boolean => hasSameFiles(a, b, isSourceFile, mostBytes);

/** The most bytes that are read of a policy file. */
const mostBytes = 64 * 1024 * 1024;
