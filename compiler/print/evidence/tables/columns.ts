import type { Cell } from '../../../model/catalog.ts';
import type { Row } from '../../../model/matrix.ts';
import { capName, type Role, type Tenant } from '../../../model/policy.ts';
import { limitOf } from '../../../questions/limit.ts';
import type { TablePlan } from '../table.ts';

type TableColumns<Fact> = TablePlan<Fact>['columns'];

/** Columns that more than one table has, for facts that are about a tenant. */
export const tenantColumns: TableColumns<{ readonly tenant: Tenant }> = [
  {
    name: 'tenant',
    title: 'Tenant',
    about: 'the name of the tenant',
    width: 16,
    of: ({ tenant }) => tenant.name,
  },
];

/** Columns for facts that are about a role in a tenant. */
export const rowColumns: TableColumns<{ readonly row: Row }> = [
  {
    name: 'tenant',
    title: 'Tenant',
    about: 'the name of the tenant',
    width: 16,
    of: ({ row }) => row.tenant.name,
  },
  {
    name: 'role',
    title: 'Role',
    about: 'the name of the role',
    width: 24,
    of: ({ row }) => row.role.name,
  },
];

/** Columns for facts that are about a permission. */
export const cellColumns: TableColumns<{ readonly cell: Cell }> = [
  {
    name: 'permission',
    title: 'Permission',
    about: 'what is permitted: `Model:action`, `Model.property:right` or `Name:use`',
    width: 30,
    of: ({ cell }) => cell.permission,
  },
  {
    name: 'risk',
    title: 'Risk',
    about:
      'the risk class of the permission in the catalog: read, write, destructive, exfiltration or escalation',
    width: 13,
    of: ({ cell }) => cell.risk,
  },
];

/** The user type of a role with its seats. */
export const capColumn: TableColumns<{ readonly role: Role }>[number] = {
  name: 'cap',
  title: 'User type + seats',
  about: 'the user type of the role, and its seats; together they cap what it can hold',
  width: 22,
  of: ({ role }) => capName(role),
};

/** The names of a role's portfolios. */
export const portfolioColumn: TableColumns<{ readonly role: Role }>[number] = {
  name: 'portfolio',
  title: 'Portfolio',
  about: "the portfolios of the role, which select records; `filter` is one of the role's own",
  width: 22,
  of: ({ role }) => role.portfolio.names.join(' + '),
};

/** Which records a permission of a role reaches. */
export const recordsColumn: TableColumns<{ readonly cell: Cell; readonly row: Row }>[number] = {
  name: 'records',
  title: 'Records',
  about: 'which records are reached: all, or those of the portfolio; empty where it is about no records',
  width: 11,
  of: ({ cell, row }) => recordsWord(cell, row.role),
};

function recordsWord(cell: Cell, { portfolio }: Role): string {
  const { kind } = limitOf(cell, portfolio);
  if (kind === 'no-records') return '';
  return kind === 'reach' ? 'portfolio' : 'all';
}
