import { nearest } from '../../diagnostics/suggest.ts';
import { isDay } from '../../text/instant.ts';
import { refuseAmbiguous } from './refuse-ambiguous.ts';
import { GitError, type Run, textOf } from './run-git.ts';

/** Returns true if a name is that of a branch, here or of a remote. */
export function isBranch(run: Run, name: string): boolean {
  if (name.startsWith('-') || /[\0\n]/.test(name) || name === 'HEAD' || name === '@') return false;
  const full = ['rev-parse', '--verify', '--quiet', '--symbolic-full-name', '--end-of-options', name];
  return /^refs\/(heads|remotes)\//.test(textOf(run(full, { mayFail: true })));
}

/** Returns the branch that others are merged into; undefined if there is none of the usual names. */
export function findDefaultBranch(run: Run): string | undefined {
  const remote = textOf(
    run(['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'], { mayFail: true }),
  ).trim();
  const names = [remote.replace(/^refs\/remotes\//, ''), 'origin/main', 'origin/master', 'main', 'master'];
  return names.find((name) => name !== '' && isBranch(run, name));
}

/** Returns the hash of the commit that a revision or a day names. */
export function findCommit(run: Run, written: string): string {
  const suffixes = [...written.matchAll(/@\{([^}]*)\}/g)].map(([, inside = '']) => inside);
  if (suffixes.some((inside) => !/^(-?\d{1,7}|u|upstream|push)$/i.test(inside)))
    throw new GitError(
      `\`${written}\` asks what this clone once had, which no other clone knows; name the day alone, as \`2027-03-31\``,
    );
  // A revision never starts with a dash, so that none is taken for an option of git.
  const isSafe = !written.startsWith('-') && !/[\0\n]/.test(written);
  if (isSafe) refuseAmbiguous(run, written);
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${written}^{commit}`];
  const found = isSafe ? parseHash(run(verify, { mayFail: true })) : undefined;
  if (found !== undefined) return found;
  if (isDay(written)) {
    const before = ['rev-list', '--first-parent', '--max-count=1', `--before=${written}T23:59:59Z`, 'HEAD'];
    const last = parseHash(run(before, { mayFail: true }));
    if (last !== undefined) return last;
    throw new GitError(
      `no commit of HEAD is as old as \`${written}\`${hintAtEmpty(run) ?? hintAtShallow(run)}`,
    );
  }
  const hint = hintAtEmpty(run) ?? hintAtName(run, written) + hintAtShallow(run);
  throw new GitError(`no revision \`${written}\`${hint}`);
}

/** Returns the lines of a commit before its message. */
export const readCommitHead = (run: Run, commit: string): string =>
  textOf(run(['cat-file', 'commit', commit])).split('\n\n')[0] ?? '';

/** Returns the hash that git printed; undefined if it printed none. */
export function parseHash(output: Buffer): string | undefined {
  return /^([0-9a-f]{40,64})\n$/.exec(textOf(output))?.[1];
}

/** Lists the names of branches and tags, those of remotes too. */
export const listRevisionNames = (run: Run): readonly string[] =>
  textOf(run(['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/remotes', 'refs/tags']))
    .split('\n')
    .filter((name) => name !== '');

/** Says that there is no commit at all; undefined if there is one. */
function hintAtEmpty(run: Run): string | undefined {
  const head = run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { mayFail: true });
  const isEmpty = parseHash(head) === undefined && listRevisionNames(run).length === 0;
  return isEmpty ? '; there is no commit yet' : undefined;
}

/** Proposes the branch or tag whose name is nearest, with the steps behind it, as `~2`. */
function hintAtName(run: Run, written: string): string {
  const [, name = '', steps = ''] = /^([^~^@:]*)(.*)$/s.exec(written) ?? [];
  const names = ['HEAD', ...listRevisionNames(run)];
  const near = names.includes(name) ? undefined : nearest(name, names);
  return near === undefined ? '' : `; did you mean \`${near}${steps}\`?`;
}

function hintAtShallow(run: Run): string {
  const isShallow =
    textOf(run(['rev-parse', '--is-shallow-repository'], { mayFail: true })).trim() === 'true';
  return isShallow ? '; this clone is shallow, `git fetch --unshallow` gets the rest' : '';
}
