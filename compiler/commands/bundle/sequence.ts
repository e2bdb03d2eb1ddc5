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
  if (seconds > highestSequence(io))
    throw new Misuse(
      `commit ${head.commit.slice(0, 12)} is dated in the future, and services would refuse what comes before; ${wanted}`,
    );
  return seconds;
}

/** The highest number that a release can have: commits are not made after tomorrow. */
const highestSequence = ({ today }: Io): number => Date.parse(today) / 1000 + 2 * 24 * 60 * 60;

/**
 * Refuses, by `Misuse`, a number of a release that is none, or so high that every later release would be older: the
 * store and `verify` refuse it too.
 */
export function refuseSequence(sequence: number, io: Io): void {
  if (!Number.isSafeInteger(sequence) || sequence < 0)
    throw new Misuse(`\`--sequence\` cannot be \`${sequence}\`; it is a whole number from 0`);
  const highest = highestSequence(io);
  if (sequence > highest)
    throw new Misuse(
      `\`--sequence\` cannot be \`${sequence}\`: it is far ahead of the seconds of this day, and services refuse it, since no release after it could be newer; say one up to ${highest}`,
    );
}
