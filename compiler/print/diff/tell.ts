import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import type { Cell } from '../../model/catalog.ts';
import {
  type Alteration,
  type Change,
  type ChangeKind,
  changeKinds,
  type Difference,
  type Presence,
} from '../../model/change.ts';
import type { Document } from '../../model/document.ts';
import { findDecidingPlace } from '../../model/layer.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import { capName, type Role, type Tenant } from '../../model/policy.ts';
import { giftsOf } from '../../questions/diff/gifts.ts';
import { type Group, groups } from '../../questions/diff/groups.ts';
import { columnChange } from '../../questions/diff/portfolio.ts';
import { countsOf, judge } from '../../questions/diff/verdict.ts';
import { listReachLabels } from '../../questions/find-reach.ts';
import { finding } from '../findings/json.ts';
import { printPlaceJson } from '../place.ts';
import { causeJson, sidePlace } from './cause.ts';
import { editsJson } from './edit.ts';
import type { AlterationJson, ChangeJson, DiffReport, GroupJson, PresenceJson, RoleJson } from './report.ts';
import { abilityOf, reasonWords, recordsOf } from './words.ts';

/** What the two sides are called. */
export interface SideNames {
  readonly base: string;
  readonly head: string;
}

/** A difference as plain data, with everything said that a reviewer needs. */
export function tell(
  difference: Difference,
  faults: readonly Diagnostic[],
  names: SideNames,
  handmade: readonly Diagnostic[] = [],
): DiffReport {
  const { changes, direction, added, removed } = difference;
  const known = tenantsWithUsers(changes);
  const judged = {
    counts: countsOf(changes),
    groups: groups(changes).map((group) => groupJson(group, difference)),
    reassigned: giftsOf(difference).map(({ at, ...gift }) => ({ ...gift, at: sidePlace(at) })),
    alterations: difference.alterations.map(alterationJson),
    faults: sortDiagnostics(faults).map(finding),
    handmade: sortDiagnostics(handmade).map(finding),
  };
  return {
    version: 1,
    base: names.base,
    head: names.head,
    direction,
    verdict: judge(judged),
    counts: judged.counts,
    users: known.users,
    unknown: known.unknown,
    groups: judged.groups,
    roles: rolesOf(changes),
    edits: editsJson(difference),
    alterations: judged.alterations,
    reassigned: judged.reassigned,
    added: added.map(presenceJson),
    removed: removed.map(presenceJson),
    faults: judged.faults,
    handmade: judged.handmade,
  };
}

function alterationJson({ document, field, from, to, effect, at }: Alteration): AlterationJson {
  const { kind, name, tenant } = document;
  return {
    kind,
    name,
    ...(tenant !== undefined && { tenant }),
    field,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    effect,
    at: sidePlace(at),
  };
}

/** One change as the contract has it. */
export function changeJson(change: Change): ChangeJson {
  const { kind, tenant, role, permission, risk, woken, asleep, because, users, row, before, cell } = change;
  return {
    kind,
    tenant,
    role,
    permission,
    risk,
    woken,
    asleep,
    because: causeJson(because),
    users,
    ...(before && { portfolio: { base: listReachLabels(before, cell), head: listReachLabels(row, cell) } }),
  };
}

const zero = (): Record<ChangeKind, number> => ({ gained: 0, lost: 0, widened: 0, narrowed: 0, shifted: 0 });

/** The users of roles that changed, each once; and the tenants of which nothing is known. */
function tenantsWithUsers(changes: readonly Change[]): { readonly users: number; readonly unknown: number } {
  const rolesIn = new Map<Tenant, Set<string>>();
  for (const { row, role } of changes) {
    const known = rolesIn.get(row.tenant);
    if (known) known.add(role);
    else rolesIn.set(row.tenant, new Set([role]));
  }
  const users = new Set<string>();
  const unknown = new Set<string>();
  for (const [tenant, roles] of rolesIn) {
    if (!tenant.users) unknown.add(tenant.name);
    for (const user of tenant.users ?? [])
      if (user.active && user.roles.some(({ name }) => roles.has(name)))
        users.add(`${tenant.name} ${user.id}`);
  }
  return { users: users.size, unknown: unknown.size };
}

function groupJson(group: Group, { base, head }: Difference): GroupJson {
  const { kind, woken, asleep, risk, risks, roles, tenants, cells, example } = group;
  const { users, unknown, size, grave } = group;
  const { row, before } = example;
  const records = recordsOf(cells, row);
  const was = before && recordsOf(cellsBefore(group, base), before);
  const columns = before && columnsOf(group, base);
  const titles = tenants.length === 1 ? row.tenant.titles : undefined;
  const { catalog } = (kind === 'lost' ? base : head).policy;
  const speaks = (woken || asleep) && example.cell.kind !== 'capability';
  return {
    kind,
    woken,
    asleep,
    risk,
    roles: roles.map(({ name, title }) => ({ name, ...(title !== undefined && { title }) })),
    holders: [...new Set(roles.map(capName))].sort(),
    tenants,
    can: cells.map((cell) => abilityOf(cell, catalog, risks.get(cell.permission) ?? cell.risk, risk, titles)),
    ...(records && { records }),
    ...(was && { before: was }),
    ...(columns && { columns }),
    because: {
      ...causeJson(example.because),
      words: reasonWords(
        example,
        group.causes.some(({ at }) => at.place.document !== example.because.at.place.document),
      ),
      more: otherLines(group),
    },
    ...(speaks && { granted: printPlaceJson(findDecidingPlace(roleNow(row, head).layer, example.cell)) }),
    users,
    unknown,
    size,
    grave,
  };
}

/** The role as it is now; as it was where it is gone. */
function roleNow({ tenant, role }: Row, { policy }: Matrix): Role {
  const offered = policy.tenants.find(({ name }) => name === tenant.name)?.roles ?? [];
  return [...offered, ...policy.sharedRoles].find(({ name }) => name === role.name) ?? role;
}

/** The same cells in the catalog of the base, in which a model may be limited in another way. */
const cellsBefore = ({ cells }: Group, { policy }: Matrix): readonly Cell[] =>
  cells.flatMap(({ permission }) => policy.catalog.cellOf.get(permission) ?? []);

/** How many entries of documents beside the first cause the same. */
function otherLines({ causes }: Group): number {
  const entries = new Map<Document, Set<string>>();
  for (const { place } of causes.map(({ at }) => at)) {
    // A name in a list stands on the line of the list, or near enough.
    const path = place.path.filter((step) => typeof step === 'string').join('\n');
    const known = entries.get(place.document);
    if (known) known.add(path);
    else entries.set(place.document, new Set([path]));
  }
  return [...entries.values()].reduce((sum, paths) => sum + paths.size, 0) - 1;
}

/** What one role comes to, as far as its changes were read. */
interface RoleSum {
  readonly changes: Change[];
  readonly tenants: Set<string>;
  readonly permissions: Readonly<Record<ChangeKind | 'woken' | 'asleep', Set<string>>>;
}

function rolesOf(changes: readonly Change[]): readonly RoleJson[] {
  const sums = new Map<string, RoleSum>();
  for (const change of changes) {
    const key = `${change.role}\n${change.row.role.tenant ?? ''}`;
    const sum = sums.get(key) ?? emptySum();
    sums.set(key, sum);
    const { permissions, tenants } = sum;
    sum.changes.push(change);
    tenants.add(change.tenant);
    permissions[change.kind].add(change.permission);
    if (change.woken) permissions.woken.add(change.permission);
    if (change.asleep) permissions.asleep.add(change.permission);
  }
  return [...sums.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, sum]) => {
      const [first] = sum.changes;
      return first ? [roleJson(first.row.role, sum)] : [];
    });
}

function emptySum(): RoleSum {
  const permissions = {
    gained: new Set<string>(),
    lost: new Set<string>(),
    widened: new Set<string>(),
    narrowed: new Set<string>(),
    shifted: new Set<string>(),
    woken: new Set<string>(),
    asleep: new Set<string>(),
  };
  return { changes: [], tenants: new Set(), permissions };
}

function roleJson(role: Role, { changes, tenants, permissions }: RoleSum): RoleJson {
  const { name, title, tenant } = role;
  const moved = zero();
  for (const kind of changeKinds) moved[kind] = permissions[kind].size;
  return {
    name,
    ...(title !== undefined && { title }),
    ...(tenant !== undefined && { tenant }),
    holders: capName(role),
    tenants: tenants.size,
    moved,
    woken: permissions.woken.size,
    asleep: permissions.asleep.size,
    ...tenantsWithUsers(changes),
  };
}

const presenceJson = ({ kind, name, tenant, at }: Presence): PresenceJson => ({
  kind,
  name,
  ...(tenant !== undefined && { tenant }),
  at: sidePlace(at),
});

/** How the columns change that cells are about; undefined if they do not. */
function columnsOf({ cells }: Group, { policy }: Matrix): GroupJson['columns'] {
  const changes = cells.map((cell) => {
    const was = policy.catalog.cellOf.get(cell.permission);
    return was ? columnChange(was, cell) : 'same';
  });
  return changes.find((change) => change !== 'same');
}
