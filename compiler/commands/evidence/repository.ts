import path from 'node:path';
import { type Git, GitError, openGit } from '../../io/git.ts';
import type { Origin } from '../../questions/evidence/evidence.ts';
import { isPolicyFile } from '../../stages/1-load.ts';
import type { Files } from '../../text/files.ts';
import { renameRoot } from '../../text/rename-root.ts';
import { hasSameFiles } from '../../text/share-content.ts';
import { type Io, Misuse } from '../command.ts';
import { allowed } from '../repository.ts';

/** The repository that the policies are in; nothing where they are in none, or git is not there. */
export function repositoryOf(policies: string, io: Io): Git | undefined {
  return allowed(() => openGit(path.resolve(io.folder, policies)));
}

/** The commit that is checked out, and whether the policies differ from it. */
export function headOf(git: Git | undefined, files: Files, folder: string): Origin['git'] {
  const commit = git && allowed(() => git.findCommit('HEAD'));
  if (!git || commit === undefined) return null;
  return { commit, dirty: !hasSamePolicies(files, policiesAt(git, commit, folder)) };
}

/** The policies of a commit, under the name of their folder. */
export const policiesAt = (git: Git, commit: string, folder: string): Files =>
  renameRoot(git.filesAt(commit, '.'), '.', folder);

/** The policies of a commit; nothing where the repository does not have it. */
export function policiesOf(git: Git | undefined, commit: string, folder: string): Files | undefined {
  return git && allowed(() => policiesAt(git, git.findCommit(commit), folder));
}

/** The commit of a revision. Throws `Misuse` where there is none, or no repository. */
export function commitOf(git: Git | undefined, revision: string): string {
  if (!git) throw new Misuse('`--since` needs policies in a git repository');
  try {
    return git.findCommit(revision);
  } catch (error) {
    throw error instanceof GitError ? new Misuse(`\`--since\`: ${error.message}`) : error;
  }
}

/** Returns true if two sets of files hold the same policies. */
export const hasSamePolicies = (a: Files, b: Files): boolean => hasSameFiles(a, b, isPolicyFile, mostBytes);

/** More than any policy file. */
const mostBytes = 64 * 1024 * 1024;
