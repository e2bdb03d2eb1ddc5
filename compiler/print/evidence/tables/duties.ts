import type { Matrix } from '../../../model/matrix.ts';
import { type DutyHolder, listDutyHolders } from '../../../questions/evidence/duties.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';
import { makeTenantColumn } from './columns.ts';

/** Makes the table of whoever can do duties that were asked to be separate. */
export const makeDutiesTable = (matrix: Matrix, duties: readonly string[]): EvidenceTable =>
  makeTable<DutyHolder>({
    name: 'Duties',
    file: 'duties.csv',
    about: 'a role or a declared user that can do all duties which `--sod` asks to be separate',
    columns,
    facts: () => listDutyHolders(matrix, duties),
  });

const columns: TableColumns<DutyHolder> = [
  {
    name: 'duties',
    title: 'Duties',
    about: 'the duties, as they were asked',
    width: 44,
    of: ({ duties }) => duties,
  },
  makeTenantColumn(({ tenant }) => tenant),
  {
    name: 'holder',
    title: 'Holder',
    about: 'role: it holds all of them alone; user: their roles together do',
    width: 8,
    of: ({ role }) => (role ? 'role' : 'user'),
  },
  {
    name: 'name',
    title: 'Name',
    about: 'the name of the role, or the id of the user',
    width: 34,
    of: ({ role, user }) => role?.role.name ?? user?.id ?? '',
  },
  {
    name: 'active',
    title: 'Active',
    about: 'yes or no; empty for a role',
    width: 8,
    of: ({ user }) => (user ? (user.active ? 'yes' : 'no') : ''),
  },
  {
    name: 'roles',
    title: 'Roles',
    about: 'the roles of the user',
    width: 30,
    of: ({ user }) => user?.roles.map(({ name }) => name).join(', ') ?? '',
  },
  {
    name: 'permissions',
    title: 'Permissions',
    about: 'the permissions by which they can',
    width: 60,
    of: ({ permissions }) => permissions.map(({ permission }) => permission).join(', '),
  },
];
