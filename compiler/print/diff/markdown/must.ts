import type { Risk } from '../../../model/catalog.ts';
import { worse } from '../../../questions/diff/groups.ts';
import { isGraveGain, isGraveGift, isMust, isWidening, opensWay } from '../../../questions/diff/verdict.ts';
import { count } from '../../../text/count.ts';
import { inert, span, spans } from '../../../text/markdown.ts';
import type { FindingJson } from '../../findings/json.ts';
import { arrivalWords, type Shown, type Style } from '../arrivals.ts';
import type { AlterationJson, GroupJson, ReassignedJson } from '../report.ts';
import { alterationText, loosenings } from '../sentences.ts';
import { type Detail, line, sentence } from './sentence.ts';

/**
 * What has to be looked at, a line each and none left out. Where the lines would take more than `most`
 * characters they say less each, and in the end each stands for a permission, or a model, in all roles.
 */
export function mustLines(
  { report, arrivals, told }: Shown,
  most: number,
): { readonly lines: readonly string[]; readonly isSummed: boolean } {
  const all = report.groups.filter(isMust);
  const groups = all.filter((group) => !told.has(group));
  const news = (names: number) => arrivals.map((arrival) => arrivalWords(arrival, style, names));
  const fixed = [
    ...report.faults.map(faultLine),
    ...gifts(report.reassigned),
    ...loosenings(report).map(looseLine),
  ];
  const tries = [
    () => [...news(12), ...groups.map((group) => sentence(group, whole))],
    () => [...news(3), ...groups.map((group) => sentence(group, brief))],
    () => [...news(3), ...summed(groups, ({ permission }) => permission)],
    () => summed(all, ({ permission }, isGrave) => (isGrave ? permission : subjectOf(permission))),
  ];
  let lines: readonly string[] = [];
  for (const [at, attempt] of tries.entries()) {
    lines = [...fixed, ...attempt()];
    if (lines.reduce((sum, one) => sum + one.length + 4, 0) <= most) return { lines, isSummed: at > 1 };
  }
  return { lines, isSummed: true };
}

const style: Style = { names: spans, strong: (text) => `**${text}**`, place: line };

const whole: Detail = { names: 12, permissions: Number.POSITIVE_INFINITY, isFull: true };
const brief: Detail = { names: 3, permissions: Number.POSITIVE_INFINITY, isFull: false };

const faultLine = ({ severity, message, path, line: number, help, code }: FindingJson): string =>
  `**${severity === 'error' ? 'error' : opensWay({ code }) ? 'escalation' : 'guard weakened'}** · ${inert(message)} (${line({ path, line: number })}, ${span(code)}).${help === undefined ? '' : ` To do: ${inert(help)}.`}`;

const looseLine = (alteration: AlterationJson): string =>
  `**loosened** · ${alterationText(alteration, span)} (${line(alteration.at)}).`;

const gifts = (all: readonly ReassignedJson[]): readonly string[] =>
  all
    .filter(isGraveGift)
    .map(
      ({ role, tenant, users, grave, risk = 'escalation', at }) =>
        `**${risk}** · ${count(users.length, 'user')} of tenant ${span(tenant)} ${users.length === 1 ? 'is' : 'are'} given role ${span(role)}, which holds ${count(grave, 'permission')} of high risk there: ${spans(users, 6)} (${line(at)}).`,
    );

const subjectOf = (permission: string): string => permission.replace(/[.:].*$/, '');

interface Sum {
  /** The worst of what it sums. */
  risk: Risk;
  readonly roles: Set<string>;
  readonly tenants: Set<string>;
  readonly permissions: Set<string>;
  readonly kinds: Set<string>;
}

/** One line for each permission or model, whatever roles it is about: the numbers are those of all of them. */
function summed(
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
      sum.risk = worse(sum.risk, risk);
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
