import { type ChangeKind, changeKinds, type Difference, type PersonChange } from '../../../model/change.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';
import { makeLineColumn } from './columns.ts';

/** A permission that changes for a declared user. */
interface PersonalChange extends PersonChange {
  readonly kind: ChangeKind;
  readonly permission: string;
}

/** Makes the table of what changed for each declared user, by the union of their roles. */
export const makePeopleTable = ({ people }: Difference): EvidenceTable =>
  makeTable<PersonalChange>({
    name: 'Delta people',
    file: 'delta-people.csv',
    about:
      'a permission of a declared user, by all roles together, that is not what it was at the revision of `--since`',
    columns,
    *facts() {
      for (const person of people)
        for (const kind of changeKinds)
          for (const permission of person.effect[kind]) yield { ...person, kind, permission };
    },
  });

const columns: TableColumns<PersonalChange> = [
  { name: 'tenant', title: 'Tenant', about: 'the name of the tenant', width: 16, of: ({ tenant }) => tenant },
  { name: 'user', title: 'User', about: 'the id of the user', width: 34, of: ({ user }) => user },
  {
    name: 'kind',
    title: 'Kind',
    about: 'gained, lost; or held before and after, on records that were widened, narrowed or shifted',
    width: 10,
    of: ({ kind }) => kind,
  },
  {
    name: 'permission',
    title: 'Permission',
    about: 'what is permitted',
    width: 30,
    of: ({ permission }) => permission,
  },
  {
    name: 'grave',
    title: 'Risky',
    about: 'yes if what is gained is of the class escalation or exfiltration',
    width: 8,
    of: ({ effect, permission }) => (effect.grave.includes(permission) ? 'yes' : 'no'),
  },
  makeLineColumn('writtenAt', 'Written at', 'the line that declares the user', ({ at }) => at.place),
];
