import type { Change, Difference } from '../../../model/change.ts';
import { type EvidenceTable, makeTable, type TableColumns, unknownWord } from '../table.ts';
import { makeLineColumn } from './columns.ts';

/** Makes the table of the changes since another revision, cell by cell. */
export const makeDeltaTable = ({ changes }: Difference): EvidenceTable =>
  makeTable<Change>({
    name: 'Delta',
    file: 'delta.csv',
    about: 'a permission of a role in a tenant that is not what it was at the revision of `--since`',
    columns,
    facts: () => changes,
  });

const columns: TableColumns<Change> = [
  {
    name: 'kind',
    title: 'Kind',
    about: 'gained, lost; or held before and after with a portfolio that was widened, narrowed or shifted',
    width: 10,
    of: ({ kind }) => kind,
  },
  {
    name: 'tenant',
    title: 'Tenant',
    about: 'the name of the tenant',
    width: 16,
    of: ({ tenant }) => tenant,
  },
  { name: 'role', title: 'Role', about: 'the name of the role', width: 24, of: ({ role }) => role },
  {
    name: 'permission',
    title: 'Permission',
    about: 'what is permitted',
    width: 30,
    of: ({ permission }) => permission,
  },
  {
    name: 'risk',
    title: 'Risk',
    about: 'its risk class; where the two revisions disagree, the worse one',
    width: 13,
    of: ({ risk }) => risk,
  },
  {
    name: 'how',
    title: 'How',
    about:
      'woken: the role granted it all along and something else let it through; asleep: the role goes on granting it',
    width: 10,
    of: ({ woken, asleep }) => (woken ? 'woken' : asleep ? 'asleep' : 'written'),
  },
  {
    name: 'layer',
    title: 'Layer',
    about: 'what caused it: role, userType, tenant, requires, catalog or portfolio',
    width: 12,
    of: ({ because }) => because.layer,
  },
  {
    name: 'side',
    title: 'Side',
    about: 'the revision that the line is of: base, the older one, or head',
    width: 8,
    of: ({ because }) => because.at.side,
  },
  makeLineColumn('at', 'At', 'the line that caused it', ({ because }) => because.at.place),
  {
    name: 'users',
    title: 'Active users',
    about: 'active users who hold the role; `unknown` where the tenant declares no users',
    width: 10,
    of: ({ users }) => users ?? unknownWord,
  },
];
