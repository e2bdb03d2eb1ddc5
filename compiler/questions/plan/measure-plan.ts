import { type Bits, difference, emptyBits, has } from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Policy, Tenant } from '../../model/policy.ts';
import { joinUserRoles } from '../../model/row-union.ts';
import type { CountedLimit, FreedPlace, PersonEffect, PlannedStep, PlannedUser } from './steps.ts';

/** Lists the tenants that steps concern, by name. */
export function listConcernedTenants(steps: readonly PlannedStep[]): readonly string[] {
  const names = steps.flatMap((step) => ('users' in step ? step.users.map(({ tenant }) => tenant) : []));
  return [...new Set(names)].sort();
}

/** Lists the people whom steps concern, each once, by tenant and id. */
export function listConcernedPeople(steps: readonly PlannedStep[]): readonly PlannedUser[] {
  const people = new Map<string, PlannedUser>();
  for (const step of steps)
    if ('users' in step)
      for (const { tenant, user } of step.users) people.set(`${tenant}\n${user}`, { tenant, user });
  return [...people].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Counts the active users of every type and seat in some tenants, beside what they may have. */
export function measureLimits({ tenants }: Policy, names: readonly string[]): readonly CountedLimit[] {
  return tenants.filter(({ name }) => names.includes(name)).flatMap(measureTenant);
}

function measureTenant({ name: tenant, caps, limits, users = [] }: Tenant): readonly CountedLimit[] {
  const active = users.filter((user) => user.active);
  return [...caps.userTypes, ...caps.seats].flatMap(({ name }) => {
    const used = active.filter(
      ({ userType, seats }) => userType.name === name || seats.some((seat) => seat.name === name),
    ).length;
    const most = limits.get(name)?.most;
    return used === 0 && most === undefined
      ? []
      : [{ tenant, name, used, ...(most !== undefined && { most }) }];
  });
}

/** Lists the types and seats that fewer users have after a plan. */
export function listFreed(
  before: readonly CountedLimit[],
  after: readonly CountedLimit[],
): readonly FreedPlace[] {
  return before.flatMap(({ tenant, name, used }) => {
    const now = after.find((one) => one.tenant === tenant && one.name === name)?.used ?? 0;
    return now < used ? [{ tenant, name, users: used - now }] : [];
  });
}

/** Compares what people may do before and after, by all their roles together. */
export function measurePeople(
  people: readonly PlannedUser[],
  before: Matrix,
  after: Matrix,
): readonly PersonEffect[] {
  return people.map(({ tenant, user }) => {
    const [old, now] = [findEffect(before, tenant, user), findEffect(after, tenant, user)];
    const list = (bits: Bits, { byPermission }: Catalog) =>
      byPermission.flatMap(({ index, permission }) => (has(bits, index) ? permission : []));
    return {
      tenant,
      user,
      loses: list(difference(old.effective, now.effective), old.catalog),
      gains: list(difference(now.effective, old.effective), now.catalog),
    };
  });
}

function findEffect(matrix: Matrix, name: string, id: string) {
  const tenant = matrix.policy.tenants.find((one) => one.name === name);
  const user = tenant?.users?.find((one) => one.id === id);
  const { catalog } = tenant ?? matrix.policy;
  const effective =
    tenant && user ? joinUserRoles(matrix, tenant, user).effective : emptyBits(catalog.cells.length);
  return { effective, catalog };
}
