import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { Policy } from '../../../model/policy.ts';
import { listWaiverUses, type WaiverUse } from '../../../questions/evidence/waivers.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../table.ts';
import { makeLineColumn } from './columns.ts';

/** Makes the table of waivers: what each lets be broken, and whether it still holds on the date of the pack. */
export const makeWaiversTable = (
  policy: Policy,
  findings: readonly Diagnostic[],
  date: string,
): EvidenceTable =>
  makeTable<WaiverUse>({
    name: 'Waivers',
    file: 'waivers.csv',
    about: 'a waiver: an exception from an invariant, with an owner, a reason and a last day',
    columns,
    facts: () => listWaiverUses(policy, findings, date),
  });

const columns: TableColumns<WaiverUse> = [
  {
    name: 'invariant',
    title: 'Invariant',
    about: 'the name of the invariant that may be broken',
    width: 30,
    of: ({ waiver }) => waiver.invariant,
  },
  {
    name: 'severity',
    title: 'Severity',
    about: 'how severe it is to break the invariant: error, warning or info',
    width: 10,
    of: ({ invariant }) => invariant?.severity ?? '',
  },
  {
    name: 'demands',
    title: 'Invariant demands',
    about:
      'what the invariant demands: must, mustSome, mustNot, mustNotTogether or mustSomeone, and of which permissions',
    width: 36,
    of: ({ invariant }) =>
      invariant ? `${invariant.demand}: ${invariant.patterns.map(({ text }) => text).join(', ')}` : '',
  },
  {
    name: 'role',
    title: 'Role',
    about: 'the role that may break it; empty if a user may',
    width: 20,
    of: ({ waiver }) => waiver.role ?? '',
  },
  {
    name: 'user',
    title: 'User',
    about: 'the user who may break it by their roles together; empty if a role may',
    width: 28,
    of: ({ waiver }) => waiver.user ?? '',
  },
  {
    name: 'tenant',
    title: 'Tenant',
    about: 'the only tenant in which it may; `all` for every tenant',
    width: 14,
    of: ({ waiver }) => waiver.tenant ?? 'all',
  },
  {
    name: 'owner',
    title: 'Owner',
    about: 'who answers for it',
    width: 28,
    of: ({ waiver }) => waiver.owner,
  },
  {
    name: 'because',
    title: 'Because',
    about: 'the reason for it',
    width: 50,
    of: ({ waiver }) => waiver.because,
  },
  {
    name: 'until',
    title: 'Until',
    about: 'the last day on which it holds',
    width: 12,
    of: ({ waiver }) => waiver.until,
  },
  {
    name: 'days',
    title: 'Days left',
    about: 'days from the date of the pack to its last day; empty if that is past',
    width: 10,
    of: ({ days }) => (days < 0 ? '' : days),
  },
  {
    name: 'state',
    title: 'State',
    about:
      'active; ending: within the days of which the settings warn; expired: the last day is past on the date of the pack; useless: it waives nothing',
    width: 10,
    of: ({ state }) => state,
  },
  makeLineColumn(
    'writtenAt',
    'Written at',
    'the line of the policies on which it begins',
    ({ waiver }) => waiver.at,
  ),
];
