import { nameSeverity } from '../../../diagnostics/describe-code.ts';
import type { Risk } from '../../../model/catalog.ts';
import type { FindingJson } from '../../../model/finding-json.ts';
import { worseRisk } from '../../../questions/diff/group-changes.ts';
import {
  isEscalationPath,
  isGraveGain,
  isGraveReassignment,
  isGuardLoosened,
  isMustLook,
  isWidening,
} from '../../../questions/diff/judge-difference.ts';
import { isGuardFinding, listLoosenings } from '../../../questions/diff/judge-guards.ts';
import { listJointGains } from '../../../questions/diff/list-joint-gains.ts';
import { type Revival, readSubject } from '../../../questions/diff/list-revivals.ts';
import type {
  AlterationJson,
  DiffReport,
  GroupJson,
  ReassignedJson,
} from '../../../questions/diff/report.ts';
import type { SeparatedReport } from '../../../questions/diff/separate-arrivals.ts';
import { count } from '../../../text/count.ts';
import { groupBy } from '../../../text/group-by.ts';
import {
  writeInertLine,
  writeLineSpan,
  writeLineSpans,
  writeShortSpan,
  writeSpans,
} from '../../../text/markdown.ts';
import { describeArrival } from '../describe-arrival.ts';
import { describeGuards, type GuardStyle } from '../describe-guards.ts';
import { describeSwap } from '../describe-names.ts';
import {
  describeAlteration,
  describeDocument,
  describeMoves,
  explainUnmoved,
  listVendorEdits,
} from '../describe-report.ts';
import { describeUsers } from '../print-people.ts';
import { type Detail, describeGroup, printPathLine } from './describe-group.ts';
import { describeRevival } from './describe-revival.ts';
import { describeSubjectArrival } from './describe-subject-arrival.ts';

/** Somebody whom a change concerns, and what that somebody has to look at, each on a line of its own. */
export interface Audience {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The names of those whom a change concerns, and why. */
export const audienceTitles = {
  permissions: 'Whoever approves permissions',
  guards: 'Whoever owns the guards: invariants, waivers, classes of risk and settings',
  vendor: 'The vendor: these documents are not ours to decide, so each change is a request to them',
} as const;

/**
 * Lists who has to look at what, and leaves nothing out. If the lines would take more than `most` characters those on permissions get
 * shorter, and in the end each stands for a permission, or a model, in all roles. `gains` are those that nobody must look at, `revivals` what is told as a whole.
 */
export function listMustLook(
  separated: SeparatedReport,
  most: number,
  {
    gains: others,
    revivals,
  }: { readonly gains: readonly GroupJson[]; readonly revivals: readonly Revival[] },
): { readonly audiences: readonly Audience[]; readonly isSummed: boolean } {
  const { report } = separated;
  const guards = listGuardLines(report);
  const vendor = listVendorEdits(report).map(
    (edit) =>
      `**vendor** · ${describeDocument(edit, writeShortSpan)} (${printPathLine(edit.at)}): ${edit.change}, ${describeMoves(edit)}.`,
  );
  const room = most - guards.reduce((sum, one) => sum + one.length + 4, 0);
  const { lines, isSummed } = listPermissionLines(separated, revivals, room);
  const audiences = [
    {
      title: audienceTitles.permissions,
      lines: [...lines, ...others.map((group) => describeGroup(group, isSummed ? brief : whole))],
    },
    { title: audienceTitles.guards, lines: guards },
    { title: audienceTitles.vendor, lines: vendor },
  ];
  return { audiences: audiences.filter((one) => one.lines.length > 0), isSummed };
}

/**
 * Lists what is weaker, stronger or broken of the guards. A waiver is described with its terms, and not by its findings
 * again.
 */
const listGuardLines = (report: DiffReport): readonly string[] => [
  ...report.faults.filter((one) => isGuardFinding(one) && !one.code.startsWith('waiver-')).map(printFault),
  ...printLoosenings(listLoosenings(report).filter(isGuardLoosened), report),
  ...describeGuards(report, markupStyle),
];

function listPermissionLines(
  { report, arrivals, subjects, covered }: SeparatedReport,
  revivals: readonly Revival[],
  most: number,
): { readonly lines: readonly string[]; readonly isSummed: boolean } {
  const all = report.groups.filter(isMustLook);
  const groups = all.filter((group) => !covered.has(group));
  const newcomers = (names: number) =>
    arrivals.map((arrival) => describeArrival(arrival, markupStyle, names));
  const inCatalog = (names: number, isGrave: boolean) =>
    subjects
      .filter(({ grave }) => grave.length > 0 === isGrave)
      .map((subject) => describeSubjectArrival(subject, names));
  const sorted = (names: number, rest: readonly string[]) => [
    ...newcomers(names),
    ...inCatalog(names, true),
    ...revivals.map((revival) => describeRevival(revival, names)),
    ...rest,
    ...inCatalog(names, false),
  ];
  const fixed = [
    ...printSwaps(report),
    ...report.faults.filter((one) => !isGuardFinding(one)).map(printFault),
    ...printGraveReassignments(report.reassigned),
    ...printJointGains(report),
  ];
  const loosened = printLoosenings(
    listLoosenings(report).filter((one) => !isGuardLoosened(one)),
    report,
  );
  const tries = [
    () =>
      sorted(
        12,
        groups.map((group) => describeGroup(group, whole)),
      ),
    () =>
      sorted(
        3,
        groups.map((group) => describeGroup(group, brief)),
      ),
    () =>
      sorted(
        3,
        sumUp(groups, ({ permission }) => permission),
      ),
    () => sumUp(all, ({ permission }, isGrave) => (isGrave ? permission : readSubject(permission))),
  ];
  let lines: readonly string[] = [];
  for (const [at, attempt] of tries.entries()) {
    lines = [...fixed, ...attempt(), ...loosened];
    if (lines.reduce((sum, one) => sum + one.length + 4, 0) <= most) return { lines, isSummed: at > 1 };
  }
  return { lines, isSummed: true };
}

/** The way to print names, weight and places as Markdown. */
export const markupStyle: GuardStyle = {
  names: writeLineSpans,
  strong: (text) => `**${text}**`,
  place: printPathLine,
  words: writeInertLine,
};

const whole: Detail = { names: 12, permissions: Number.POSITIVE_INFINITY, isFull: true };
const brief: Detail = { names: 3, permissions: Number.POSITIVE_INFINITY, isFull: false };

/** Returns the word for how grave a finding is. */
export function tagFault({ severity, code }: FindingJson): string {
  if (severity !== 'warning') return nameSeverity(severity);
  return isEscalationPath({ code }) ? 'escalation' : 'guard weakened';
}

/** Prints what changed places. */
export const printSwaps = ({ swapped = [] }: DiffReport): readonly string[] =>
  swapped.map(
    (swap) =>
      `**swapped** · ${describeSwap(swap, writeShortSpan)} (${swap.at.map(printPathLine).join(', ')}).`,
  );

const printFault = (fault: FindingJson): string => {
  const { message, path, line: number, help, code } = fault;
  return `**${tagFault(fault)}** · ${writeInertLine(message)} (${printPathLine({ path, line: number })}, ${writeShortSpan(code)}).${help === undefined ? '' : ` To do: ${writeInertLine(help)}.`}`;
};

/** The most loosened statements of one sort that have lines of their own; more of them share one. */
const mostAlike = 4;

/** Prints loosened statements; many of one sort, such as the records of tests, on one line. */
const printLoosenings = (some: readonly AlterationJson[], report: DiffReport): readonly string[] =>
  [...groupBy(some, nameSort).values()].flatMap((alike) =>
    alike.length > mostAlike
      ? [printAlikeLoosenings(alike)]
      : alike.map((one) =>
          printLoosening(one, unexplained.has(one.kind) ? undefined : explainUnmoved(one, report)),
        ),
  );

/** The kinds of documents whose changes move nothing by themselves for a reason that goes without saying. */
const unexplained: ReadonlySet<string> = new Set(['Test', 'Users']);

/** Names the sort of a changed statement: the kind of its document, and the first and the last part of its path. */
const nameSort = ({ kind, field }: AlterationJson): string =>
  `${kind} ${[...new Set([field.split('.')[0], field.split('.').at(-1)])].join(' … ')}`;

const printLoosening = (alteration: AlterationJson, why: string | undefined): string =>
  `**${tagLoosening(alteration)}** · ${describeAlteration(alteration, writeLineSpan)} (${printPathLine(alteration.at)})${why === undefined ? '' : `: ${writeInertLine(why)}`}.`;

function printAlikeLoosenings(alike: readonly [AlterationJson, ...AlterationJson[]]): string {
  const [first] = alike;
  const names = new Set(alike.map((one) => (one.name === '' ? (one.tenant ?? '') : one.name)));
  return `**${tagLoosening(first)}** · ${alike.length} statements like ${describeAlteration(first, writeLineSpan)} (${printPathLine(first.at)}), of ${writeSpans([...names], 6)}. All of them are below.`;
}

/** Returns the word for a loosened statement. */
export const tagLoosening = (alteration: AlterationJson): string =>
  isGuardLoosened(alteration) ? 'guard weakened' : 'loosened';

const printGraveReassignments = (all: readonly ReassignedJson[]): readonly string[] =>
  all
    .filter(isGraveReassignment)
    .map(
      ({ role, tenant, users, grave, risky, portfolio, risk = 'escalation', at }) =>
        `**${risk}** · ${count(users.length, 'user')} of tenant ${writeShortSpan(tenant)} ${users.length === 1 ? 'is' : 'are'} given role ${writeShortSpan(role)}, which holds ${count(grave, 'permission')} of high risk there, ${writeSpans(risky, 6)}${portfolio.length > 0 ? `, and reaches records by ${writeSpans(portfolio, 6)}` : ''}: ${writeSpans(users, 6)} (${printPathLine(at)}).`,
    );

const printJointGains = (report: DiffReport): readonly string[] =>
  listJointGains(report).map(
    ({ effect, permissions }) =>
      `**${effect.risk ?? 'escalation'}** · ${describeUsers(effect, 6, writeSpans)}: ${count(permissions.length, 'permission')} of high risk by several roles together: ${writeSpans(permissions, 6)} (${printPathLine(effect.at)}).`,
  );

interface Sum {
  /** The worst of what it sums. */
  risk: Risk;
  readonly roles: Set<string>;
  readonly tenants: Set<string>;
  readonly permissions: Set<string>;
  readonly kinds: Set<string>;
}

/** Sums groups up by permission or by model: one line for each, with the numbers of all roles together. */
function sumUp(
  groups: readonly GroupJson[],
  keyOf: (ability: GroupJson['can'][number], isGrave: boolean) => string,
): readonly string[] {
  const sums = new Map<string, Sum>();
  for (const group of groups)
    for (const ability of group.can) {
      const risk = ability.risk ?? group.risk;
      const key = keyOf(ability, isGraveGain(group) && ability.grave === true);
      const sum = sums.get(key) ?? {
        risk,
        roles: new Set(),
        tenants: new Set(),
        permissions: new Set(),
        kinds: new Set(),
      };
      sums.set(key, sum);
      sum.risk = worseRisk(sum.risk, risk);
      for (const { name } of group.roles) sum.roles.add(name);
      for (const tenant of group.tenants) sum.tenants.add(tenant);
      sum.permissions.add(ability.permission);
      sum.kinds.add(group.woken ? 'woken' : isWidening(group.kind) ? group.kind : 'moved');
    }
  return [...sums].map(([key, { risk, roles, tenants, permissions, kinds }]) => {
    const which =
      permissions.size > 1
        ? `${count(permissions.size, 'permission')} on ${writeShortSpan(key)}`
        : writeShortSpan([...permissions][0] ?? key);
    return `**${risk}** · ${which}: ${[...kinds].sort().join(' or ')} for ${count(roles.size, 'role')} in ${count(tenants.size, 'tenant')} (${writeSpans([...roles].sort(), 3)}).`;
  });
}
