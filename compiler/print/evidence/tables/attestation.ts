import { has, sizeOf } from '../../../model/bits.ts';
import type { Matrix, Row } from '../../../model/matrix.ts';
import type { Role } from '../../../model/policy.ts';
import { riskyCells } from '../../../questions/evidence/register.ts';
import { type Risks, riskCounter } from '../../../questions/evidence/totals.ts';
import { type EvidenceTable, makeTable, unknownWord } from '../table.ts';
import { capColumn, portfolioColumn, rowColumns } from './columns.ts';

interface Attested {
  readonly row: Row;
  readonly role: Role;
  readonly risks: Risks;
  readonly risky: readonly string[];
}

/** The columns that a reviewer fills in. */
export const attestationColumns = ['decision', 'reviewer', 'date', 'comment'] as const;

/** What a reviewer decides. */
export const decisions = ['keep', 'change', 'remove'] as const;

/** A row for every role in every tenant, to be reviewed: the last columns are empty. */
export const makeAttestationTable = (matrix: Matrix): EvidenceTable =>
  makeTable<Attested>({
    name: 'Attestation',
    about: 'a role in a tenant, for a reviewer to decide about',
    columns: [
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
        of: ({ row }) =>
          row.tenant.users?.filter(({ active, roles }) => active && roles.includes(row.role)).length ??
          unknownWord,
      },
      {
        name: 'permissions',
        title: 'Permissions',
        about: 'how many permissions the role has in effect',
        width: 12,
        of: ({ row }) => sizeOf(row.effective),
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
        of: ({ risky }) => risky.join(', '),
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
    ],
    *facts() {
      const { catalog } = matrix.policy;
      const risksOf = riskCounter(catalog);
      const cells = riskyCells(catalog);
      for (const row of matrix.rows) {
        const risky = cells
          .filter(({ index }) => has(row.effective, index))
          .map(({ permission }) => permission);
        yield { row, role: row.role, risks: risksOf(row.effective), risky };
      }
    },
  });
