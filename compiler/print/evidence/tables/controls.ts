import type { ControlResult, UsedWaiver } from '../../../model/control.ts';
import type { ControlEvent, Past, PastOrigin } from '../../../questions/past/past.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';
import { makeLineColumn } from './columns.ts';

/** Makes the table of controls: every invariant, then every rule, with what became of it. */
export const makeControlsTable = (
  controls: readonly ControlResult[],
  past: Past | undefined,
): EvidenceTable =>
  makeTable<ControlResult>({
    name: 'Controls',
    file: 'controls.csv',
    about: 'a control: an invariant, or a rule of `plafond check`; whom it is about, and whether it is kept',
    columns: past ? [...columns, ...makePastColumns(past)] : columns,
    facts: () => controls,
  });

const columns: TableColumns<ControlResult> = [
  { name: 'control', title: 'Control', about: 'its name', width: 34, of: ({ name }) => name },
  {
    name: 'kind',
    title: 'Kind',
    about: 'invariant, which the policies state, or rule, which plafond has of its own',
    width: 10,
    of: ({ invariant }) => (invariant ? 'invariant' : 'rule'),
  },
  {
    name: 'result',
    title: 'Result',
    about:
      'passed; failed; waived: waivers in force cover all that breaks it; idle: it is about nothing that there is',
    width: 10,
    of: ({ state }) => state,
  },
  {
    name: 'severity',
    title: 'Severity',
    about: 'how severe it is to break it: error, warning or info',
    width: 10,
    of: ({ severity }) => severity,
  },
  {
    name: 'demands',
    title: 'Demands',
    about: 'what an invariant demands: must, mustSome, mustNot, mustNotTogether or mustSomeone, and of what',
    width: 40,
    of: ({ invariant }) =>
      invariant ? `${invariant.demand}: ${invariant.patterns.map(({ text }) => text).join(', ')}` : '',
  },
  { name: 'because', title: 'Because', about: 'why it is there', width: 50, of: ({ because }) => because },
  {
    name: 'source',
    title: 'Source',
    about: 'the rule, contract or law that an invariant comes from',
    width: 24,
    of: ({ invariant }) => invariant?.source ?? '',
  },
  {
    name: 'unit',
    title: 'Unit',
    about:
      'what is counted: roles, each in every tenant that is offered it; tenants; or the findings on the policies as a whole',
    width: 10,
    of: ({ unit }) => unit,
  },
  {
    name: 'checked',
    title: 'Checked',
    about: 'how many it was checked for; empty for a rule',
    width: 10,
    of: ({ checked }) => checked ?? '',
  },
  {
    name: 'passed',
    title: 'Passed',
    about: 'how many of these keep it without a waiver',
    width: 10,
    of: ({ passed }) => passed ?? '',
  },
  {
    name: 'failed',
    title: 'Failed',
    about: 'how many break it; users who do so by several roles together are counted too',
    width: 10,
    of: ({ failed }) => failed,
  },
  {
    name: 'waived',
    title: 'Waived',
    about: 'how many break it under a waiver',
    width: 10,
    of: ({ waived }) => waived,
  },
  {
    name: 'brokenBy',
    title: 'Broken by',
    about: 'who breaks an invariant; findings.csv says by what, and of rules where',
    width: 44,
    of: ({ brokenBy }) => brokenBy.join('; '),
  },
  {
    name: 'brokenUnderWaiver',
    title: 'Broken under waiver',
    about: 'who breaks an invariant and is let by a waiver in force',
    width: 44,
    layout: 2,
    of: ({ brokenUnderWaiver }) => brokenUnderWaiver.join('; '),
  },
  {
    name: 'waivers',
    title: 'Waivers',
    about: 'the waivers in force that it took: for whom and where, until when, owner and reason',
    width: 60,
    of: ({ waivers }) => waivers.map(describeWaiver).join('; '),
  },
  makeLineColumn(
    'writtenAt',
    'Written at',
    'the line of the policies that states it',
    ({ invariant }) => invariant?.at,
  ),
];

/** Makes the columns that say how a control fared over the period. */
function makePastColumns({ controlPasts, rulePasts, controls }: Past): TableColumns<ControlResult> {
  const find = ({ name, invariant }: ControlResult) => (invariant ? controlPasts : rulePasts).get(name);
  return [
    {
      name: 'introduced',
      title: 'Introduced',
      about:
        'when the commit was made since which the invariant is there without a break, or `earlier` than what was read of the past; empty for a rule, which comes with plafond',
      width: 26,
      of: (control) => printOrigin(find(control)?.introduced),
    },
    {
      name: 'introducedIn',
      title: 'Introduced in',
      about: 'the hash of that commit',
      width: 42,
      of: (control) => find(control)?.introduced?.commit?.hash ?? '',
    },
    {
      name: 'atStart',
      title: 'At the start',
      about:
        'the result at the beginning of the period, in the words of `result`; empty for an invariant that was not there',
      width: 10,
      of: (control) => find(control)?.atStart ?? '',
    },
    {
      name: 'worst',
      title: 'Worst in the period',
      about:
        'the worst result over the period, at every commit and after the last day of every waiver; empty for a rule, which is judged at the end alone',
      later: {
        layout: 3,
        about:
          'the worst result over the period, at every commit and, of an invariant, after the last day of every waiver',
      },
      width: 10,
      of: (control) => find(control)?.worst ?? '',
    },
    {
      name: 'changes',
      title: 'Changes',
      about: 'how many rows of control-history.csv are about it; empty for a rule',
      later: { layout: 3, about: 'how many rows of control-history.csv are about it' },
      width: 10,
      of(control) {
        if (!find(control)) return '';
        const isOwn = ({ control: name, isRule }: ControlEvent) =>
          name === control.name && (isRule === true) === (control.invariant === undefined);
        return controls.filter(isOwn).length;
      },
    },
  ];
}

const printOrigin = (origin: PastOrigin | undefined): string =>
  origin?.isEarlier ? 'earlier' : (origin?.commit?.time ?? '');

function describeWaiver({ waiver, tenants }: UsedWaiver): string {
  const { role, user, until, owner, because } = waiver;
  const holder = role === undefined ? `user ${user ?? ''}` : `role ${role}`;
  return `${holder} in ${tenants.join(', ')}, until ${until}, owner ${owner}: ${because}`;
}
