import { type Risk, risks } from '../../model/catalog.ts';
import { isGraveGain } from '../../questions/diff/judge-difference.ts';
import { count } from '../../text/count.ts';
import { encodeFileName } from '../../text/file-name.ts';
import { describePeople } from './describe-report.ts';
import { listSubjectArrivals, type SubjectArrival } from './list-subject-arrivals.ts';
import type { DiffReport, GroupJson, PresenceJson, RoleJson, SidePlaceJson } from './report.ts';

/** Tenants that are new and alike, or a new role: told in one sentence, not permission by permission. */
export interface Arrival {
  readonly kind: 'tenant' | 'role';
  readonly names: readonly string[];
  readonly at: SidePlaceJson;
  /** All that is gained with it, and what of that is of high risk. */
  readonly groups: readonly GroupJson[];
  readonly grave: readonly GroupJson[];
}

/** A report with what is new as a whole taken out of it. */
export interface SeparatedReport {
  /** The report, in which nothing counts as woken in a tenant that is new. */
  readonly report: DiffReport;
  readonly arrivals: readonly Arrival[];
  /** The new things of the catalog, each with its holders. */
  readonly subjects: readonly SubjectArrival[];
  /** The groups whose every change to look at is part of an arrival. */
  readonly covered: ReadonlySet<GroupJson>;
}

/** Separates the tenants and roles that are new as a whole from the other changes. */
export function separateArrivals(given: DiffReport): SeparatedReport {
  const report = hideWaking(given);
  const tenants = listTenantArrivals(report);
  const ofTenants = new Set(tenants.flatMap(({ groups }) => groups));
  const roles = listRoleArrivals(report, ofTenants);
  const told = new Set([...ofTenants, ...roles.flatMap(({ grave }) => grave)]);
  const subjects = listSubjectArrivals(report, told);
  return {
    report,
    arrivals: [...tenants, ...roles].sort((a, b) => weighArrival(b) - weighArrival(a)),
    subjects,
    covered: new Set([...told, ...subjects.flatMap(({ groups }) => groups)]),
  };
}

const weighArrival = ({ grave }: Arrival): number =>
  Math.max(-1, ...grave.map(({ risk }) => risks.indexOf(risk)));

const isGainedInNew = ({ kind, tenants }: GroupJson, added: ReadonlySet<string>): boolean =>
  kind === 'gained' && tenants.every((tenant) => added.has(tenant));

const listNewTenants = ({ added }: DiffReport): ReadonlySet<string> =>
  new Set(added.filter(({ kind }) => kind === 'tenant').map(({ name }) => name));

function hideWaking(report: DiffReport): DiffReport {
  const added = listNewTenants(report);
  if (added.size === 0) return report;
  const groups = report.groups.map((group) => {
    if (!isGainedInNew(group, added)) return group;
    const { granted: _, ...more } = group;
    return { ...more, woken: false };
  });
  return {
    ...report,
    groups,
    roles: report.roles.map((role) => ({ ...role, woken: countWoken(role, groups) })),
  };
}

function countWoken({ name, tenant }: RoleJson, groups: readonly GroupJson[]): number {
  const own = groups.filter(
    ({ woken, roles, tenants }) =>
      woken && roles.some((role) => role.name === name) && (tenant === undefined || tenants.includes(tenant)),
  );
  return listPermissions(own).size;
}

function listTenantArrivals(report: DiffReport): readonly Arrival[] {
  const added = listNewTenants(report);
  const groups = report.groups.filter((group) => isGainedInNew(group, added));
  const groupsOf = new Map<string, GroupJson[]>();
  for (const group of groups)
    for (const tenant of group.tenants) {
      const known = groupsOf.get(tenant);
      if (known) known.push(group);
      else groupsOf.set(tenant, [group]);
    }
  const numberOf = new Map(groups.map((group, number) => [group, number]));
  const alike = new Map<string, { readonly first: PresenceJson; readonly names: string[] }>();
  for (const presence of report.added) {
    const own = presence.kind === 'tenant' ? groupsOf.get(presence.name) : undefined;
    if (!own) continue;
    const key = own.map((group) => numberOf.get(group)).join();
    const known = alike.get(key);
    if (known) known.names.push(presence.name);
    else alike.set(key, { first: presence, names: [presence.name] });
  }
  return [...alike.values()].map(({ first, names }) => {
    const own = groupsOf.get(first.name) ?? [];
    return { kind: 'tenant', names, at: first.at, groups: own, grave: own.filter(isGraveGain) };
  });
}

function listRoleArrivals(
  { groups, added }: DiffReport,
  covered: ReadonlySet<GroupJson>,
): readonly Arrival[] {
  const news = new Set(added.filter(({ kind }) => kind === 'role').map(({ name }) => name));
  return added.flatMap(({ kind, name, tenant, at }): readonly Arrival[] => {
    if (kind !== 'role') return [];
    const own = groups.filter(
      (group) =>
        group.kind === 'gained' &&
        !covered.has(group) &&
        group.roles.some((role) => role.name === name) &&
        group.roles.every((role) => news.has(role.name)) &&
        (tenant === undefined || group.tenants.join() === tenant),
    );
    const grave = own.filter(isGraveGain);
    return grave.length > 0 ? [{ kind: 'role', names: [name], at, groups: own, grave }] : [];
  });
}

/** The way to print names, weight and places: as markup or as plain text. */
export interface ArrivalStyle {
  readonly names: (names: readonly string[], most: number) => string;
  readonly strong: (text: string) => string;
  readonly place: (at: SidePlaceJson) => string;
}

/** Describes an arrival in a sentence: every permission of high risk with its holders, and the number of the others. */
export function describeArrival(
  { kind, names, at, groups, grave }: Arrival,
  style: ArrivalStyle,
  most: number,
): string {
  const [first = ''] = names;
  const worst = grave.reduce((found: Risk, { risk }) => (isWorse(risk, found) ? risk : found), 'read');
  const tag = style.strong(grave.length > 0 ? worst : 'new');
  const roles = new Set(groups.flatMap((group) => group.roles.map(({ name }) => name))).size;
  const tenants = new Set(groups.flatMap((group) => group.tenants)).size;
  const isOne = names.length === 1;
  const what = isOne
    ? `${kind} ${style.names(names, 1)} is`
    : `${names.length} tenants (${style.names(names, most)}) are`;
  const all = count(listPermissions(groups).size, 'permission');
  const holding =
    kind === 'tenant'
      ? `${count(roles, 'role')} ${roles === 1 ? 'holds' : 'hold'} ${all} ${isOne ? 'there' : 'in each of them'}`
      : `it holds ${all} in ${count(tenants, 'tenant')}`;
  const risky = listPermissions(grave).size;
  const high =
    risky > 0 ? `${risky} of high risk: ${describeRisky(grave, kind, style, most)}` : 'none of high risk';
  const [one] = groups;
  const people =
    kind === 'tenant' || !one
      ? ''
      : `; ${describePeople(groups.reduce((a, b) => (b.tenants.length > a.tenants.length ? b : a), one))}`;
  const see =
    kind === 'tenant' ? `; see ${style.names([`matrices/tenants/${encodeFileName(first)}.md`], 1)}` : people;
  return `${tag} · ${what} new (${style.place(at)}): ${holding}, ${high}${see}.`;
}

const isWorse = (one: Risk, other: Risk): boolean => risks.indexOf(one) > risks.indexOf(other);

/**
 * Describes each permission once with the roles that hold it, or for a new role with its tenants; permissions held
 * alike stand together.
 */
function describeRisky(
  grave: readonly GroupJson[],
  kind: Arrival['kind'],
  { names, strong }: ArrivalStyle,
  most: number,
) {
  const holders = new Map<
    string,
    { readonly risk: Risk; readonly by: Set<string>; readonly on: Set<string> }
  >();
  for (const { can, risk, roles, tenants, records } of grave)
    for (const ability of can) {
      const { permission } = ability;
      const known = holders.get(permission) ?? { risk: ability.risk ?? risk, by: new Set(), on: new Set() };
      holders.set(permission, known);
      for (const name of kind === 'tenant' ? roles.map((role) => role.name) : tenants) known.by.add(name);
      if (records && kind === 'role') known.on.add(records.words.replaceAll('`', ''));
    }
  const alike = new Map<
    string,
    { readonly risk: Risk; readonly words: string; readonly permissions: string[] }
  >();
  for (const [permission, { risk, by, on }] of holders) {
    const some = `${kind === 'tenant' ? (by.size === 1 ? 'role ' : 'roles ') : 'in '}${names([...by].sort(), most)}`;
    const words = on.size > 0 ? `${some}, on ${[...on].sort().join(' or ')}` : some;
    const key = `${risk} ${[...by].sort().join()} ${words}`;
    const known = alike.get(key);
    if (known) known.permissions.push(permission);
    else alike.set(key, { risk, words, permissions: [permission] });
  }
  return [...alike.values()]
    .sort((a, b) => risks.indexOf(b.risk) - risks.indexOf(a.risk))
    .map(
      ({ risk, words, permissions }) =>
        `${strong(risk)} ${names(permissions.sort(), permissions.length)} (${words})`,
    )
    .join('; ');
}

const listPermissions = (groups: readonly GroupJson[]): ReadonlySet<string> =>
  new Set(groups.flatMap(({ can }) => can.map(({ permission }) => permission)));
