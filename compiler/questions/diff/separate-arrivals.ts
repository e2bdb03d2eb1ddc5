import { type Risk, risks } from '../../model/catalog.ts';
import { worseRisk } from './group-changes.ts';
import { isGraveGain } from './judge-difference.ts';
import { listSubjectArrivals, type SubjectArrival } from './list-subject-arrivals.ts';
import type { DiffReport, GroupJson, PresenceJson, SidePlaceJson } from './report.ts';

/** Tenants that are new and alike, or a new role: told in one sentence, not permission by permission. */
export interface Arrival {
  readonly kind: 'tenant' | 'role';
  readonly names: readonly string[];
  readonly at: SidePlaceJson;
  /** The worst class of what is gained of high risk; `read` if nothing of it is. */
  readonly risk: Risk;
  /** All that is gained with it, and what of that is of high risk. */
  readonly groups: readonly GroupJson[];
  readonly grave: readonly GroupJson[];
}

/** A report, and the things that are new as a whole in it, each with its groups. */
export interface SeparatedReport {
  readonly report: DiffReport;
  readonly arrivals: readonly Arrival[];
  /** The new things of the catalog, each with its holders. */
  readonly subjects: readonly SubjectArrival[];
  /** The groups that are left out, since an arrival shows everything in them that must be looked at. */
  readonly covered: ReadonlySet<GroupJson>;
}

/** Separates the tenants and roles that are new as a whole from the other changes. */
export function separateArrivals(report: DiffReport): SeparatedReport {
  const tenants = listTenantArrivals(report);
  const ofTenants = new Set(tenants.flatMap(({ groups }) => groups));
  const roles = listRoleArrivals(report, ofTenants);
  const inArrivals = new Set([...ofTenants, ...roles.flatMap(({ grave }) => grave)]);
  const subjects = listSubjectArrivals(report, inArrivals);
  return {
    report,
    arrivals: [...tenants, ...roles].sort((a, b) => risks.indexOf(b.risk) - risks.indexOf(a.risk)),
    subjects,
    covered: new Set([...inArrivals, ...subjects.flatMap(({ groups }) => groups)]),
  };
}

const isGainedInNew = ({ kind, tenants }: GroupJson, added: ReadonlySet<string>): boolean =>
  kind === 'gained' && tenants.every((tenant) => added.has(tenant));

const listNewTenants = ({ added }: Pick<DiffReport, 'added'>): ReadonlySet<string> =>
  new Set(added.filter(({ kind }) => kind === 'tenant').map(({ name }) => name));

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
    return makeArrival('tenant', names, first.at, own);
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
    const arrival = makeArrival('role', [name], at, own);
    return arrival.grave.length > 0 ? [arrival] : [];
  });
}

function makeArrival(
  kind: Arrival['kind'],
  names: readonly string[],
  at: SidePlaceJson,
  groups: readonly GroupJson[],
): Arrival {
  const grave = groups.filter(isGraveGain);
  return { kind, names, at, risk: grave.map(({ risk }) => risk).reduce(worseRisk, 'read'), groups, grave };
}

/** Lists the permissions that groups are about, each once. */
export const listGroupPermissions = (groups: readonly GroupJson[]): ReadonlySet<string> =>
  new Set(groups.flatMap(({ can }) => can.map(({ permission }) => permission)));
