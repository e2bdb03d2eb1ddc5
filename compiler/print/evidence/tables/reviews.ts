import type { RecordedDecision } from '../../../questions/evidence/reviews.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';
import { commitColumns } from './commit-columns.ts';

/** Makes the table of what managers decided in access reviews, as the records in the repository say. */
export const makeReviewsTable = (decisions: readonly RecordedDecision[]): EvidenceTable =>
  makeTable<RecordedDecision>({
    name: 'Access reviews',
    file: 'reviews.csv',
    about:
      'a decision of an access review about a role of a person, from a record that came, changed or went in the period',
    layout: 3,
    columns,
    facts: () => decisions,
  });

const read = (name: string) => ({
  name,
  of: ({ cells }: RecordedDecision) => cells.get(name) ?? '',
});

const columns: TableColumns<RecordedDecision> = [
  {
    ...read('date'),
    name: 'decided',
    title: 'Decided',
    about: 'the day that the record says',
    width: 12,
  },
  { ...read('tenant'), title: 'Tenant', about: 'the name of the tenant', width: 16 },
  { ...read('user'), title: 'User', about: 'the id of the user', width: 34 },
  { ...read('role'), title: 'Role', about: 'the role that was reviewed', width: 24 },
  { ...read('decision'), title: 'Decision', about: 'keep, revoke or change', width: 10 },
  { ...read('changeTo'), title: 'Change to', about: 'the role that takes its place', width: 20 },
  {
    ...read('manager'),
    title: 'Manager',
    about: 'who was to decide, as the policies said then',
    width: 34,
  },
  { ...read('reviewer'), title: 'Reviewer', about: 'who decided, as the sheet said', width: 26 },
  { ...read('comment'), title: 'Comment', about: 'what they wrote to it', width: 40 },
  {
    name: 'record',
    title: 'Record',
    about: 'the file with the record',
    width: 40,
    of: ({ record }) => record,
  },
  {
    name: 'state',
    title: 'State',
    about:
      'new: the record came in the period; changed or removed: it was there before, and is no longer what was written then',
    width: 10,
    of: ({ state }) => state,
  },
  ...commitColumns
    .filter(({ name }) => name !== 'unread')
    .map((column) => ({
      ...column,
      of: ({ commit }: RecordedDecision) => column.of({ ...(commit && { commit }), unread: 0 }),
    })),
];
