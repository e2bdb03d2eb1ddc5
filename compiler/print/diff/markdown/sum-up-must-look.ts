import type { Risk } from '../../../model/catalog.ts';
import type { ChangeKind } from '../../../model/change.ts';
import type { FindingJson } from '../../../model/finding-json.ts';
import { worseRisk } from '../../../questions/diff/group-changes.ts';
import {
  isGraveReassignment,
  isGuardLoosened,
  isMustLook,
} from '../../../questions/diff/judge-difference.ts';
import { isGuardFinding, listLoosenings } from '../../../questions/diff/judge-guards.ts';
import { listJointGains } from '../../../questions/diff/list-joint-gains.ts';
import type { Revival } from '../../../questions/diff/list-revivals.ts';
import type {
  AlterationJson,
  DiffReport,
  GroupJson,
  ReassignedJson,
} from '../../../questions/diff/report.ts';
import type { SeparatedReport } from '../../../questions/diff/separate-arrivals.ts';
import { count } from '../../../text/count.ts';
import { groupBy } from '../../../text/group-by.ts';
import { writeInertLine, writeShortSpan, writeSpans } from '../../../text/markdown.ts';
import { describeArrival } from '../describe-arrival.ts';
import { sumUpGuards } from '../describe-guards.ts';
import { choosePlace, describeDocument, describePeople, listVendorEdits } from '../describe-report.ts';
import { describeUsers } from '../print-people.ts';
import { describeReachMove, printPathLine } from './describe-group.ts';
import { describeRevival } from './describe-revival.ts';
import { describeSubjectArrival } from './describe-subject-arrival.ts';
import {
  type Audience,
  audienceTitles,
  markupStyle,
  printSwaps,
  tagFault,
  tagLoosening,
} from './list-must-look.ts';

/** The most names that a line in sum writes; the rest are counted. */
const most = 3;

/** The most lines of one sort; more of them share the last one. */
const mostOfSort = 3;

/**
 * Sums up who has to look at what, on one screen: a line for each document, role or sort of guard, with what of it is of the highest
 * risk. What it leaves out stands in the full list.
 */
export function sumUpMustLook(
  separated: SeparatedReport,
  { revivals, gains }: { readonly revivals: readonly Revival[]; readonly gains: readonly GroupJson[] },
): readonly Audience[] {
  const { report } = separated;
  const audiences = [
    {
      title: audienceTitles.permissions,
      lines: [...sumUpPermissions(separated, revivals), ...sumUpGains(gains, report)],
    },
    {
      title: audienceTitles.guards,
      lines: [
        ...sumUpFaults(report.faults.filter((one) => isGuardFinding(one) && !one.code.startsWith('waiver-'))),
        ...sumUpLoosenings(listLoosenings(report).filter(isGuardLoosened)),
        ...sumUpGuards(report, markupStyle),
      ],
    },
    { title: audienceTitles.vendor, lines: sumUpVendor(report) },
  ];
  return audiences.filter(({ lines }) => lines.length > 0);
}

function sumUpPermissions(
  { report, arrivals, subjects, covered }: SeparatedReport,
  revivals: readonly Revival[],
): readonly string[] {
  const groups = report.groups.filter((group) => isMustLook(group) && !covered.has(group));
  return [
    ...printSwaps(report),
    ...sumUpFaults(report.faults.filter((one) => !isGuardFinding(one))),
    ...sumUpReassignments(report.reassigned.filter(isGraveReassignment)),
    ...limitLines(
      listJointGains(report).map(
        ({ effect, permissions }) =>
          `**${effect.risk ?? 'escalation'}** · ${describeUsers(effect, most, writeSpans)}: by several roles together ${writeSpans(permissions, most)}.`,
      ),
      'effects of several roles together',
    ),
    ...limitLines(
      arrivals.map((arrival) => describeArrival(arrival, markupStyle, most, most)),
      'things that are new',
    ),
    ...limitLines(
      subjects.map((subject) => describeSubjectArrival(subject, most)),
      'things that are new in the catalog',
    ),
    ...limitLines(
      revivals.map((revival) => describeRevival(revival, most)),
      'lines that let something through',
    ),
    ...sumUpGroups(groups, report),
    ...sumUpLoosenings(listLoosenings(report).filter((one) => !isGuardLoosened(one))),
  ];
}

/** Returns the first lines, and one that counts the others. */
const limitLines = (lines: readonly string[], noun: string): readonly string[] =>
  lines.length > mostOfSort + 1
    ? [...lines.slice(0, mostOfSort), `and ${lines.length - mostOfSort} more ${noun}.`]
    : lines;

/** Prints the first finding of each code, and counts the others. */
const sumUpFaults = (faults: readonly FindingJson[]): readonly string[] =>
  [...groupBy(faults, ({ severity, code }) => `${severity} ${code}`).values()].map((alike) => {
    const [first] = alike;
    const more = alike.length > 1 ? `, and ${count(alike.length - 1, 'more finding')} like it` : '';
    return `**${tagFault(first)}** · ${writeInertLine(first.message)} (${printPathLine(first)}, ${writeShortSpan(first.code)})${more}.`;
  });

/** Prints who is given a role with permissions of high risk, in all tenants together. */
const sumUpReassignments = (gifts: readonly ReassignedJson[]): readonly string[] =>
  limitLines(
    [...groupBy(gifts, ({ role }) => role).values()].map((some) => {
      const worst = some.reduce((a, b) => (b.grave > a.grave ? b : a));
      const users = some.flatMap((gift) => gift.users);
      const tenants = some.map(({ tenant }) => tenant);
      const risk = some.map((gift) => gift.risk ?? 'escalation').reduce(worseRisk);
      return `**${risk}** · ${count(users.length, 'user')} of ${nameTenants(tenants)} ${users.length === 1 ? 'is' : 'are'} given role ${writeShortSpan(worst.role)}, which holds ${some.some(({ grave }) => grave !== worst.grave) ? 'up to ' : ''}${count(worst.grave, 'permission')} of high risk, ${writeSpans(worst.risky, most)}${worst.portfolio.length > 0 ? `, and reaches records by ${writeSpans(worst.portfolio, most)}` : ''} (${printPathLine(some[0].at)}).`;
    }),
    'roles that are given',
  );

const nameTenants = (tenants: readonly string[]): string =>
  tenants.length === 1
    ? `tenant ${writeShortSpan(tenants[0] ?? '')}`
    : `${tenants.length} tenants (${writeSpans(tenants, most)})`;

/** Prints changes in sum, those of one file on a line. */
function sumUpGroups(groups: readonly GroupJson[], report: DiffReport): readonly string[] {
  const files = [...groupBy(groups, ({ because, kind }) => choosePlace(because, kind).path).values()];
  const shown = files.length > mostOfSort + 1 ? files.slice(0, mostOfSort) : files;
  const rest = files.slice(shown.length).flat();
  return [
    ...shown.map((some) => sumUpFile(some, report)),
    ...(rest.length > 0
      ? [
          `**${findWorst(rest)}** · because of ${files.length - shown.length} more files, ${describeRoles(rest, report)}: ${describeMoved(rest)}.`,
        ]
      : []),
  ];
}

/** Sums up on one line what is gained beside that which somebody must look at. */
const sumUpGains = (gains: readonly GroupJson[], report: DiffReport): readonly string[] =>
  gains.length > 0
    ? [`**${findWorst(gains)}** · besides, ${describeRoles(gains, report)}: ${describeMoved(gains)}.`]
    : [];

function sumUpFile(some: readonly [GroupJson, ...GroupJson[]], report: DiffReport): string {
  const [{ because, kind }] = some;
  const lines = new Set(
    some.flatMap((group) => [
      choosePlace(group.because, group.kind).line,
      ...(group.because.also ?? []).map(({ line }) => line),
    ]),
  ).size;
  const vendors = some.some(({ vendor }) => vendor) ? ' **Not ours to decide.**' : '';
  return `**${findWorst(some)}** · ${describeRoles(some, report)}: ${describeMoved(some)}. Because of ${printPathLine(choosePlace(because, kind))}${lines > 1 ? ` and ${count(lines - 1, 'more line')} of this file` : ''}.${vendors}`;
}

const findWorst = (some: readonly GroupJson[]): Risk =>
  some.map(({ risk }) => risk).reduce(worseRisk, 'read');

function describeRoles(some: readonly GroupJson[], { roles }: DiffReport): string {
  const names = [...new Set(some.flatMap((group) => group.roles.map(({ name }) => name)))];
  const tenants = [...new Set(some.flatMap((group) => group.tenants))];
  const own = roles.filter(({ name }) => name === names[0]);
  const users =
    names.length === 1 && own.length === 1 && own[0] ? `, ${describePeople({ ...own[0], tenants })}` : '';
  const named =
    names.length === 1
      ? `role ${writeSpans(names, 1)}`
      : `${names.length} roles (${writeSpans(names, most)})`;
  return `${named} in ${nameTenants(tenants)}${users}`;
}

const verbs: Readonly<Record<ChangeKind, string>> = {
  gained: 'gained',
  lost: 'lost',
  widened: 'on more records',
  narrowed: 'on fewer records',
  shifted: 'on other records',
};

/** Describes the permissions that move, those of the highest risk by name. */
function describeMoved(some: readonly GroupJson[]): string {
  const byKind = groupBy(some, ({ kind, woken }) => `${verbs[kind]}${woken ? ', **woken**' : ''}`);
  return [...byKind]
    .map(([words, alike]) => {
      const graveOf = new Map(
        alike.flatMap(({ can }) => can.map((one) => [one.permission, one.grave === true] as const)),
      );
      const grave = [...graveOf].filter(([, isGrave]) => isGrave).map(([permission]) => permission);
      const all = grave.length > 0 ? grave : [...graveOf.keys()];
      const numbers =
        grave.length > 0 && grave.length < graveOf.size
          ? `${count(graveOf.size, 'permission')} ${words}, ${grave.length} of high risk`
          : `${count(graveOf.size, 'permission')} ${grave.length > 0 ? 'of high risk ' : ''}${words}`;
      return `${numbers} (${writeSpans(all, most)})${describeReachChange(alike)}`;
    })
    .join('; ');
}

/** Describes from which records to which, if it is one change of reach for all. */
function describeReachChange(some: readonly GroupJson[]): string {
  const changes = new Set(
    some.map(({ before, records }) =>
      before ? `, ${describeReachMove(before, records, { isFull: false })}` : '',
    ),
  );
  return changes.size === 1 ? [...changes].join() : '';
}

/** Prints loosened statements in sum, those of one kind of document on a line. */
const sumUpLoosenings = (some: readonly AlterationJson[]): readonly string[] =>
  [...groupBy(some, (one) => `${tagLoosening(one)} ${one.kind}`).values()].map((alike) => {
    const [first] = alike;
    const names = [...new Set(alike.map((one) => (one.name === '' ? (one.tenant ?? '') : one.name)))];
    const fields = [...new Set(alike.map(({ field }) => field))];
    const what =
      alike.length === 1
        ? `${describeDocument(first, writeShortSpan)}, ${writeShortSpan(first.field)}`
        : `${alike.length} statements of ${first.kind} ${writeSpans(names, most)}: ${writeSpans(fields, most)}`;
    return `**${tagLoosening(first)}** · ${what} (${printPathLine(first.at)}).`;
  });

function sumUpVendor(report: DiffReport): readonly string[] {
  const edits = listVendorEdits(report);
  const [first] = edits;
  if (!first) return [];
  const names = edits.map((edit) => `${describeDocument(edit, writeShortSpan)} (${edit.change})`);
  const shown =
    names.length > mostOfSort + 1
      ? [...names.slice(0, mostOfSort), `${names.length - mostOfSort} more`]
      : names;
  return [`**vendor** · ${count(edits.length, 'document')}: ${shown.join(', ')}.`];
}
