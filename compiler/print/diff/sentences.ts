import { type ChangeKind, changeKinds, type Moved } from '../../model/change.ts';
import { count } from '../findings/tally.ts';
import type { EditJson, GroupJson, IdleJson, ReasonJson, Report, SidePlaceJson } from './report.ts';

/** The verdict on a difference on one line: the worst first, then how much of what, and how many people. */
export function verdictOf(report: Report): string {
  const { counts, groups, users, unknown, faults } = report;
  const grave = groups.filter(isGraveGain).reduce((total, group) => total + group.grave, 0);
  const woken = sum(groups.filter(({ woken: isWoken }) => isWoken));
  const asleep = sum(groups.filter(({ asleep: isAsleep }) => isAsleep));
  const guards = faults.filter(({ severity }) => severity !== 'error').length;
  const broken = faults.length - guards;
  const parts = [
    wordOf(report),
    ...(grave > 0 ? [`${grave} of high risk`] : []),
    ...(broken > 0 ? [count(broken, 'error')] : []),
    ...(guards > 0 ? [`${guards} guard${guards === 1 ? '' : 's'} weakened`] : []),
    ...changeKinds.flatMap((kind) =>
      counts[kind] > 0 ? [`${counts[kind]} ${kind}${of(kind, woken, asleep)}`] : [],
    ),
    ...(report.reassigned.length > 0 ? [`${count(report.reassigned.length, 'role')} given or taken`] : []),
    ...(groups.length > 0 ? [extentOf(report)] : []),
    ...(groups.length > 0 ? [peopleWords({ users, unknown, tenants: tenantsOf(groups) })] : []),
  ];
  return parts.join(' · ');
}

/** In how many roles and tenants. */
const extentOf = ({ roles, groups }: Report): string =>
  `${count(roles.length, 'role')} in ${count(tenantsOf(groups).length, 'tenant')}`;

const of = (kind: ChangeKind, woken: number, asleep: number): string => {
  const part = kind === 'gained' ? woken : kind === 'lost' ? asleep : 0;
  return part > 0 ? ` (${part} ${kind === 'gained' ? 'woken' : 'put to sleep'})` : '';
};

/** One word for all of it. */
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
export function movedWords(moved: Moved): string {
  const parts = changeKinds.flatMap((kind) => (moved[kind] > 0 ? [`${moved[kind]} ${kind}`] : []));
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

/** Names, of which some are written and the rest counted. */
export function namesOf(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return rest > 1 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}

/** Tenants by name and number. */
export const where = (tenants: readonly string[], most: number): string =>
  tenants.length === 1 ? `tenant ${tenants[0]}` : `${tenants.length} tenants: ${namesOf(tenants, most)}`;

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

const sum = (some: readonly GroupJson[]): number => some.reduce((total, { size }) => total + size, 0);

const tenantsOf = (some: readonly GroupJson[]): readonly string[] => [
  ...new Set(some.flatMap(({ tenants }) => tenants)),
];
