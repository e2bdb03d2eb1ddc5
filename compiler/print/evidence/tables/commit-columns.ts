import type { RightOrigin } from '../../../questions/past/past.ts';
import { type Commit, printApprovals } from '../../../text/commit.ts';
import type { TableColumns } from '../table.ts';

/** A fact that a commit brought about. */
export interface CommittedFact {
  /** Absent if no commit did. */
  readonly commit?: Commit;
  /** The number of commits just before that do not compile: one of them may have done it. */
  readonly unread: number;
}

/** The columns that say when something came about, by which commit, and who said yes to it. */
export const commitColumns: TableColumns<CommittedFact> = [
  {
    name: 'date',
    title: 'Date',
    about: 'when the commit was made that did it; empty if no commit did',
    width: 26,
    of: ({ commit }) => commit?.time ?? '',
  },
  { name: 'commit', title: 'Commit', about: 'its hash', width: 42, of: ({ commit }) => commit?.hash ?? '' },
  {
    name: 'author',
    title: 'Author',
    about: 'who wrote it',
    width: 26,
    of: ({ commit }) => commit?.author ?? '',
  },
  {
    name: 'approvers',
    title: 'Approvers',
    about: 'who said yes to it, the author left out; empty if the repository knows nobody',
    width: 40,
    of: ({ commit }) => printApprovals(commit),
  },
  {
    name: 'pullRequest',
    title: 'Pull request',
    about: 'the number of its pull request',
    width: 12,
    of: ({ commit }) => commit?.pullRequest ?? '',
  },
  {
    name: 'unread',
    title: 'Or before',
    about:
      'how many commits just before it this plafond cannot compile: one of them may have done it; empty if none',
    width: 10,
    of: ({ unread }) => unread || '',
  },
];

/** Makes the columns that say since when somebody has a permission; `what` names the ways in which it can have come. */
export function makeOriginColumns<Fact>(
  find: (fact: Fact) => RightOrigin | undefined,
  what: string,
): TableColumns<Fact> {
  return [
    {
      name: 'since',
      title: 'Since',
      about:
        'when the commit was made since which they have it without a break, or `earlier` than what was read of the past; empty if no commit has it',
      width: 26,
      of(fact) {
        const origin = find(fact);
        return origin?.isEarlier ? 'earlier' : (origin?.commit?.time ?? '');
      },
    },
    {
      name: 'by',
      title: 'By',
      about: `what gave it: ${what}`,
      width: 34,
      of: (fact) => find(fact)?.by ?? '',
    },
    {
      name: 'commit',
      title: 'Commit',
      about: 'the hash of the commit',
      width: 42,
      of: (fact) => find(fact)?.commit?.hash ?? '',
    },
    {
      name: 'approvers',
      title: 'Approvers',
      about: 'who said yes to it, the author left out; empty if the repository knows nobody',
      width: 40,
      of: (fact) => printApprovals(find(fact)?.commit),
    },
    {
      name: 'unread',
      title: 'Or before',
      about:
        'how many commits just before it this plafond cannot compile: one of them may have given it; empty if none',
      width: 10,
      of: (fact) => find(fact)?.unread || '',
    },
  ];
}
