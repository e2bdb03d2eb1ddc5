import { spawnSync } from 'node:child_process';
import { ActionError } from './action-error.ts';
import type { Surroundings } from './surroundings.ts';

/** The clone in which the policies are, with the working directory in it. */
export interface Clone {
  /** The absolute path of the root of the clone; printed paths are relative to it. */
  readonly root: string;
  /** The path from the root to the working directory: empty, or a path that ends in a slash. */
  readonly prefix: string;
}

/** Returns the clone that a folder belongs to. Throws an `ActionError` if there is none. */
export function findClone(folder: string, env: Surroundings['env']): Clone {
  const root = runGit(folder, env, 'rev-parse', '--show-toplevel');
  const prefix = runGit(folder, env, 'rev-parse', '--show-prefix');
  if (root === undefined || prefix === undefined)
    throw new ActionError(
      'the working directory is not a git clone; run actions/checkout in a step before this one',
    );
  return { root, prefix };
}

/** Returns the full name of a commit; undefined if the clone does not have it. */
export function resolveCommit(
  { root }: Clone,
  env: Surroundings['env'],
  revision: string,
): string | undefined {
  return runGit(root, env, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
}

/**
 * Finds the commit that a pull request is compared with, so that only its own changes count: if the merge that GitHub made
 * is checked out, the parent of it on the base branch; else the commit where the branch left the base branch.
 */
export function findPullRequestBase(
  clone: Clone,
  env: Surroundings['env'],
  { base, head }: { readonly base: string; readonly head: string },
): string | undefined {
  const parent = resolveCommit(clone, env, 'HEAD^1');
  if (parent !== undefined && resolveCommit(clone, env, 'HEAD^2') === head) return parent;
  return resolveCommit(clone, env, base) && runGit(clone.root, env, 'merge-base', base, 'HEAD');
}

/**
 * Finds the base that a name stands for: for a branch, the commit where HEAD left it; for a tag or a commit, that commit.
 * Throws an `ActionError` for the name of a tag and a branch: git would take the tag, and anybody may have pushed it.
 */
export function findNamedBase(clone: Clone, env: Surroundings['env'], name: string): string | undefined {
  const places = ['tags', 'heads', 'remotes'].map((room) => `refs/${room}/${name}`);
  const refs = (runGit(clone.root, env, 'for-each-ref', '--format=%(refname)', ...places) ?? '')
    .split('\n')
    .filter((ref) => places.includes(ref));
  if (refs.length > 1)
    throw new ActionError(
      `input \`base\` is \`${name}\`, which names ${refs.join(' and ')}; write one in full`,
    );
  const found = resolveCommit(clone, env, name);
  const full = runGit(clone.root, env, 'rev-parse', '--verify', '--quiet', '--symbolic-full-name', name);
  const isBranch =
    full !== undefined && /^refs\/(heads|remotes)\//.test(full) && name !== 'HEAD' && !name.startsWith('-');
  return found && isBranch ? runGit(clone.root, env, 'merge-base', found, 'HEAD') : found;
}

function runGit(folder: string, env: Surroundings['env'], ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    env: { PATH: env.PATH, HOME: env.HOME, GIT_NO_REPLACE_OBJECTS: '1' },
    timeout: 60_000,
  });
  return status === 0 ? stdout.trimEnd() : undefined;
}
