import type { Risk } from '../../model/catalog.ts';
import { worseRisk } from '../../questions/diff/group-changes.ts';
import { isGraveGain } from '../../questions/diff/judge-difference.ts';
import { groupBy } from '../../text/group-by.ts';
import { byCodeUnit } from '../../text/order.ts';
import type { AbilityJson, DiffReport, GroupJson, PresenceJson, SidePlaceJson } from './report.ts';

/** A model that is new, properties of a model that are, or a module, a feature or a capability: told in a table. */
export interface SubjectArrival {
  readonly kind: 'model' | 'property' | 'module' | 'feature' | 'capability';
  /** The name of the model or whatever is new; of properties that of their model. */
  readonly subject: string;
  /** The names of the properties; empty if the whole subject is new. */
  readonly properties: readonly string[];
  readonly at: SidePlaceJson;
  /** All that is gained with it, and what of that is of high risk. */
  readonly groups: readonly GroupJson[];
  readonly grave: readonly GroupJson[];
  readonly columns: readonly string[];
  readonly rows: readonly SubjectRow[];
}

/** Roles that hold the same of what is new. */
export interface SubjectRow {
  readonly roles: readonly string[];
  readonly holders: readonly string[];
  readonly tenants: readonly string[];
  readonly users: Pick<GroupJson, 'users' | 'unknown' | 'tenants'>;
  /** By column: the records on which it is held; a column that is absent is not held. */
  readonly cells: ReadonlyMap<string, string>;
  /** The worst class of what is held. */
  readonly risk: Risk;
  /** True if the roles granted some of it before it was there. */
  readonly isWoken: boolean;
  /** The lines that cause it. */
  readonly because: readonly SidePlaceJson[];
}

type Subject = Omit<SubjectArrival, 'groups' | 'grave' | 'columns' | 'rows'>;

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
    const rows = listRows(own, report, subject);
    const held = new Set(rows.flatMap(({ cells }) => [...cells.keys()]));
    return [
      {
        ...subject,
        groups: own,
        grave: own.filter(isGraveGain),
        columns: [...held].sort(compareColumns),
        rows,
      },
    ];
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

function isAbout(permission: string, { subject, properties }: Subject): boolean {
  const path = permission.slice(0, permission.indexOf(':'));
  return properties.length === 0
    ? path.split('.')[0] === subject
    : properties.some((property) => path === `${subject}.${property}`);
}

/** Of so many new properties each has columns of its own; more are counted. */
const mostColumns = 3;

/** Names the column of a permission: its action, of a property that of all properties together or its own. */
function nameColumn(permission: string, { properties }: Subject): string {
  const [path = '', action = ''] = permission.split(':');
  const property = path.split('.')[1];
  if (property === undefined) return action;
  return properties.length > 0 && properties.length <= mostColumns
    ? `${property}: ${action}`
    : `properties: ${action}`;
}

const order = ['create', 'view', 'update', 'remove', 'export'];

/** Compares columns: actions before properties, and both as a catalog lists them. */
function compareColumns(a: string, b: string): number {
  const [first, second] = [a, b].map((column) => ({
    property: column.includes(': ') ? (column.split(': ')[0] ?? '') : '',
    rank: (order.indexOf(column.replace(/^.*: /, '')) + order.length + 1) % (order.length + 1),
  }));
  if (!first || !second) return 0;
  return byCodeUnit(first.property, second.property) || first.rank - second.rank || byCodeUnit(a, b);
}

function listRows(groups: readonly GroupJson[], report: DiffReport, subject: Subject): readonly SubjectRow[] {
  const names = new Set(groups.flatMap(({ roles }) => roles.map(({ name }) => name)));
  const groupsOf = new Map(
    [...names].map((name) => [name, groups.filter(({ roles }) => roles.some((role) => role.name === name))]),
  );
  const alike = groupBy(groupsOf, ([, own]) => own.map((group) => groups.indexOf(group)).join());
  return [...alike.values()].map((some) =>
    makeRow(some.map(([name]) => name).sort(), some[0][1], report, subject),
  );
}

function makeRow(
  names: readonly string[],
  own: readonly GroupJson[],
  { roles }: DiffReport,
  subject: Subject,
): SubjectRow {
  const tenants = [...new Set(own.flatMap((group) => group.tenants))].sort();
  const all = own.filter((group) => group.tenants.length === tenants.length);
  const isExact = (group: GroupJson) => group.roles.every(({ name }) => names.includes(name));
  const exact = all.find(isExact) ?? own.find(isExact);
  const told = roles.filter(({ name }) => names.includes(name));
  const places = own.flatMap((group) => [
    group.because.at,
    ...(group.granted && isExact(group) ? [{ ...group.granted, side: 'head' as const }] : []),
  ]);
  return {
    roles: names,
    holders: [...new Set(told.map(({ holders }) => holders))].sort(),
    tenants,
    users: exact ?? {
      users: Math.max(0, ...told.map(({ users }) => users)),
      unknown: Math.max(0, ...told.map(({ unknown }) => unknown)),
      tenants,
    },
    cells: describeCells(own, subject, tenants.length),
    risk: own.map(({ risk }) => risk).reduce(worseRisk, 'read'),
    isWoken: own.some(({ woken }) => woken),
    because: [...new Map(places.map((at) => [`${at.path}:${at.line}`, at])).values()],
  };
}

function describeCells(
  own: readonly GroupJson[],
  subject: Subject,
  tenants: number,
): ReadonlyMap<string, string> {
  const found = new Map<string, Map<string, Set<string>>>();
  const counts = new Map<string, Set<string>>();
  for (const group of own)
    for (const { permission } of group.can) {
      if (!isAbout(permission, subject)) continue;
      const column = nameColumn(permission, subject);
      const texts = found.get(column) ?? new Map<string, Set<string>>();
      found.set(column, texts);
      const text = shortenRecords(group.records?.words);
      texts.set(text, new Set([...(texts.get(text) ?? []), ...group.tenants]));
      counts.set(column, (counts.get(column) ?? new Set()).add(permission));
    }
  return new Map(
    [...found].map(([column, texts]) => {
      const many = column.startsWith('properties: ') ? `${counts.get(column)?.size ?? 0}: ` : '';
      const parts = [...texts].map(([text, where]) =>
        where.size < tenants ? `${text} (in ${where.size} of ${tenants} tenants)` : text,
      );
      return [column, `${many}${parts.join('; ')}`];
    }),
  );
}

const shortenRecords = (words: string | undefined): string =>
  words === undefined || words === 'new records'
    ? 'yes'
    : words === 'every record'
      ? 'all'
      : words.replace(/^records in portfolio /, '');
