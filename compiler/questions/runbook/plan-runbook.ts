import type { Matrix } from '../../model/matrix.ts';
import type { Pair } from '../../model/pair.ts';
import type { Tenant } from '../../model/policy.ts';
import type { Prefill } from '../../model/runbook.ts';
import { byCodeUnit } from '../../text/order.ts';
import { listVendorKinds } from '../diff/vendor-kinds.ts';
import { findRenames, findRoleMoves } from '../renames/find-role-renames.ts';
import { listChecks, type RoleVerification } from './list-checks.ts';
import { type IdlePermissions, listIdlePermissions } from './list-idle.ts';
import { type BoundChange, listBoundChanges } from './list-requests.ts';
import { type KnownRole, planRoles } from './plan-roles.ts';
import { planUsers, type UserPlan, type UserRules } from './plan-users.ts';
import { type ProductRole, type ProductState, type ProductUser, readProduct } from './product-state.ts';
import type { RunbookStep } from './step.ts';

/** The change of a tenant that is not ours to make, or is another one than roles and users. */
export interface RunbookBound extends BoundChange {
  /** True if it is the vendor's to decide. */
  readonly isRequest: boolean;
}

/** All that is to be done in one tenant. */
export interface TenantRunbook {
  readonly tenant: Tenant;
  readonly bounds: readonly RunbookBound[];
  readonly steps: readonly RunbookStep[];
  readonly checks: readonly RoleVerification[];
  /** The permissions that roles newly ask for, and that the tenant does not let them have. */
  readonly idle: readonly IdlePermissions[];
  /** The users whom no order of steps leads to what the files say, since limits are in the way. */
  readonly stuck: readonly string[];
  /** True if the files say who the users are only after the change, so that nothing can be planned for them. */
  readonly isUsersUnknown: boolean;
}

/** Plans what is to be done in each tenant that differs between two revisions; a tenant without steps is left out. */
export function planRunbook(
  pair: Pair<Matrix>,
  tenants: readonly Tenant[],
  prefill: Prefill,
): readonly TenantRunbook[] {
  const planned = tenants.map((tenant) => planTenant(pair, tenant, prefill));
  return planned.filter(
    ({ bounds, steps, checks, idle, stuck }) =>
      bounds.length + steps.length + checks.length + idle.length + stuck.length > 0,
  );
}

function planTenant(pair: Pair<Matrix>, tenant: Tenant, prefill: Prefill): TenantRunbook {
  const { base, head } = pair;
  const earlier = base.policy.tenants.find(({ name }) => name === tenant.name);
  const [before, after] = [readProduct(base, earlier), readProduct(head, tenant)];
  const vendor = listVendorKinds({ base: base.policy, head: head.policy });
  const renames = listRenames(pair, tenant, before, after);
  const roles = planRoleSteps(before, after, renames, prefill);
  const users = planUserSteps(pair, tenant, { before, after, renames });
  const properties = listPropertySteps(pair, earlier, tenant);
  const oldNames = new Map(renames.filter(({ isDeclared }) => isDeclared).map(({ from, to }) => [to, from]));
  return {
    tenant,
    bounds: listBoundChanges(pair, tenant).map((one) => ({ ...one, isRequest: vendor.has(one.document) })),
    steps: [
      ...properties.filter(({ kind }) => kind === 'add-property'),
      ...roles.first,
      ...users.steps,
      ...roles.last,
      ...properties.filter(({ kind }) => kind === 'remove-property'),
    ],
    checks: listChecks(pair, tenant, { before, after }, oldNames),
    idle: listIdlePermissions(pair, tenant),
    stuck: users.stuck,
    isUsersUnknown: after.users !== undefined && earlier !== undefined && before.users === undefined,
  };
}

/** A role that gets another name: as the files say, or since its user type and seats can only be those of a new role. */
interface RoleRename {
  readonly from: string;
  readonly to: string;
  readonly isDeclared: boolean;
}

function listRenames(
  { base, head }: Pair<Matrix>,
  tenant: Tenant,
  before: ProductState,
  after: ProductState,
): readonly RoleRename[] {
  const { policy } = base;
  const declared = [...findRenames(policy, head.policy), ...findRoleMoves(policy, head.policy)]
    .filter((rename) => rename.tenant === undefined || rename.tenant === tenant.name)
    .filter(({ from, to }) => {
      const [role, next] = [before.roles.get(from), after.roles.get(to)];
      // With another user type or other seats it is another role, which comes beside the old one.
      return role !== undefined && next !== undefined && isSameCap(role, next);
    })
    .map(({ from, to }): RoleRename => ({ from, to, isDeclared: true }));
  const displaced = [...before.roles.values()].flatMap((role): RoleRename[] => {
    const next = after.roles.get(role.name);
    if (!next || isSameCap(role, next)) return [];
    return [{ from: role.name, to: `${role.name} (before)`, isDeclared: false }];
  });
  return [...declared, ...displaced];
}

const isSameCap = (one: ProductRole, other: ProductRole): boolean =>
  one.userType.name === other.userType.name && one.seats.join() === other.seats.join();

function planRoleSteps(
  before: ProductState,
  after: ProductState,
  renames: readonly RoleRename[],
  prefill: Prefill,
): { readonly first: readonly RunbookStep[]; readonly last: readonly RunbookStep[] } {
  const nameNow = (name: string) => renames.find(({ from }) => from === name)?.to ?? name;
  const known = [...before.roles.values()]
    .map((role): KnownRole => {
      const name = nameNow(role.name);
      const next = after.roles.get(name);
      return { before: { ...role, name }, after: next && isSameCap(role, next) ? next : undefined };
    })
    .sort((a, b) => byCodeUnit(a.before.name, b.before.name));
  const remaining = new Set(known.flatMap((role) => role.after?.name ?? []));
  const created = [...after.roles.values()].filter(({ name }) => !remaining.has(name));
  return {
    first: [
      ...renames.map(({ from, to }) => ({ kind: 'rename-role' as const, from, to })),
      ...planRoles(known, created, prefill),
    ],
    last: known
      .filter((role) => !role.after)
      .map((role) => ({ kind: 'remove-role' as const, name: role.before.name })),
  };
}

interface UserStates {
  readonly before: ProductState;
  readonly after: ProductState;
  readonly renames: readonly RoleRename[];
}

function planUserSteps(
  { base, head }: Pair<Matrix>,
  tenant: Tenant,
  { before, after, renames }: UserStates,
): UserPlan {
  const isNew = !base.policy.tenants.some(({ name }) => name === tenant.name);
  if (!after.users || (!before.users && !isNew)) return { steps: [], stuck: [] };
  const nameNow = (name: string) => renames.find(({ from }) => from === name)?.to ?? name;
  const users = new Map(
    [...(before.users ?? new Map<string, ProductUser>())].map(([id, user]) => [
      id,
      { ...user, roles: user.roles.map(nameNow).sort() },
    ]),
  );
  return planUsers(users, after.users, makeRules({ base, head }, tenant, { before, after, renames }));
}

/** Returns what the product refuses: of limits the wider ones, since those that grow do so first and those that shrink last. */
function makeRules(
  { base, head }: Pair<Matrix>,
  tenant: Tenant,
  { before, after, renames }: UserStates,
): UserRules {
  const earlier = base.policy.tenants.find(({ name }) => name === tenant.name);
  const nameNow = (name: string) => renames.find(({ from }) => from === name)?.to ?? name;
  const roles = [...before.roles.values()].map((role) => [nameNow(role.name), role] as const);
  const limits = [...tenant.limits].flatMap(([name, { most }]): [string, number][] => {
    const was = earlier ? earlier.limits.get(name)?.most : most;
    return was === undefined ? [] : [[name, Math.max(was, most)]];
  });
  const byName = <T extends { readonly name: string }>(things: readonly T[]) =>
    things.map((thing) => [thing.name, thing] as const);
  return {
    userTypes: new Map([...byName(base.policy.userTypes), ...byName(head.policy.userTypes)]),
    seats: new Map([...byName(base.policy.seats), ...byName(head.policy.seats)]),
    roles: new Map([...roles, ...after.roles]),
    limits: new Map(limits),
  };
}

/** Lists the properties of a tenant's own that come and go; those of the catalog are the product's. */
function listPropertySteps(
  { base, head }: Pair<Matrix>,
  earlier: Tenant | undefined,
  tenant: Tenant,
): readonly RunbookStep[] {
  if (!earlier) return [];
  const [before, after] = [listOwnProperties(base, earlier), listOwnProperties(head, tenant)];
  const isIn = (list: typeof before, { model, property }: (typeof before)[number]) =>
    list.some((one) => one.model === model && one.property === property);
  return [
    ...after.filter((one) => !isIn(before, one)).map((one) => ({ kind: 'add-property' as const, ...one })),
    ...before.filter((one) => !isIn(after, one)).map((one) => ({ kind: 'remove-property' as const, ...one })),
  ];
}

const listOwnProperties = ({ policy }: Matrix, { catalog }: Tenant) =>
  catalog.models.flatMap(({ name, properties }) =>
    properties
      .filter((property) => !policy.catalog.modelOf.get(name)?.propertyOf.has(property.name))
      .map((property) => ({ model: name, property: property.name, type: property.type })),
  );
