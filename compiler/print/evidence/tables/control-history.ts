import type { ControlEvent, Past } from '../../../questions/past/past.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';
import { commitColumns } from './commit-columns.ts';

/** Makes the table of what became of invariants over the period. */
export const makeControlHistoryTable = ({ controls }: Past): EvidenceTable =>
  makeTable<ControlEvent>({
    name: 'Control history',
    file: 'control-history.csv',
    about:
      'a change of an invariant in the period, of a waiver of it, or of who breaks it, newest first; each is judged at every commit and after the last day of every waiver',
    columns,
    facts: () => controls,
  });

const columns: TableColumns<ControlEvent> = [
  {
    name: 'day',
    title: 'Day',
    about: 'the day from which it holds, in UTC',
    width: 12,
    of: ({ day }) => day,
  },
  {
    name: 'control',
    title: 'Control',
    about: 'the name of the invariant',
    width: 34,
    of: ({ control }) => control,
  },
  {
    name: 'kind',
    title: 'Kind',
    about:
      'introduced, removed; weakened: it demands less; edited; waiver: one was added, prolonged, extended, changed or removed; result: it is kept, or broken by somebody else, than before',
    width: 12,
    of: ({ kind }) => kind,
  },
  {
    name: 'details',
    title: 'Details',
    about: 'what it demands, how it got weaker, the waiver, or the result with whoever breaks it',
    width: 80,
    of: ({ details }) => details,
  },
  ...commitColumns,
];
