import { type Io, MisuseError } from '../command.ts';
import { openPolicies } from '../evidence/gather-evidence.ts';
import { findRepository, readHead } from '../evidence/repository.ts';

/**
 * Returns the sequence of a release without `--sequence`: the time of the commit that is checked out, in seconds, so
 * that the same commit gives the same bundle and a later commit a higher number. Throws `MisuseError` if the policies
 * differ from that commit or the commit is dated in the future, since services would refuse every release until then.
 */
export function chooseSequence(policies: string, io: Io): number {
  const git = findRepository(policies, io);
  const { files, folder } = openPolicies(policies, io);
  const head = readHead(git, files, folder);
  const wanted = 'give `--sequence` a number above that of the last release';
  if (!git || !head)
    throw new MisuseError(
      `the policies are in no git commit, whose time would number the release; ${wanted}`,
    );
  if (head.dirty)
    throw new MisuseError(
      `the policies are not those of commit ${head.commit.slice(0, 12)}; commit them, or ${wanted}`,
    );
  const seconds = git.secondsOf(head.commit);
  if (seconds > highestSequence(io))
    throw new MisuseError(
      `commit ${head.commit.slice(0, 12)} is dated in the future, so services would refuse later releases as older; ${wanted}`,
    );
  return seconds;
}

/** Returns the highest sequence that a release can have: no commit is dated later than tomorrow. */
const highestSequence = ({ today }: Io): number => Date.parse(today) / 1000 + 2 * 24 * 60 * 60;

/**
 * Throws `MisuseError` if a sequence is no whole number, or so high that every later release would seem older. The
 * store of the generated package and `plafond verify` refuse such a sequence too.
 */
export function refuseSequence(sequence: number, io: Io): void {
  if (!Number.isSafeInteger(sequence) || sequence < 0)
    throw new MisuseError(`\`--sequence\` cannot be \`${sequence}\`; it is a whole number from 0`);
  const highest = highestSequence(io);
  if (sequence > highest)
    throw new MisuseError(
      `\`--sequence\` cannot be \`${sequence}\`: services refuse numbers above ${highest}, so that later releases can be newer`,
    );
}
