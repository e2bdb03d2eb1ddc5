import type { Past, RoleEvent } from '../../../questions/past/past.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';
import { commitColumns } from './commit-columns.ts';

/** Makes the table of what commits changed for roles: which came, were edited and went, and what they permit by it. */
export const makeRoleHistoryTable = ({ roles }: Past): EvidenceTable =>
  makeTable<RoleEvent>({
    name: 'Role history',
    file: 'role-history.csv',
    about:
      'a role for which a commit of the period changed something: what the policies say of it, or what it permits in a tenant; newest first',
    layout: 3,
    columns,
    facts: () => roles,
  });

const columns: TableColumns<RoleEvent> = [
  ...commitColumns,
  { name: 'role', title: 'Role', about: 'the name of the role', width: 24, of: ({ role }) => role },
  {
    name: 'owner',
    title: 'Of tenant',
    about: 'the only tenant that has the role; empty for a role that all have',
    width: 16,
    of: ({ owner = '' }) => owner,
  },
  {
    name: 'kind',
    title: 'Kind',
    about:
      'added, removed; edited: its document says something else; affected: something else changed what it permits, such as a ceiling',
    width: 12,
    of: ({ kind }) => kind,
  },
  {
    name: 'tenants',
    title: 'Tenants',
    about: 'the tenants in which it permits something else than before; empty if it permits the same',
    width: 26,
    of: ({ tenants }) => tenants.join(', '),
  },
  {
    name: 'gained',
    title: 'Gained',
    about: 'how many permissions the role gained, each counted once in whatever tenants',
    width: 10,
    of: ({ moved }) => moved.gained,
  },
  {
    name: 'lost',
    title: 'Lost',
    about: 'how many permissions the role lost',
    width: 10,
    of: ({ moved }) => moved.lost,
  },
  {
    name: 'moved',
    title: 'Moved',
    about: 'how many permissions reach other records than before',
    width: 10,
    of: ({ moved: { widened, narrowed, shifted } }) => widened + narrowed + shifted,
  },
  {
    name: 'riskyGained',
    title: 'Risky ones gained',
    about:
      'those of the classes escalation and exfiltration that were gained, or that reach more or other records',
    width: 50,
    of: ({ graveGained }) => graveGained.join(', '),
  },
  {
    name: 'riskyLost',
    title: 'Risky ones lost',
    about: 'those of these classes that were lost, or that reach fewer records',
    width: 50,
    of: ({ graveLost }) => graveLost.join(', '),
  },
];
