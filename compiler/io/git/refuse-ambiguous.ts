import { isDay } from '../../text/instant.ts';
import { listNames } from '../../text/list.ts';
import { GitError, type Run, textOf } from './run-git.ts';

/**
 * Throws a `GitError` if a revision begins with a name of several commits: of a tag and a branch, or of one of these and
 * a day or the digits of a hash. Git takes a tag before a branch, so that whoever pushes one would choose the commit.
 */
export function refuseAmbiguous(run: Run, written: string): void {
  const [, name = ''] = /^(.+?)(?:[~^:].*|@\{.*)?$/s.exec(written) ?? [];
  if (name === '@' || name === 'HEAD' || name.startsWith('refs/') || isWholeHash.test(name)) return;
  const places = [...['', 'tags/', 'heads/', 'remotes/'].map((room) => `refs/${room}${name}`)];
  places.push(`refs/remotes/${name}/HEAD`);
  const refs = linesOf(run(['for-each-ref', '--format=%(refname)', ...places], { mayFail: true })).filter(
    (ref) => places.includes(ref),
  );
  const commits = isBeginOfHash.test(name)
    ? linesOf(run(['rev-parse', `--disambiguate=${name}`], { mayFail: true }))
    : [];
  const isOther = isDay(name) || commits.length > 0;
  if (refs.length === 0 || (refs.length === 1 && !isOther)) return;
  const commitOf = (one: string) =>
    textOf(run(['rev-parse', '--verify', '--quiet', `${one}^{commit}`], { mayFail: true })).trim();
  const meant = new Set([...refs, ...commits].map(commitOf).filter(Boolean));
  if (meant.size < 2 && !isDay(name)) return;
  const others = [...(isDay(name) ? ['a day'] : []), ...(commits.length > 0 ? ['a commit'] : [])];
  const all = [listNames(refs), ...others].join(' and ');
  throw new GitError(`\`${name}\` names ${all}; write in full which one is meant, as \`${refs.at(-1)}\``);
}

const isWholeHash = /^([0-9a-f]{40}|[0-9a-f]{64})$/i;
const isBeginOfHash = /^[0-9a-f]{4,63}$/i;

const linesOf = (output: Buffer): readonly string[] => textOf(output).split('\n').filter(Boolean);
