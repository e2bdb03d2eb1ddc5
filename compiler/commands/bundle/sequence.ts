import { type Io, Misuse } from '../command.ts';
import { named } from '../evidence/gather.ts';
import { headOf, repositoryOf } from '../evidence/repository.ts';

/**
 * The number of a release that is told none: the seconds of the commit that is checked out, so that the same commit
 * gives the same bundle and a later one a higher number. Throws `Misuse` where that commit has other policies, or
 * comes from the future: services would refuse every release until then.
 */
export function sequenceOf(policies: string, io: Io): number {
  const git = repositoryOf(policies, io);
  const { files, folder } = named(policies, io);
  const head = headOf(git, files, folder);
  const wanted = 'say with `--sequence` a number above that of the last release';
  if (!git || !head)
    throw new Misuse(`the policies are in no commit that could number the release; ${wanted}`);
  if (head.dirty)
    throw new Misuse(
      `the policies are not those of commit ${head.commit.slice(0, 12)}; commit them, or ${wanted}`,
    );
  const seconds = git.secondsOf(head.commit);
  const tomorrow = Date.parse(io.today) / 1000 + 2 * 24 * 60 * 60;
  if (seconds > tomorrow)
    throw new Misuse(
      `commit ${head.commit.slice(0, 12)} is dated in the future, and services would refuse what comes before; ${wanted}`,
    );
  return seconds;
}
