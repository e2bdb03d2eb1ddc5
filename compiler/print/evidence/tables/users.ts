import { risks } from '../../../model/catalog.ts';
import type { Matrix } from '../../../model/matrix.ts';
import type { UserRow } from '../../../questions/combine-roles.ts';
import { listRiskyCells } from '../../../questions/evidence/register.ts';
import { listSingleRights, listUserRights, type UserRight } from '../../../questions/evidence/rights.ts';
import type { Past } from '../../../questions/past/past.ts';
import { findManager, readManagerColumn } from '../../../questions/review/find-manager.ts';
import { type EvidenceTable, type EvidenceValue, makeTable, type TableColumns } from '../table.ts';
import { makeLineColumn, makeTenantColumn, tenantColumns } from './columns.ts';
import { makeOriginColumns } from './commit-columns.ts';

/** Makes the table of declared users, with what they are and how much they may do. */
export const makeUsersTable = (matrix: Matrix): EvidenceTable =>
  makeTable<UserRow>({
    name: 'Users',
    file: 'users.csv',
    about: 'a declared user: user type, seats, roles and how much they may do by all roles together',
    columns: [...assignedColumns, makeManagerColumn(readManagerColumn(matrix.policy)), ...permittedColumns],
    facts: () => listUserRights(matrix),
  });

const assignedColumns: TableColumns<UserRow> = [
  ...tenantColumns,
  { name: 'user', title: 'User', about: 'the id of the user', width: 34, of: ({ user }) => user.id },
  {
    name: 'active',
    title: 'Active',
    about: 'yes or no; what an inactive user may do is what they could do were they activated',
    width: 8,
    of: ({ user }) => (user.active ? 'yes' : 'no'),
  },
  {
    name: 'userType',
    title: 'User type',
    about: 'the user type of the user',
    width: 14,
    of: ({ user }) => user.userType.name,
  },
  {
    name: 'seats',
    title: 'Seats',
    about: 'the seats of the user',
    width: 14,
    of: ({ user }) => user.seats.map(({ name }) => name).join(', '),
  },
  {
    name: 'roles',
    title: 'Roles',
    about: 'the roles of the user',
    width: 30,
    of: ({ user }) => user.roles.map(({ name }) => name).join(', '),
  },
  {
    name: 'madeBy',
    title: 'Made by',
    about: 'the user who made this one, as somebody makes an app; empty if the policies say nobody',
    width: 34,
    of: ({ user }) => user.madeBy ?? '',
  },
];

const makeManagerColumn = (column: string): TableColumns<UserRow>[number] => ({
  name: 'manager',
  title: 'Manager',
  about: 'who decides about the user in an access review; empty if the policies name nobody',
  width: 34,
  layout: 2,
  of: ({ user }) => findManager(user, column),
});

const permittedColumns: TableColumns<UserRow> = [
  {
    name: 'portfolio',
    title: 'Portfolio',
    about: 'the portfolios of those roles; each permission has those of the roles that give it',
    width: 22,
    of: ({ portfolio }) => portfolio.join(' + '),
  },
  {
    name: 'permissions',
    title: 'Permissions',
    about: 'how many permissions the user has in effect',
    width: 12,
    of: ({ granted }) => granted.length,
  },
  ...risks.map((risk) => ({
    name: risk,
    title: `${risk.charAt(0).toUpperCase()}${risk.slice(1)}`,
    about: `how many of them are of the class ${risk}`,
    width: 12,
    of: ({ granted }: UserRow): EvidenceValue => granted.filter(({ cell }) => cell.risk === risk).length,
  })),
  {
    name: 'risky',
    title: 'Risky permissions',
    about: 'those of the classes escalation and exfiltration',
    width: 60,
    of: ({ granted }) =>
      listRiskyCells(granted.map(({ cell }) => cell))
        .map(({ permission }) => permission)
        .join(', '),
  },
  makeLineColumn(
    'writtenAt',
    'Written at',
    'the line of the policies that declares the user',
    ({ user }) => user.at,
  ),
];

/**
 * Makes the table of all permissions of all declared users, with the roles that give each; if the past is known, with the
 * commit since which they have it.
 */
export const makeUserRightsTable = (matrix: Matrix, past: Past | undefined): EvidenceTable =>
  makeTable<UserRight>({
    name: 'User rights',
    file: 'user-rights.csv',
    about: 'a permission that a user has in effect, by all roles together',
    columns: past
      ? [
          ...rightColumns,
          ...makeOriginColumns<UserRight>(
            ({ row, right }) => past.originOf(row.tenant.name, row.user.id, right.cell),
            'the user was added, activated or given a role, or what their roles permit was changed',
          ),
        ]
      : rightColumns,
    facts: () => listSingleRights(matrix),
  });

const rightColumns: TableColumns<UserRight> = [
  makeTenantColumn(({ row }) => row.tenant),
  { name: 'user', title: 'User', about: 'the id of the user', width: 34, of: ({ row }) => row.user.id },
  {
    name: 'active',
    title: 'Active',
    about: 'yes or no',
    width: 8,
    of: ({ row }) => (row.user.active ? 'yes' : 'no'),
  },
  {
    name: 'permission',
    title: 'Permission',
    about: 'what is permitted',
    width: 30,
    of: ({ right }) => right.cell.permission,
  },
  { name: 'risk', title: 'Risk', about: 'its risk class', width: 13, of: ({ right }) => right.cell.risk },
  {
    name: 'portfolio',
    title: 'Portfolio',
    about: 'the portfolios of the roles that give it; empty where no portfolio limits it',
    width: 22,
    of: ({ right }) => right.portfolio.join(' + '),
  },
  {
    name: 'roles',
    title: 'Roles',
    about: 'the roles that give it',
    width: 30,
    of: ({ right }) => right.roles.join(', '),
  },
];
