import type { ControlEvent, Past } from '../../../questions/past/past.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';
import { commitColumns } from './commit-columns.ts';

/** Makes the table of what became of controls over the period. */
export const makeControlHistoryTable = ({ controls }: Past): EvidenceTable =>
  makeTable<ControlEvent>({
    name: 'Control history',
    file: 'control-history.csv',
    about:
      'a change of an invariant in the period, of a waiver of it, or of who breaks it, newest first; each is judged at every commit and after the last day of every waiver',
    later: {
      layout: 3,
      about:
        'a change of a control in the period, of a waiver of it, or of who breaks it, newest first; each is judged at every commit, and invariants after the last day of every waiver too',
    },
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
    later: { layout: 3, about: 'the name of the invariant or of the rule' },
    width: 34,
    of: ({ control }) => control,
  },
  {
    name: 'controlKind',
    title: 'Kind of control',
    about:
      'invariant, which the policies state, or rule, which plafond has of its own; a rule has only results',
    layout: 3,
    width: 12,
    of: ({ isRule }) => (isRule ? 'rule' : 'invariant'),
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
    later: {
      layout: 3,
      about:
        'what it demands, how it got weaker, the waiver, or the result with whoever breaks it; of a rule with what it finds now and what no longer',
    },
    width: 80,
    of: ({ details }) => details,
  },
  ...commitColumns,
];
