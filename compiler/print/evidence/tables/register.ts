import { type Catalog, listNotes, listWhere } from '../../../model/catalog.ts';
import type { Matrix, Trail } from '../../../model/matrix.ts';
import type { User } from '../../../model/policy.ts';
import { type Holding, listHoldings } from '../../../questions/evidence/register.ts';
import { makeOnce } from '../../../text/make-once.ts';
import { type EvidenceTable, makeTable, type TableColumns, unknownWord } from '../table.ts';
import { removeBackticks } from '../words.ts';
import {
  capColumn,
  cellColumns,
  makeLineColumn,
  portfolioColumn,
  recordsColumn,
  rowColumns,
} from './columns.ts';

/** Makes the table of all holders of escalations and exfiltrations. Two readers share its facts: a file and a sheet. */
export const makeRegisterTable = (matrix: Matrix): EvidenceTable =>
  makeTable<Holding>({
    name: 'Register',
    file: 'register.csv',
    about:
      'a role that holds a permission of the class escalation or exfiltration in a tenant, and who has the role',
    columns: makeColumns(matrix.policy.catalog),
    facts: makeOnce(() => listHoldings(matrix)),
  });

/** Makes the columns, the last of which has what the catalog notes of a permission. */
const makeColumns = (catalog: Catalog): TableColumns<Holding> => [
  ...columns,
  {
    name: 'notes',
    title: 'Notes',
    about: 'where in the product the permission is met, and what the catalog notes of it',
    width: 54,
    of: ({ cell }) => [...listWhere(catalog, cell), ...listNotes(catalog, cell)].join(' · '),
  },
];

const columns: TableColumns<Holding> = [
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
    of: ({ users }) => listActive(users)?.length ?? unknownWord,
  },
  {
    name: 'userIds',
    title: 'Who',
    about: 'the ids of those users',
    width: 40,
    of: ({ users }) => printIds(listActive(users)),
  },
  {
    name: 'inactiveUserIds',
    title: 'Inactive',
    about: 'the ids of inactive users who would have it were they activated',
    width: 28,
    of: ({ users }) => printIds(users?.filter((user) => !user.active)),
  },
  {
    name: 'why',
    title: 'Why',
    about: 'what allows it: the role, the cap and the ceiling, in words',
    width: 54,
    of: ({ provenance }) => printReasons(provenance.trail),
  },
  makeLineColumn(
    'grantedAt',
    'Granted at',
    'the line of the role that grants it',
    ({ provenance }) => provenance.role,
  ),
];

const listActive = (users: readonly User[] | undefined): readonly User[] | undefined =>
  users?.filter((user) => user.active);

const printIds = (users: readonly User[] | undefined): string => (users ?? []).map(({ id }) => id).join(', ');

/** Prints the reasons of the layers, each sentence once; prerequisites are named only if the permission has some. */
function printReasons({ cell, verdicts }: Trail): string {
  const shown = verdicts.filter(({ layer }) => layer !== 'requires' || cell.requires.length > 0);
  return removeBackticks([...new Set(shown.map(({ because }) => because))].join('; '));
}
