import { changeKinds, type NetEffect, type PersonChange, type SidePlace } from '../../model/change.ts';
import { groupPeople } from '../../questions/diff/group-people.ts';
import type { DiffReport, LimitJson, NetEffectJson, PersonJson } from '../../questions/diff/report.ts';
import { count, countWithVerb } from '../../text/count.ts';
import { groupBy } from '../../text/group-by.ts';
import { omitSameLines, printSidePlaceJson } from './print-cause.ts';

/** Prints the net effect on users for the report: those on whom it is the same stand together. */
export const printNetEffectsJson = (people: readonly PersonChange[]): readonly NetEffectJson[] =>
  groupPeople(people).map(({ effect, people: some }) => ({
    holders: [...groupBy(some, ({ tenant }) => tenant)].map(([tenant, own]) => ({
      tenant,
      users: own.map(({ user }) => user),
    })),
    ...effect,
    because: omitSameLines(listCauses(some).map(printSidePlaceJson)).slice(0, mostCauses),
    at: printSidePlaceJson(some[0].at),
  }));

/** The most lines that are named as causes of one effect. */
const mostCauses = 4;

/** Lists the lines that cause an effect on users, each once. */
function listCauses(some: readonly PersonChange[]): readonly SidePlace[] {
  const found = new Map<string, SidePlace>();
  for (const cause of some.flatMap(({ causes }) => causes)) {
    const { document, path } = cause.place;
    const key = JSON.stringify([document.source.path, document.index, path]);
    if (!found.has(key)) found.set(key, cause);
  }
  return [...found.values()];
}

/** Prints the net effect on one user in the form that JSON promises. */
export const printPersonJson = ({ tenant, user, effect }: PersonChange): PersonJson => {
  const { gained, lost, widened, narrowed, shifted } = effect;
  return { tenant, user, gained, lost, widened, narrowed, shifted };
};

/** Writes at most some number of names, and counts the rest. */
export type WriteNames = (names: readonly string[], most: number) => string;

/** Describes the users of a net effect: by name up to a number, and the rest counted. */
export function describeUsers(
  { holders }: Pick<NetEffectJson, 'holders'>,
  most: number,
  names: WriteNames,
): string {
  const lines = holders
    .slice(0, 4)
    .map(({ tenant, users }) => `${names(users, most)} of ${names([tenant], 1)}`);
  const rest = holders.slice(4);
  const users = rest.reduce((sum, one) => sum + one.users.length, 0);
  const more = rest.length > 0 ? [`${count(users, 'user')} of ${count(rest.length, 'more tenant')}`] : [];
  return [...lines, ...more].join('; ');
}

/** Describes, in one sentence or none, the users of roles that changed for whom nothing does. */
export const describeUnmoved = ({ unmoved = 0 }: Pick<DiffReport, 'unmoved'>): readonly string[] =>
  unmoved > 0
    ? [
        `${countWithVerb(unmoved, 'user', 'holds', 'hold')} a role that changed, and can do the same as before by all their roles together`,
      ]
    : [];

/** Describes what changes for users: for each way of changing, its permissions, some of them by name. */
export const describeNetEffect = (effect: NetEffect, most: number, names: WriteNames): string =>
  changeKinds
    .flatMap((kind) => {
      const some = sortGraveFirst(effect[kind], effect);
      return some.length > 0 ? [`${some.length} ${kind}: ${names(some, most)}`] : [];
    })
    .join('; ');

const sortGraveFirst = (permissions: readonly string[], { grave }: NetEffect): readonly string[] => {
  const graves = new Set(grave);
  return [...permissions.filter((one) => graves.has(one)), ...permissions.filter((one) => !graves.has(one))];
};

/** Describes what a change does to a limit: `seat Service of acme: 3 of 10 → 4 of 10 used, given to ada`. */
export function describeLimitChange(change: LimitJson, names: WriteNames): string {
  const { tenant, kind, name, used, limit, given, taken } = change;
  const side = (users: number | undefined, most: number | undefined) =>
    `${users ?? 'an unknown number'} of ${most ?? 'any number'}`;
  const moves = [
    ...(given.length > 0 ? [`given to ${names(given, 6)}`] : []),
    ...(taken.length > 0 ? [`taken from ${names(taken, 6)}`] : []),
  ];
  return `${kind} ${names([name], 1)} of ${names([tenant], 1)}: ${side(used.base, limit.base)} → ${side(used.head, limit.head)} used${moves.map((move) => `, ${move}`).join('')}`;
}
