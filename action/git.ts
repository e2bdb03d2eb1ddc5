import { spawnSync } from 'node:child_process';
import { Failure } from './failure.ts';
import type { Surroundings } from './surroundings.ts';

/** Where the policies lie in a clone. */
export interface Clone {
  /** The absolute folder at the root of the clone: what is printed is relative to it. */
  readonly root: string;
  /** From there to the working directory: empty, or a path that ends in a slash. */
  readonly prefix: string;
}

/** The clone that a folder belongs to. Throws `Failure` where there is none. */
export function cloneOf(folder: string, env: Surroundings['env']): Clone {
  const root = git(folder, env, 'rev-parse', '--show-toplevel');
  const prefix = git(folder, env, 'rev-parse', '--show-prefix');
  if (root === undefined || prefix === undefined)
    throw new Failure('the working directory is not a git clone: check the pull request out before');
  return { root, prefix };
}

/** The full name of a commit; nothing where the clone does not have it. */
export function commitOf({ root }: Clone, env: Surroundings['env'], revision: string): string | undefined {
  return git(root, env, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
}

/**
 * What a pull request is compared with, so that only its own changes count: the parent on the base branch of
 * the merge that GitHub made and checked out, else the commit where the branch left the base branch.
 */
export function baseOfPullRequest(
  clone: Clone,
  env: Surroundings['env'],
  { base, head }: { readonly base: string; readonly head: string },
): string | undefined {
  const parent = commitOf(clone, env, 'HEAD^1');
  if (parent !== undefined && commitOf(clone, env, 'HEAD^2') === head) return parent;
  return commitOf(clone, env, base) && git(clone.root, env, 'merge-base', base, 'HEAD');
}

/** The commit where what is checked out left a branch; of a tag or a commit, that commit itself. */
export function baseNamed(clone: Clone, env: Surroundings['env'], name: string): string | undefined {
  const found = commitOf(clone, env, name);
  const full = git(clone.root, env, 'rev-parse', '--verify', '--quiet', '--symbolic-full-name', name);
  const isBranch =
    full !== undefined && /^refs\/(heads|remotes)\//.test(full) && name !== 'HEAD' && !name.startsWith('-');
  return found && isBranch ? git(clone.root, env, 'merge-base', found, 'HEAD') : found;
}

function git(folder: string, env: Surroundings['env'], ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    env: { PATH: env.PATH, HOME: env.HOME, GIT_NO_REPLACE_OBJECTS: '1' },
    timeout: 60_000,
  });
  return status === 0 ? stdout.trimEnd() : undefined;
}
