import type { ControlResult, UsedWaiver } from '../../../model/control.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';
import { makeLineColumn } from './columns.ts';

/** Makes the table of controls: every invariant, then every rule, with what became of it. */
export const makeControlsTable = (controls: readonly ControlResult[]): EvidenceTable =>
  makeTable<ControlResult>({
    name: 'Controls',
    file: 'controls.csv',
    about: 'a control: an invariant, or a rule of `plafond check`; whom it is about, and whether it is kept',
    columns,
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

function describeWaiver({ waiver, tenants }: UsedWaiver): string {
  const { role, user, until, owner, because } = waiver;
  const holder = role === undefined ? `user ${user ?? ''}` : `role ${role}`;
  return `${holder} in ${tenants.join(', ')}, until ${until}, owner ${owner}: ${because}`;
}
