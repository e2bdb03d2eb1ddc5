import type { Cell } from '../../../model/catalog.ts';
import type { Matrix, Row, Trail } from '../../../model/matrix.ts';
import type { Role, User } from '../../../model/policy.ts';
import { register as holdingsIn, riskyCells } from '../../../questions/evidence/register.ts';
import { provenance } from '../provenance.ts';
import { type EvidenceTable, makeTable, once, unknownWord } from '../table.ts';
import { removeBackticks } from '../words.ts';
import { capColumn, cellColumns, portfolioColumn, recordsColumn, rowColumns } from './columns.ts';

interface Entry {
  readonly row: Row;
  readonly role: Role;
  readonly cell: Cell;
  readonly why: string;
  readonly grantedAt: string;
  readonly users?: readonly User[];
}

/** Every holder of every permission that is an escalation or an exfiltration, the worse class first. */
export const makeRegisterTable = (matrix: Matrix): EvidenceTable =>
  makeTable<Entry>({
    name: 'Register',
    file: 'register.csv',
    about:
      'a role that holds a permission of the class escalation or exfiltration in a tenant, and who has the role',
    columns: [
      ...cellColumns.toReversed(),
      ...rowColumns,
      capColumn,
      portfolioColumn,
      recordsColumn,
      {
        name: 'users',
        title: 'Active users',
        about: 'how many active users the role gives it; `unknown` where the tenant declares no users',
        width: 10,
        of: ({ users }) => active(users)?.length ?? unknownWord,
      },
      {
        name: 'userIds',
        title: 'Who',
        about: 'the ids of those users',
        width: 40,
        of: ({ users }) => idsOf(active(users)),
      },
      {
        name: 'inactiveUserIds',
        title: 'Inactive',
        about: 'the ids of inactive users who would have it were they activated',
        width: 28,
        of: ({ users }) => idsOf(users?.filter((user) => !user.active)),
      },
      {
        name: 'why',
        title: 'Why',
        about: 'what lets it: the role, the cap and the ceiling, in words',
        width: 54,
        of: ({ why }) => why,
      },
      {
        name: 'grantedAt',
        title: 'Granted at',
        about: 'the line of the role that grants it',
        width: 36,
        of: ({ grantedAt }) => grantedAt,
      },
    ],
    facts: once(() => byPermission(matrix)),
  });

/**
 * Entries are made role by role, since what is written in one role is read together, and then sorted for a reader
 * who asks who else has the same. They are asked for twice, by a file and by a sheet.
 */
function byPermission(matrix: Matrix): readonly Entry[] {
  const provenanceOf = provenance(matrix);
  const rank = new Map(riskyCells(matrix.policy.catalog).map((cell, at) => [cell, at]));
  const entries: Entry[] = [];
  for (const { row, cell, users } of holdingsIn(matrix)) {
    const { trail, role: grantedAt } = provenanceOf(row, cell);
    entries.push({ row, role: row.role, cell, why: whyWords(trail), grantedAt, ...(users && { users }) });
  }
  return entries.sort((a, b) => (rank.get(a.cell) ?? 0) - (rank.get(b.cell) ?? 0));
}

const active = (users: readonly User[] | undefined): readonly User[] | undefined =>
  users?.filter((user) => user.active);

const idsOf = (users: readonly User[] | undefined): string => (users ?? []).map(({ id }) => id).join(', ');

/** The verdicts of the layers, each sentence once; of what is required only where something is. */
function whyWords({ cell, verdicts }: Trail): string {
  const told = verdicts.filter(({ layer }) => layer !== 'requires' || cell.requires.length > 0);
  return removeBackticks([...new Set(told.map(({ because }) => because))].join('; '));
}
