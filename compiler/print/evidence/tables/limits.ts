import type { Policy } from '../../../model/policy.ts';
import { type LimitUse, listLimitUses } from '../../../questions/evidence/limits.ts';
import { type EvidenceTable, makeTable, type TableColumns, unknownWord } from '../table.ts';
import { makeLineColumn, tenantColumns } from './columns.ts';

/** Makes the table of user types and seats: how many each tenant may have, and how many it has. */
export const makeLimitsTable = (policy: Policy): EvidenceTable =>
  makeTable<LimitUse>({
    name: 'Limits',
    file: 'limits.csv',
    about: 'a user type or a seat of a tenant: how many users may have it and how many do',
    columns,
    facts: () => listLimitUses(policy),
  });

const columns: TableColumns<LimitUse> = [
  ...tenantColumns,
  { name: 'kind', title: 'Kind', about: 'user type or seat', width: 11, of: ({ kind }) => kind },
  { name: 'name', title: 'Name', about: 'its name', width: 18, of: ({ name }) => name },
  {
    name: 'limit',
    title: 'Limit',
    about: 'the most active users who may have it, or `unlimited`',
    width: 10,
    of: ({ limit }) => limit?.most ?? 'unlimited',
  },
  {
    name: 'used',
    title: 'Used',
    about: 'active users who have it; `unknown` where the tenant declares no users',
    width: 10,
    of: ({ used }) => used ?? unknownWord,
  },
  {
    name: 'free',
    title: 'Free',
    about: 'how many more may have it',
    width: 10,
    of: ({ limit, free }) => (limit ? (free ?? unknownWord) : ''),
  },
  {
    name: 'over',
    title: 'Over',
    about: 'how many have it beyond the limit',
    width: 10,
    of: ({ limit, over }) => (limit ? (over ?? unknownWord) : ''),
  },
  {
    name: 'inactive',
    title: 'Inactive',
    about: 'inactive users who have it; they count against no limit',
    width: 10,
    of: ({ inactive }) => inactive ?? unknownWord,
  },
  makeLineColumn(
    'writtenAt',
    'Written at',
    'the line of the tenant that says the limit',
    ({ limit }) => limit?.at,
  ),
];
