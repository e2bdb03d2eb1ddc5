import { askGit, type PolicyRepository } from '../ask-git.ts';
import { type Io, MisuseError } from '../command.ts';

/** The base of a comparison: a commit, what it was called, and what is to be said of it, if anything. */
export interface BaseRevision {
  readonly revision: string;
  readonly name: string;
  readonly note: string;
}

/** The revisions to compare, as they are written on the command line; with three dots, the base is where the two part. */
export interface RevisionRange {
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly dots?: '..' | '...';
}

/** Reads `BASE..HEAD` and `BASE...HEAD`, in which an empty side is HEAD. */
export function readRange(base: string | undefined, head: string | undefined): RevisionRange {
  const [, left = '', dots, right = ''] = /^(.*?)(\.{2,3})(.*)$/.exec(base ?? '') ?? [];
  if (dots !== '..' && dots !== '...') return { base, head };
  if (head !== undefined)
    throw new MisuseError(
      `\`${base}\` names both sides, and \`${head}\` would be a third; see \`plafond diff --help\``,
    );
  return { base: left || 'HEAD', head: right || 'HEAD', dots };
}

/**
 * Finds the commit that a change is compared with, so that only its own changes count. A branch goes on: what is
 * meant by it is the commit where the head left it, unless the two are joined by `..`. A tag, a commit or a day is
 * that commit itself. Without a base it is the default branch.
 */
export function findBaseCommit(range: RevisionRange, policies: string, io: Io): Promise<BaseRevision> {
  return askGit(policies, io, (git) => {
    const { base = git.findDefaultBranch(), head = 'HEAD', dots } = range;
    if (base === undefined)
      throw new MisuseError(
        'no default branch is known here, so name what to compare with: `plafond diff BASE`',
      );
    const [from, to] = [git.findCommit(base), git.findCommit(head)];
    const exact = { revision: from, name: base, note: '' };
    if (dots === '..' || (dots === undefined && range.base !== undefined && !git.isBranch(base)))
      return exact;
    const parting = partingOf(git, { base, from, head, to });
    // A revision that the branch has already is compared as it is: going back to it is a change.
    const isOlder =
      parting === to && range.base !== undefined && range.head !== undefined && dots === undefined;
    if (parting === from || isOlder) return exact;
    const note = `compared with ${parting.slice(0, 12)}, where \`${head}\` left \`${base}\`; \`${base}..${head}\` compares with \`${base}\` itself`;
    return { revision: parting, name: base, note };
  });
}

interface Sides {
  readonly base: string;
  readonly from: string;
  readonly head: string;
  readonly to: string;
}

function partingOf(git: PolicyRepository, { base, from, head, to }: Sides): string {
  const parting = git.findMergeBase(from, to);
  if (parting === undefined)
    throw new MisuseError(
      `\`${base}\` and \`${head}\` share no commit in this clone; fetch more of it, or compare them as they are with \`${base}..${head}\``,
    );
  return parting;
}
