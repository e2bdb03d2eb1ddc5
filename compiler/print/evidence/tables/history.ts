import { type Commit, printApprovals } from '../../../text/commit.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';

/** Makes the table of the commits that changed the policies, with who wrote each and who said yes to it. */
export const makeHistoryTable = (history: readonly Commit[]): EvidenceTable =>
  makeTable<Commit>({
    // Excel keeps the name History for itself.
    name: 'Commits',
    file: 'history.csv',
    about:
      'a commit that changed the policies after the revision of `--since`, newest first; a merge is one, with all that it brought',
    columns,
    facts: () => history,
  });

const columns: TableColumns<Commit> = [
  { name: 'commit', title: 'Commit', about: 'its hash', width: 42, of: ({ hash }) => hash },
  { name: 'date', title: 'Date', about: 'when it was committed', width: 26, of: ({ time }) => time },
  { name: 'author', title: 'Author', about: 'who wrote it', width: 26, of: ({ author }) => author },
  {
    name: 'approvers',
    title: 'Approvers',
    about:
      'who said yes to it, the author left out: by a trailer Reviewed-by, Approved-by or Signed-off-by, or by a review of its pull request',
    width: 40,
    of: printApprovals,
  },
  {
    name: 'pullRequest',
    title: 'Pull request',
    about: 'the number of the pull request that it merges or squashes',
    width: 12,
    of: ({ pullRequest }) => pullRequest ?? '',
  },
  {
    name: 'subject',
    title: 'Subject',
    about: 'the first line of its message',
    width: 60,
    of: ({ subject }) => subject,
  },
  {
    name: 'files',
    title: 'Files',
    about:
      'the files of the policies that it changed; empty in a pack of one tenant, where they would name others',
    width: 60,
    of: ({ files = [] }) => files.join(', '),
  },
  {
    name: 'noteFault',
    title: 'Note',
    about: 'why its note on reviews was left out; empty if there is none or it fits',
    width: 40,
    of: ({ noteFault = '' }) => noteFault,
  },
];
