import { spawnSync } from 'node:child_process';
import { devNull } from 'node:os';

/**
 * The error for something that git cannot give: one sentence, lower case, no full stop. A mistake of the caller or of
 * the repository, never of plafond.
 */
export class GitError extends Error {}

/** The error for a folder that is in no repository. */
export class NoRepositoryError extends GitError {}

/**
 * A function that runs one git command and returns its output. With `mayFail`, the output is empty if git refuses. The
 * variables of `env` are set last; one that is undefined is unset.
 */
export type Run = (
  args: readonly string[],
  more?: { readonly input?: string; readonly mayFail?: boolean; readonly env?: Environment },
) => Buffer;

/** The most bytes that git may print: more than any tree of policies has. */
const mostBytes = 1024 * 1024 * 1024;

/** Returns a function that runs git in a folder. A refusal names the folder as it is `called`. */
export function prepareGit(folder: string, called: string): Run {
  const restricted = restrictEnvironment({ ...process.env });
  return (args, { input, mayFail = false, env = {} } = {}) => {
    const { error, status, stdout, stderr } = spawnSync('git', ['--no-pager', ...args], {
      cwd: folder,
      input: input ?? '',
      maxBuffer: mostBytes,
      env: { ...restricted, ...env },
    });
    if (error) throw new GitError(explainRunError(error));
    if (status === 0) return stdout;
    if (mayFail) return Buffer.alloc(0);
    throw explainGitError(textOf(stderr), called);
  };
}

/**
 * Returns the environment in which git is run. Of the variables that git reads, only those about reaching a remote
 * are inherited: with the others a hook would choose another repository, index or settings. Replacements of objects,
 * which only this clone has, are ignored; the index is not locked for a refresh; messages are in one language.
 */
function restrictEnvironment(inherited: Environment): Environment {
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

/** Returns the refusal of git in a sentence of plafond. */
function explainGitError(said: string, folder: string): GitError {
  if (/not a git repository/i.test(said))
    return new NoRepositoryError(`\`${folder}\` is not in a git repository`);
  const line =
    said.split('\n').find((one) => /^(fatal|error):/.test(one)) ?? said.trim().split('\n')[0] ?? '';
  return new GitError(`git refuses: ${line.replace(/^(fatal|error): /, '').replace(/\.$/, '')}`);
}

/** Returns the output of git as text. */
export const textOf = (output: Buffer): string => output.toString('utf8');
