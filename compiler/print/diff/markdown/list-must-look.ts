import type { Risk } from '../../../model/catalog.ts';
import { worseRisk } from '../../../questions/diff/group-changes.ts';
import {
  isEscalationPath,
  isGraveGain,
  isGraveReassignment,
  isMustLook,
  isWidening,
} from '../../../questions/diff/judge-difference.ts';
import { count } from '../../../text/count.ts';
import { inert, span, spans } from '../../../text/markdown.ts';
import type { FindingJson } from '../../findings/json.ts';
import { describeAlteration, listLoosenings } from '../describe-report.ts';
import { describeUsers } from '../print-people.ts';
import type { AlterationJson, DiffReport, GroupJson, NetEffectJson, ReassignedJson } from '../report.ts';
import { type ArrivalStyle, describeArrival, type SeparatedReport } from '../separate-arrivals.ts';
import { type Detail, describeGroup, printPathLine } from './describe-group.ts';

/**
 * Lists what has to be looked at, each on a line of its own and none left out. If the lines would take more than
 * `most` characters they get shorter, and in the end each stands for a permission, or a model, in all roles.
 */
export function listMustLook(
  { report, arrivals, covered }: SeparatedReport,
  most: number,
): { readonly lines: readonly string[]; readonly isSummed: boolean } {
  const all = report.groups.filter(isMustLook);
  const groups = all.filter((group) => !covered.has(group));
  const news = (names: number) => arrivals.map((arrival) => describeArrival(arrival, style, names));
  const fixed = [
    ...report.faults.map(printFault),
    ...printGraveReassignments(report.reassigned),
    ...printGivenTogether(report),
    ...listLoosenings(report).map(printLoosening),
  ];
  const tries = [
    () => [...news(12), ...groups.map((group) => describeGroup(group, whole))],
    () => [...news(3), ...groups.map((group) => describeGroup(group, brief))],
    () => [...news(3), ...sumUp(groups, ({ permission }) => permission)],
    () => sumUp(all, ({ permission }, isGrave) => (isGrave ? permission : readSubject(permission))),
  ];
  let lines: readonly string[] = [];
  for (const [at, attempt] of tries.entries()) {
    lines = [...fixed, ...attempt()];
    if (lines.reduce((sum, one) => sum + one.length + 4, 0) <= most) return { lines, isSummed: at > 1 };
  }
  return { lines, isSummed: true };
}

const style: ArrivalStyle = { names: spans, strong: (text) => `**${text}**`, place: printPathLine };

const whole: Detail = { names: 12, permissions: Number.POSITIVE_INFINITY, isFull: true };
const brief: Detail = { names: 3, permissions: Number.POSITIVE_INFINITY, isFull: false };

const printFault = ({ severity, message, path, line: number, help, code }: FindingJson): string =>
  `**${severity === 'error' ? 'error' : isEscalationPath({ code }) ? 'escalation' : 'guard weakened'}** · ${inert(message)} (${printPathLine({ path, line: number })}, ${span(code)}).${help === undefined ? '' : ` To do: ${inert(help)}.`}`;

const printLoosening = (alteration: AlterationJson): string =>
  `**loosened** · ${describeAlteration(alteration, span)} (${printPathLine(alteration.at)}).`;

const printGraveReassignments = (all: readonly ReassignedJson[]): readonly string[] =>
  all
    .filter(isGraveReassignment)
    .map(
      ({ role, tenant, users, grave, risk = 'escalation', at }) =>
        `**${risk}** · ${count(users.length, 'user')} of tenant ${span(tenant)} ${users.length === 1 ? 'is' : 'are'} given role ${span(role)}, which holds ${count(grave, 'permission')} of high risk there: ${spans(users, 6)} (${printPathLine(at)}).`,
    );

/** Prints the permissions of high risk that users gain although no role of theirs gains them, nor are they given one with any. */
const printGivenTogether = ({ netEffects, groups, reassigned }: DiffReport): readonly string[] =>
  netEffects.flatMap((effect) => {
    const { holders, grave, risk = 'escalation', at } = effect;
    const isTold = ({ tenant, users }: NetEffectJson['holders'][number], permission: string) =>
      reassigned.some(
        (one) =>
          one.tenant === tenant &&
          isGraveReassignment(one) &&
          users.every((user) => one.users.includes(user)),
      ) ||
      groups.some(
        (group) =>
          isGraveGain(group) &&
          group.tenants.includes(tenant) &&
          group.can.some((one) => one.permission === permission),
      );
    const untold = grave.filter((permission) => !holders.every((own) => isTold(own, permission)));
    if (untold.length === 0) return [];
    return [
      `**${risk}** · ${describeUsers(effect, 6, spans)}: ${count(untold.length, 'permission')} of high risk by several roles together: ${spans(untold, 6)} (${printPathLine(at)}).`,
    ];
  });

const readSubject = (permission: string): string => permission.replace(/[.:].*$/, '');

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
        ? `${count(permissions.size, 'permission')} on ${span(key)}`
        : span([...permissions][0] ?? key);
    return `**${risk}** · ${which}: ${[...kinds].sort().join(' or ')} for ${count(roles.size, 'role')} in ${count(tenants.size, 'tenant')} (${spans([...roles].sort(), 3)}).`;
  });
}
