import type { Decision } from '../../questions/review/read-answers.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../evidence/table.ts';

/** Makes the record of a review: who decided what about whom, and when. */
export const makeRecordTable = (decisions: readonly Decision[]): EvidenceTable =>
  makeTable<Decision>({
    name: 'Record',
    about: 'a decision about a role of a person',
    columns,
    facts: () => decisions,
  });

const columns: TableColumns<Decision> = [
  { name: 'tenant', title: 'tenant', about: '', width: 14, of: ({ item }) => item.tenant.name },
  { name: 'user', title: 'user', about: '', width: 30, of: ({ item }) => item.user.id },
  { name: 'role', title: 'role', about: '', width: 22, of: ({ item }) => item.row.role.name },
  { name: 'decision', title: 'decision', about: '', width: 12, of: ({ answer }) => answer },
  { name: 'changeTo', title: 'changeTo', about: '', width: 18, of: ({ changeTo = '' }) => changeTo },
  { name: 'manager', title: 'manager', about: '', width: 24, of: ({ item }) => item.manager },
  { name: 'reviewer', title: 'reviewer', about: '', width: 22, of: ({ reviewer }) => reviewer },
  { name: 'date', title: 'date', about: '', width: 12, of: ({ date }) => date },
  { name: 'comment', title: 'comment', about: '', width: 40, of: ({ comment }) => comment },
];

/** The names of the columns of a record, in their order. */
export const recordColumns: readonly string[] = columns.map(({ name }) => name);
