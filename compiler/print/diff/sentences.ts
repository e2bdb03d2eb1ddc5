import { type ChangeKind, changeKinds } from '../../model/change.ts';
import { count } from '../../text/count.ts';
import { enumerate } from '../../text/list.ts';
import type {
  AbilityJson,
  EditJson,
  ExtentJson,
  GroupJson,
  IdleJson,
  ReasonJson,
  Report,
  SidePlaceJson,
} from './report.ts';

/** The verdict on a difference on one line: the worst first, then how much of what, and how many people. */
export function verdictOf(report: Report): string {
  const { groups, users, unknown, faults } = report;
  const ways = faults.filter(opensWay).length;
  const broken = faults.filter(({ severity }) => severity === 'error').length;
  const guards = faults.length - broken - ways;
  const parts = [
    headlineOf(report),
    ...(broken > 0 ? [count(broken, 'error')] : []),
    ...(ways > 0 ? [`${count(ways, 'way')} to more opened`] : []),
    ...(guards > 0 ? [`${count(guards, 'guard')} weakened`] : []),
    ...changeKinds.flatMap((kind) => kindWords(report, kind)),
    ...(report.reassigned.length > 0 ? [`${count(report.reassigned.length, 'role')} given or taken`] : []),
    ...(groups.length > 0 ? [peopleWords({ users, unknown, tenants: tenantsOf(groups) })] : []),
  ];
  return parts.join(' · ');
}

/** What happened in one way: each permission, role and tenant counts once. */
function kindWords({ groups, roles }: Report, kind: ChangeKind): readonly string[] {
  const some = groups.filter((group) => group.kind === kind);
  if (some.length === 0) return [];
  const grave = isWidening(kind) ? permissionsOf(some, (one) => one.grave === true) : 0;
  const woken = permissionsOf(some.filter((group) => group.woken));
  const asleep = permissionsOf(some.filter((group) => group.asleep));
  const notes = [
    ...(grave > 0 ? [`${grave} of high risk`] : []),
    ...(woken > 0 ? [`${woken} woken`] : []),
    ...(asleep > 0 ? [`${asleep} put to sleep`] : []),
  ];
  const extent = {
    kind,
    permissions: permissionsOf(some),
    roles: roles.filter(({ moved }) => moved[kind] > 0).length,
    tenants: tenantsOf(some).length,
  };
  return [`${extentWords(extent)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`];
}

const permissionsOf = (some: readonly GroupJson[], isMeant: (one: AbilityJson) => boolean = () => true) =>
  new Set(some.flatMap(({ can }) => can.filter(isMeant).map(({ permission }) => permission))).size;

/** How many permissions of how many roles moved in one way: `1 permission gained by 1 role in 2 tenants`. */
export const extentWords = ({ kind, permissions, roles, tenants }: ExtentJson): string =>
  `${count(permissions, 'permission')} ${ways[kind]} ${count(roles, 'role')} in ${count(tenants, 'tenant')}`;

const ways: Readonly<Record<ChangeKind, string>> = {
  gained: 'gained by',
  lost: 'lost by',
  widened: 'with more records for',
  narrowed: 'with fewer records for',
  shifted: 'with other records for',
};

/** Whether a finding tells of a way to more than a role gives: an escalation, and no guard that is weaker. */
export const opensWay = ({ code }: { readonly code: string }): boolean => code === 'escalation-path-opened';

/** The worst thing in a difference, in a word or two. */
export function headlineOf(report: Report): string {
  const worst = [
    ...report.groups.filter(isGraveGain).map(({ risk }) => risk),
    ...report.reassigned.filter(isGraveGift).map(({ risk }) => risk ?? 'escalation'),
  ];
  if (worst.includes('escalation') || report.faults.some(opensWay)) return 'ESCALATION';
  if (worst.length > 0) return 'EXFILTRATION';
  if (report.faults.some(({ severity }) => severity === 'error')) return 'HISTORY';
  return report.faults.length > 0 ? 'GUARD WEAKENED' : wordOf(report);
}

/** One word for all of it: whatever is grave, a fault included, is an escalation. */
export function wordOf({ direction, groups, faults, edits, reassigned }: Report): string {
  if (faults.length > 0 || groups.some(isGraveGain) || reassigned.some(isGraveGift)) return 'ESCALATION';
  if (direction === 'none') {
    if (reassigned.length > 0) return 'Other users';
    return edits.length > 0 ? 'No effective change' : 'No change';
  }
  return { wider: 'Wider', narrower: 'Narrower', both: 'Wider and narrower' }[direction];
}

/** Whether somebody gains, or gains reach with, a permission of class escalation or exfiltration. */
export const isGraveGain = ({ kind, risk }: GroupJson): boolean =>
  isWidening(kind) && (risk === 'escalation' || risk === 'exfiltration');

export const isGraveGift = ({ change, grave }: Report['reassigned'][number]): boolean =>
  change === 'given' && grave > 0;

/** Whether a change lets people do more; what cannot be compared does. */
export const isWidening = (kind: ChangeKind): boolean =>
  kind === 'gained' || kind === 'widened' || kind === 'shifted';

/** How many people; where a tenant declares none it is unknown, which is not zero. */
export function peopleWords({
  users,
  unknown,
  tenants,
}: Pick<GroupJson, 'users' | 'unknown' | 'tenants'>): string {
  if (unknown === 0) return count(users, 'user');
  if (unknown >= tenants.length) return 'number of users unknown';
  return `${count(users, 'user')}, unknown in ${count(unknown, 'tenant')}`;
}

/** What a document moved, in words. */
export function movedWords({ moved, extents }: EditJson): string {
  const parts =
    extents?.map(extentWords) ??
    changeKinds.flatMap((kind) => (moved[kind] > 0 ? [`${moved[kind]} ${kind}`] : []));
  return parts.length > 0 ? parts.join(', ') : movedNothing;
}

/** The words for a document that moved no permission. */
export const movedNothing = 'moved nothing';

/** Documents of one kind in which the same field changed nothing for the same reason. */
export interface IdleGroup {
  readonly edits: readonly [EditJson, ...EditJson[]];
  readonly idle: IdleJson;
}

/** Edits that changed nothing; those that are about no permission together where they are alike. */
export function idleGroups(edits: readonly EditJson[]): readonly IdleGroup[] {
  const groups = new Map<string, { readonly edits: [EditJson, ...EditJson[]]; readonly idle: IdleJson }>();
  for (const [number, edit] of edits.entries())
    for (const [at, idle] of edit.idle.entries()) {
      const { field, because, permissions } = idle;
      const isOwn = permissions.length > 0 || idle.by !== undefined;
      const key = isOwn ? `${number} ${at}` : `${edit.kind} ${edit.change} ${field} ${because}`;
      const known = groups.get(key);
      if (known) known.edits.push(edit);
      else groups.set(key, { edits: [edit], idle });
    }
  return [...groups.values()];
}

/** Tenants by name and number. */
export const where = (tenants: readonly string[], most: number): string =>
  tenants.length === 1 ? `tenant ${tenants[0]}` : `${tenants.length} tenants: ${enumerate(tenants, most)}`;

/** The line to look at: where it is written now; what is gone only the base has. */
export function placeFor(because: ReasonJson, kind: ChangeKind): SidePlaceJson {
  const { at, other } = because;
  if (isWidening(kind) || at.side === 'head' || !other) return at;
  return other;
}

/** The line to look at, as text. */
export function shownPlace(because: ReasonJson, kind: ChangeKind): string {
  const { path, line, column, side } = placeFor(because, kind);
  return `${path}:${line}:${column}${side === 'base' ? ' (in the base)' : ''}`;
}

const tenantsOf = (some: readonly GroupJson[]): readonly string[] => [
  ...new Set(some.flatMap(({ tenants }) => tenants)),
];
