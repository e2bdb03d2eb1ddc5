import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Git, GitError, openGit } from '../../io/git.ts';
import { isSourceFile } from '../../model/policy-files.ts';
import { packManifestPath, readPackManifest } from '../../print/evidence/manifest.ts';
import type { Origin } from '../../questions/evidence/evidence.ts';
import type { Files } from '../../text/files.ts';
import { renameRoot } from '../../text/rename-root.ts';
import { hasSameFiles } from '../../text/share-content.ts';
import { tryGit } from '../ask-git.ts';
import { attempt } from '../attempt.ts';
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

/**
 * Returns the commit of an older pack whose folder `--since` names; undefined if it names none. Throws `MisuseError` for a pack
 * of policies that are in no commit.
 */
export function findPackCommit(named: string, io: Io): string | undefined {
  const folder = path.resolve(io.folder, named);
  const file = path.join(folder, packManifestPath);
  if (!existsSync(file)) return undefined;
  const manifest = readPackManifest(attempt(`cannot read \`${file}\``, () => readFileSync(file, 'utf8')));
  if (!manifest) return undefined;
  if (!manifest.git || manifest.git.dirty)
    throw new MisuseError(
      `\`--since\`: the pack \`${named}\` is of policies that are in no commit, so nothing can be compared with it`,
    );
  return manifest.git.commit;
}

/**
 * Returns the revision in `--since`, or the commit of a pack that it names, with its commit. Throws `MisuseError` if there is no
 * such commit or no repository.
 */
export function resolveSince(
  git: Git | undefined,
  named: string,
  ofPack: string | undefined,
): NonNullable<Origin['since']> {
  const revision = ofPack ?? named;
  if (!git) throw new MisuseError('`--since` needs policies in a git repository');
  try {
    return { revision, commit: git.findCommit(revision) };
  } catch (error) {
    throw error instanceof GitError ? new MisuseError(`\`--since\`: ${error.message}`) : error;
  }
}

/** Returns true if two sets of files hold the same policies. */
export const hasSamePolicies = (a: Files, b: Files): boolean => hasSameFiles(a, b, isSourceFile, mostBytes);

/** The most bytes that are read of a policy file. */
const mostBytes = 64 * 1024 * 1024;
