import type { Cell } from '../../../model/catalog.ts';
import type { Place } from '../../../model/document.ts';
import type { Row } from '../../../model/matrix.ts';
import { capName, describePortfolio, type Role, type Tenant } from '../../../model/policy.ts';
import { findReach } from '../../../questions/find-reach.ts';
import { printLine } from '../../print-place.ts';
import type { TableColumns } from '../table.ts';

/** Returns a column with the line of a place; it is empty for a fact without a place. */
export const makeLineColumn = <Fact>(
  name: string,
  title: string,
  about: string,
  placeOf: (fact: Fact) => Place | undefined,
): TableColumns<Fact>[number] => ({
  name,
  title,
  about,
  width: 36,
  of(fact) {
    const place = placeOf(fact);
    return place ? printLine(place) : '';
  },
});

/** Returns the column with the name of a tenant. */
export const makeTenantColumn = <Fact>(tenantOf: (fact: Fact) => Tenant): TableColumns<Fact>[number] => ({
  name: 'tenant',
  title: 'Tenant',
  about: 'the name of the tenant',
  width: 16,
  of: (fact) => tenantOf(fact).name,
});

/** The columns of facts about a tenant. */
export const tenantColumns: TableColumns<{ readonly tenant: Tenant }> = [
  makeTenantColumn(({ tenant }) => tenant),
];

/** The columns of facts about a role in a tenant. */
export const rowColumns: TableColumns<{ readonly row: Row }> = [
  makeTenantColumn(({ row }) => row.tenant),
  {
    name: 'role',
    title: 'Role',
    about: 'the name of the role',
    width: 24,
    of: ({ row }) => row.role.name,
  },
];

/** The columns of facts about a permission. */
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

/** The column with the user type of a role and its seats. */
export const capColumn: TableColumns<{ readonly role: Role }>[number] = {
  name: 'cap',
  title: 'User type + seats',
  about: 'the user type of the role, and its seats; together they cap what it can hold',
  width: 22,
  of: ({ role }) => capName(role),
};

/** The column with the names of a role's portfolios. */
export const portfolioColumn: TableColumns<{ readonly role: Role }>[number] = {
  name: 'portfolio',
  title: 'Portfolio',
  about: "the portfolios of the role, which select records; `filter` is one of the role's own",
  width: 22,
  of: ({ role }) => describePortfolio(role.portfolio),
};

/** The column with the records that a permission of a role reaches. */
export const recordsColumn: TableColumns<{ readonly cell: Cell; readonly row: Row }>[number] = {
  name: 'records',
  title: 'Records',
  about: 'which records are reached: all, or those of the portfolio; empty where it is about no records',
  width: 11,
  of: ({ cell, row }) => printRecords(cell, row),
};

function printRecords(cell: Cell, row: Row): string {
  const { kind } = findReach(row, cell);
  if (kind === 'no-records') return '';
  return kind === 'reach' ? 'portfolio' : 'all';
}
