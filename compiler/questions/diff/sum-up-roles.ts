import { type Change, type ChangeKind, changeKinds, type Difference } from '../../model/change.ts';
import { capName, type Role, type Tenant } from '../../model/policy.ts';
import type { RoleJson } from './report.ts';

/** The changes of one role, summed up. */
interface RoleSum {
  readonly changes: Change[];
  readonly tenants: Set<string>;
  readonly permissions: Readonly<Record<ChangeKind | 'woken' | 'asleep', Set<string>>>;
}

/** Sums up the changes of each role: its permissions by the way in which they change, and its users. */
export function sumUpRoles(changes: readonly Change[]): readonly RoleJson[] {
  const sums = new Map<string, RoleSum>();
  for (const change of changes) {
    const key = `${change.role}\n${change.row.role.tenant ?? ''}`;
    const sum = sums.get(key) ?? makeEmptySum();
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
      return first ? [makeRoleJson(first.row.role, sum)] : [];
    });
}

function makeEmptySum(): RoleSum {
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

function makeRoleJson(role: Role, { changes, tenants, permissions }: RoleSum): RoleJson {
  const { name, title, tenant } = role;
  const moved = makeZeroCounts();
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
    ...countTenantUsers(changes),
  };
}

const makeZeroCounts = (): Record<ChangeKind, number> => ({
  gained: 0,
  lost: 0,
  widened: 0,
  narrowed: 0,
  shifted: 0,
});

/** Counts the users of the roles that changed, each once, and the tenants whose users are not known. */
export function countTenantUsers(changes: readonly Change[]): {
  readonly users: number;
  readonly unknown: number;
} {
  const { users, unknown } = listTenantUsers(changes);
  return { users: users.size, unknown: unknown.size };
}

/** Counts the users of the roles that changed who keep their roles and can do the same as before by all of them together. */
export function countUnmovedUsers({
  changes,
  people,
  reassigned,
}: Pick<Difference, 'changes' | 'people' | 'reassigned'>): number {
  const moved = new Set([...people, ...reassigned].map(({ tenant, user }) => keyOfUser(tenant, user)));
  return [...listTenantUsers(changes).users].filter((user) => !moved.has(user)).length;
}

const keyOfUser = (tenant: string, user: string): string => `${tenant} ${user}`;

function listTenantUsers(changes: readonly Change[]) {
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
        users.add(keyOfUser(tenant.name, user.id));
  }
  return { users, unknown };
}
