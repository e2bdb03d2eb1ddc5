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
