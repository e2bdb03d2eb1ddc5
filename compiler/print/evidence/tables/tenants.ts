import type { Matrix } from '../../../model/matrix.ts';
import { listTenantTotals, type TenantTotals } from '../../../questions/evidence/totals.ts';
import { type EvidenceTable, makeTable, type TableColumns, unknownWord } from '../table.ts';
import { makeLineColumn, tenantColumns } from './columns.ts';

/** Makes the table of tenants with the numbers that other tables must add up to. */
export const makeTenantsTable = (matrix: Matrix): EvidenceTable =>
  makeTable<TenantTotals>({
    name: 'Tenants',
    file: 'tenants.csv',
    about: 'a tenant, with what the other files must add up to for it',
    columns,
    facts: () => listTenantTotals(matrix),
  });

const columns: TableColumns<TenantTotals> = [
  ...tenantColumns,
  {
    name: 'title',
    title: 'Title',
    about: 'what people call it',
    width: 28,
    of: ({ tenant }) => tenant.title ?? '',
  },
  {
    name: 'plan',
    title: 'Plan',
    about: 'what it has bought',
    width: 14,
    of: ({ tenant }) => tenant.plan ?? '',
  },
  {
    name: 'packages',
    title: 'Packages',
    about: 'the packages that it has bought',
    width: 20,
    of: ({ tenant }) => [...tenant.packages].sort().join(', '),
  },
  {
    name: 'roles',
    title: 'Roles',
    about: 'how many roles it is offered',
    width: 8,
    of: ({ totals }) => totals.roles,
  },
  {
    name: 'users',
    title: 'Users',
    about: 'how many users it declares; `unknown` where it declares none at all, which is not zero',
    width: 10,
    of: ({ tenant }) => tenant.users?.length ?? unknownWord,
  },
  {
    name: 'activeUsers',
    title: 'Active users',
    about: 'how many of them are active',
    width: 10,
    of: ({ tenant, totals }) => (tenant.users ? totals.activeUsers : unknownWord),
  },
  {
    name: 'usersComplete',
    title: 'Users complete',
    about:
      'yes if the policies say that the declared users are all there are; no if they do not say it; empty without users',
    width: 12,
    layout: 2,
    of: ({ tenant }) => (tenant.users ? (tenant.isComplete ? 'yes' : 'no') : ''),
  },
  {
    name: 'grants',
    title: 'Grants',
    about: 'how many permissions are effective, counted for each role',
    width: 10,
    of: ({ totals }) => totals.effectiveGrants,
  },
  {
    name: 'escalation',
    title: 'Escalation',
    about: 'how many of those are of the class escalation',
    width: 11,
    of: ({ totals }) => totals.effectiveGrantsByRisk.escalation,
  },
  {
    name: 'exfiltration',
    title: 'Exfiltration',
    about: 'how many are of the class exfiltration',
    width: 12,
    of: ({ totals }) => totals.effectiveGrantsByRisk.exfiltration,
  },
  makeLineColumn(
    'writtenAt',
    'Written at',
    'the line of the policies that declares the tenant',
    ({ tenant }) => tenant.at,
  ),
];
