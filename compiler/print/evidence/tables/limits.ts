import type { Policy } from '../../../model/policy.ts';
import { type LimitUse, limitUses } from '../../../questions/evidence/limits.ts';
import { printLine } from '../provenance.ts';
import { type EvidenceTable, type EvidenceValue, makeTable, unknownWord } from '../table.ts';
import { tenantColumns } from './columns.ts';

/** What every tenant has bought of user types and seats, and how much of it is used. */
export const makeLimitsTable = (policy: Policy): EvidenceTable =>
  makeTable<LimitUse>({
    name: 'Limits',
    file: 'limits.csv',
    about: 'a user type or a seat of a tenant: how many users may have it and how many do',
    columns: [
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
        of: (use) => compared(use, (most, used) => Math.max(0, most - used)),
      },
      {
        name: 'over',
        title: 'Over',
        about: 'how many have it beyond the limit',
        width: 10,
        of: (use) => compared(use, (most, used) => Math.max(0, used - most)),
      },
      {
        name: 'inactive',
        title: 'Inactive',
        about: 'inactive users who have it; they count against no limit',
        width: 10,
        of: ({ inactive }) => inactive ?? unknownWord,
      },
      {
        name: 'writtenAt',
        title: 'Written at',
        about: 'the line of the tenant that says the limit',
        width: 36,
        of: ({ limit }) => (limit ? printLine(limit.at) : ''),
      },
    ],
    facts: () => limitUses(policy),
  });

/** Limit against use; nothing where there is no limit. */
function compared(
  { limit, used }: LimitUse,
  difference: (most: number, used: number) => number,
): EvidenceValue {
  if (!limit) return '';
  return used === undefined ? unknownWord : difference(limit.most, used);
}
