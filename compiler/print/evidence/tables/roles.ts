import { countBits, has } from '../../../model/bits.ts';
import type { Matrix } from '../../../model/matrix.ts';
import {
  type AssignedRole,
  listAssignedRoles,
  listRoleStates,
  type RoleInUse,
} from '../../../questions/evidence/assigned-roles.ts';
import { listRiskyCells } from '../../../questions/evidence/register.ts';
import { makeOnce } from '../../../text/make-once.ts';
import { type EvidenceTable, makeTable, type TableColumns, unknownWord } from '../table.ts';
import { capColumn, makeLineColumn, makeTenantColumn, portfolioColumn, rowColumns } from './columns.ts';

/** Makes the table of roles in tenants, with who holds each; dormant ones are marked. */
export const makeRolesTable = (matrix: Matrix): EvidenceTable =>
  makeTable<RoleInUse>({
    name: 'Roles',
    file: 'roles.csv',
    about: 'a role in a tenant: how much it permits and whether anybody holds it',
    columns: roleColumns,
    facts: makeOnce(() => listRoleStates(matrix)),
  });

const roleColumns: TableColumns<RoleInUse> = [
  ...rowColumns,
  {
    name: 'title',
    title: 'Title',
    about: 'what people call the role',
    width: 26,
    of: ({ row }) => row.role.title ?? '',
  },
  {
    name: 'state',
    title: 'State',
    about:
      'used; dormant: no active user holds it; empty: it permits nothing; `unknown` where the tenant declares no users',
    width: 10,
    of: ({ state }) => state,
  },
  {
    name: 'activeUsers',
    title: 'Active users',
    about: 'active users who hold it; `unknown` where the tenant declares no users',
    width: 10,
    of: ({ holders }) => holders?.active ?? unknownWord,
  },
  {
    name: 'inactiveUsers',
    title: 'Inactive users',
    about: 'inactive users who hold it',
    width: 10,
    of: ({ holders }) => holders?.inactive ?? unknownWord,
  },
  { ...capColumn, of: ({ row }) => capColumn.of(row) },
  { ...portfolioColumn, of: ({ row }) => portfolioColumn.of(row) },
  {
    name: 'permissions',
    title: 'Permissions',
    about: 'how many permissions it has in effect',
    width: 12,
    of: ({ row }) => countBits(row.effective),
  },
  {
    name: 'risky',
    title: 'Risky permissions',
    about: 'those of the classes escalation and exfiltration',
    width: 60,
    of: ({ row }) =>
      listRiskyCells(row.tenant.catalog.byPermission)
        .filter(({ index }) => has(row.effective, index))
        .map(({ permission }) => permission)
        .join(', '),
  },
  makeLineColumn('writtenAt', 'Written at', 'the line that declares the role', ({ row }) => row.role.at),
];

/** Makes the table of the roles of declared users, each with what it alone brings them. */
export const makeUserRolesTable = (matrix: Matrix): EvidenceTable =>
  makeTable<AssignedRole>({
    name: 'User roles',
    file: 'user-roles.csv',
    about: 'a role of a declared user: what it permits, and what the user would not have without it',
    columns: heldColumns,
    facts: () => listAssignedRoles(matrix),
  });

const heldColumns: TableColumns<AssignedRole> = [
  makeTenantColumn(({ tenant }) => tenant),
  { name: 'user', title: 'User', about: 'the id of the user', width: 34, of: ({ user }) => user.id },
  {
    name: 'active',
    title: 'Active',
    about: 'yes or no',
    width: 8,
    of: ({ user }) => (user.active ? 'yes' : 'no'),
  },
  { name: 'role', title: 'Role', about: 'the name of the role', width: 24, of: ({ row }) => row.role.name },
  {
    name: 'permissions',
    title: 'Permissions',
    about: 'how many permissions the role has in effect',
    width: 12,
    of: ({ row }) => countBits(row.effective),
  },
  {
    name: 'alone',
    title: 'Alone',
    about: 'how many permissions the user has by this role and by no other: what they would lose with it',
    width: 10,
    of: ({ alone }) => countBits(alone),
  },
  {
    name: 'aloneRisky',
    title: 'Risky ones of these',
    about: 'those of the classes escalation and exfiltration',
    width: 50,
    of: (held) => nameRisky(held),
  },
  {
    name: 'narrower',
    title: 'Narrower without',
    about: 'how many permissions the user would keep without it, on fewer or other records',
    width: 10,
    of: ({ narrower }) => countBits(narrower),
  },
  {
    name: 'brings',
    title: 'Brings alone',
    about: 'the permissions that no other role of the user brings',
    width: 80,
    of: ({ tenant, alone }) =>
      tenant.catalog.byPermission
        .filter(({ index }) => has(alone, index))
        .map(({ permission }) => permission)
        .join(', '),
  },
];

const nameRisky = ({ tenant, alone }: AssignedRole): string =>
  listRiskyCells(tenant.catalog.byPermission)
    .filter(({ index }) => has(alone, index))
    .map(({ permission }) => permission)
    .join(', ');
