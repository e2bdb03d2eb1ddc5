import { countBits } from '../../../model/bits.ts';
import type { Matrix } from '../../../model/matrix.ts';
import { type Attestation, listAttestations } from '../../../questions/evidence/attestations.ts';
import { type EvidenceTable, makeTable, type TableColumns, unknownWord } from '../table.ts';
import { capColumn, portfolioColumn, rowColumns } from './columns.ts';

/** The names of the columns that a reviewer fills in. */
export const attestationColumns = ['decision', 'reviewer', 'date', 'comment'] as const;

/** The decisions that a reviewer may take. */
export const decisions = ['keep', 'change', 'remove'] as const;

/** Makes the table of all roles in all tenants for a review; its last columns are empty. */
export const makeAttestationTable = (matrix: Matrix): EvidenceTable =>
  makeTable<Attestation>({
    name: 'Attestation',
    about: 'a role in a tenant, for a reviewer to decide about',
    columns,
    facts: () => listAttestations(matrix),
  });

const columns: TableColumns<Attestation> = [
  ...rowColumns,
  {
    name: 'title',
    title: 'Title',
    about: 'what people call the role',
    width: 26,
    of: ({ role }) => role.title ?? '',
  },
  capColumn,
  portfolioColumn,
  {
    name: 'users',
    title: 'Active users',
    about: 'active users who hold the role; `unknown` where the tenant declares no users',
    width: 10,
    of: ({ users }) => users ?? unknownWord,
  },
  {
    name: 'permissions',
    title: 'Permissions',
    about: 'how many permissions the role has in effect',
    width: 12,
    of: ({ row }) => countBits(row.effective),
  },
  {
    name: 'escalation',
    title: 'Escalation',
    about: 'how many of them are of the class escalation',
    width: 11,
    of: ({ risks }) => risks.escalation,
  },
  {
    name: 'exfiltration',
    title: 'Exfiltration',
    about: 'how many are of the class exfiltration',
    width: 12,
    of: ({ risks }) => risks.exfiltration,
  },
  {
    name: 'risky',
    title: 'Risky permissions',
    about: 'those of the two classes',
    width: 50,
    of: ({ risky }) => risky.map(({ permission }) => permission).join(', '),
  },
  {
    name: 'decision',
    title: 'Decision',
    about: `to be filled in: ${decisions.join(', ')}`,
    width: 12,
    of: () => '',
  },
  { name: 'reviewer', title: 'Reviewer', about: 'to be filled in: who decided', width: 22, of: () => '' },
  { name: 'date', title: 'Date', about: 'to be filled in: when', width: 12, of: () => '' },
  {
    name: 'comment',
    title: 'Comment',
    about: 'to be filled in: why, and what is to be done',
    width: 40,
    of: () => '',
  },
];
