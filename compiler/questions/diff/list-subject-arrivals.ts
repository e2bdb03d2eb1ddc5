import { type Risk, risks } from '../../model/catalog.ts';
import { groupBy } from '../../text/group-by.ts';
import { worseRisk } from './group-changes.ts';
import { isGraveGain } from './judge-difference.ts';
import type { AbilityJson, DiffReport, GroupJson, PresenceJson, SidePlaceJson } from './report.ts';

/** A new model, new properties of a model, or a new module, feature or capability: shown as a table. */
export interface SubjectArrival {
  readonly kind: 'model' | 'property' | 'module' | 'feature' | 'capability';
  /** The name of the model or whatever is new; of properties that of their model. */
  readonly subject: string;
  /** The names of the properties; empty if the whole subject is new. */
  readonly properties: readonly string[];
  readonly at: SidePlaceJson;
  /** The worst class of what is gained with it. */
  readonly risk: Risk;
  /** All that is gained with it, and what of that is of high risk. */
  readonly groups: readonly GroupJson[];
  readonly grave: readonly GroupJson[];
  readonly rows: readonly SubjectRow[];
}

/** Roles that hold the same of what is new. */
export interface SubjectRow {
  readonly roles: readonly string[];
  readonly holders: readonly string[];
  readonly tenants: readonly string[];
  readonly users: Pick<GroupJson, 'users' | 'unknown' | 'tenants'>;
  /** True if users may be counted more than once, by several of the roles. */
  readonly isAtMost: boolean;
  /** The groups that tell what the roles hold of it. */
  readonly groups: readonly GroupJson[];
  /** The worst class of what is held. */
  readonly risk: Risk;
  /** True if the roles granted some of it before it was there. */
  readonly isWoken: boolean;
  /** The lines that cause it. */
  readonly because: readonly SidePlaceJson[];
}

/** Something new in the catalog, before it is known who holds it. */
type Subject = Pick<SubjectArrival, 'kind' | 'subject' | 'properties' | 'at'>;

const kinds: ReadonlySet<string> = new Set(['model', 'module', 'feature', 'capability']);

/** Lists what is new in the catalog with all that roles hold of it, from the groups that are about nothing else. */
export function listSubjectArrivals(
  report: DiffReport,
  covered: ReadonlySet<GroupJson>,
): readonly SubjectArrival[] {
  const subjects = listSubjects(report);
  const isNew = ({ permission }: AbilityJson) => subjects.some((one) => isAbout(permission, one));
  const groups = report.groups.filter(
    (group) => group.kind === 'gained' && !covered.has(group) && group.can.every(isNew),
  );
  return subjects.flatMap((subject): SubjectArrival[] => {
    const own = groups.filter(({ can }) => can.some(({ permission }) => isAbout(permission, subject)));
    if (own.length === 0) return [];
    const risk = risks.findLast((one) => own.some((group) => group.risk === one)) ?? 'read';
    const rows = listSubjectRows(own, report);
    return [{ ...subject, risk, groups: own, grave: own.filter(isGraveGain), rows }];
  });
}

function listSubjects({ added }: DiffReport): readonly Subject[] {
  const whole = added.filter(({ kind }) => kinds.has(kind));
  const names = new Set(whole.map(({ name }) => name));
  const modelOf = ({ name }: PresenceJson) => name.slice(0, name.indexOf('.'));
  const loose = added.filter((one) => one.kind === 'property' && !names.has(modelOf(one)));
  return [
    ...whole.map(({ kind, name, at }) => ({ kind, subject: name, properties: [], at }) as Subject),
    ...[...groupBy(loose, modelOf)].map(
      ([subject, some]): Subject => ({
        kind: 'property',
        subject,
        properties: [...new Set(some.map(({ name }) => name.slice(subject.length + 1)))],
        at: some[0].at,
      }),
    ),
  ];
}

/** Returns true if a permission is about something that is new in the catalog. */
export function isAbout(
  permission: string,
  { subject, properties }: Pick<SubjectArrival, 'subject' | 'properties'>,
): boolean {
  const path = permission.slice(0, permission.indexOf(':'));
  return properties.length === 0
    ? path.split('.')[0] === subject
    : properties.some((property) => path === `${subject}.${property}`);
}

/** Lists roles that hold the same of some groups together, each row with what it holds. */
export function listSubjectRows(groups: readonly GroupJson[], report: DiffReport): readonly SubjectRow[] {
  const names = new Set(groups.flatMap(({ roles }) => roles.map(({ name }) => name)));
  const groupsOf = new Map(
    [...names].map((name) => [name, groups.filter(({ roles }) => roles.some((role) => role.name === name))]),
  );
  const alike = groupBy(groupsOf, ([, own]) => own.map((group) => groups.indexOf(group)).join());
  return [...alike.values()].map((some) => makeRow(some.map(([name]) => name).sort(), some[0][1], report));
}

function makeRow(names: readonly string[], own: readonly GroupJson[], { roles }: DiffReport): SubjectRow {
  const tenants = [...new Set(own.flatMap((group) => group.tenants))].sort();
  const all = own.filter((group) => group.tenants.length === tenants.length);
  const isExact = (group: GroupJson) => group.roles.every(({ name }) => names.includes(name));
  const exact = all.find(isExact) ?? own.find(isExact);
  const groupRoles = roles.filter(({ name }) => names.includes(name));
  const places = own.flatMap((group) => [
    group.because.at,
    ...(group.granted && isExact(group) ? [{ ...group.granted, side: 'head' as const }] : []),
  ]);
  return {
    roles: names,
    holders: [...new Set(groupRoles.map(({ holders }) => holders))].sort(),
    tenants,
    isAtMost: !exact && groupRoles.filter(({ users }) => users > 0).length > 1,
    users: exact ?? {
      users: groupRoles.reduce((sum, { users }) => sum + users, 0),
      unknown: Math.max(0, ...groupRoles.map(({ unknown }) => unknown)),
      tenants,
    },
    groups: own,
    risk: own.map(({ risk }) => risk).reduce(worseRisk, 'read'),
    isWoken: own.some(({ woken }) => woken),
    because: [...new Map(places.map((at) => [`${at.path}:${at.line}`, at])).values()],
  };
}
