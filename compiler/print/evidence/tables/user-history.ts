import type { Past, UserEvent } from '../../../questions/past/past.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';
import { commitColumns } from './commit-columns.ts';

/** Makes the table of what commits changed for users: who joined, moved and left, and what they could do by it. */
export const makeUserHistoryTable = ({ users }: Past): EvidenceTable =>
  makeTable<UserEvent>({
    name: 'User history',
    file: 'user-history.csv',
    about:
      'a user for whom a commit of the period changed something: what the policies say of them, or a permission of the class escalation or exfiltration; newest first',
    columns,
    facts: () => users,
  });

const columns: TableColumns<UserEvent> = [
  ...commitColumns,
  { name: 'tenant', title: 'Tenant', about: 'the name of the tenant', width: 16, of: ({ tenant }) => tenant },
  { name: 'user', title: 'User', about: 'the id of the user', width: 34, of: ({ user }) => user },
  {
    name: 'kind',
    title: 'Kind',
    about:
      'added, removed, activated, deactivated; edited: other roles, type, seats, maker or manager; affected: something else changed what their roles permit',
    width: 12,
    of: ({ kind }) => kind,
  },
  {
    name: 'given',
    title: 'Roles given',
    about: 'the roles that the user has since then',
    width: 26,
    of: ({ given }) => given.join(', '),
  },
  {
    name: 'taken',
    title: 'Roles taken',
    about: 'the roles that the user no longer has',
    width: 26,
    of: ({ taken }) => taken.join(', '),
  },
  {
    name: 'statements',
    title: 'Other statements',
    about: 'user type, seats, maker and manager, where they are others than before',
    width: 34,
    of: ({ statements }) => statements.join('; '),
  },
  {
    name: 'gained',
    title: 'Gained',
    about: 'how many permissions the user gained, by all roles together',
    width: 10,
    of: ({ effect }) => effect.gained.length,
  },
  {
    name: 'lost',
    title: 'Lost',
    about: 'how many permissions the user lost',
    width: 10,
    of: ({ effect }) => effect.lost.length,
  },
  {
    name: 'moved',
    title: 'Moved',
    about: 'how many permissions reach other records than before',
    width: 10,
    of: ({ effect: { widened, narrowed, shifted } }) => widened.length + narrowed.length + shifted.length,
  },
  {
    name: 'riskyGained',
    title: 'Risky ones gained',
    about:
      'those of the classes escalation and exfiltration that were gained, or that reach more or other records',
    width: 50,
    of: ({ effect }) => effect.grave.join(', '),
  },
  {
    name: 'riskyLost',
    title: 'Risky ones lost',
    about: 'those of these classes that were lost, or that reach fewer records',
    width: 50,
    of: ({ graveLost }) => graveLost.join(', '),
  },
];
