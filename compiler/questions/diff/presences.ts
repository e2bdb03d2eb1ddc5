import type { Presence, Side } from '../../model/change.ts';
import type { Place } from '../../model/document.ts';
import type { Policy, Role } from '../../model/policy.ts';

/** What only one of two policies declares, by name; sorted by kind, name and tenant. */
export function presences(
  base: Policy,
  head: Policy,
): { readonly added: readonly Presence[]; readonly removed: readonly Presence[] } {
  const [before, after] = [declared(base, 'base'), declared(head, 'head')];
  return { added: without(after, before), removed: without(before, after) };
}

function without(
  some: ReadonlyMap<string, Presence>,
  others: ReadonlyMap<string, Presence>,
): readonly Presence[] {
  return [...some.entries()]
    .filter(([key]) => !others.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, presence]) => presence);
}

function declared(policy: Policy, side: Side): ReadonlyMap<string, Presence> {
  const found = new Map<string, Presence>();
  const declare = (
    kind: Presence['kind'],
    { name, at }: { readonly name: string; readonly at: Place },
    tenant?: string,
  ) =>
    found.set(JSON.stringify([kind, name, tenant ?? '']), {
      kind,
      name,
      ...(tenant !== undefined && { tenant }),
      at: { side, place: at },
    });
  const { catalog, tenants, sharedRoles, userTypes, seats } = policy;
  for (const model of catalog.models) {
    declare('model', model);
    for (const { name, at } of model.properties) declare('property', { name: `${model.name}.${name}`, at });
  }
  for (const toggle of catalog.modules) declare('module', toggle);
  for (const toggle of catalog.features) declare('feature', toggle);
  for (const toggle of catalog.capabilities) declare('capability', toggle);
  for (const tenant of tenants) declare('tenant', tenant);
  for (const userType of userTypes) declare('user type', userType);
  for (const seat of seats) declare('seat', seat);
  const roles = new Set<Role>([...sharedRoles, ...tenants.flatMap((tenant) => tenant.roles)]);
  for (const role of roles) declare('role', role, role.tenant);
  return found;
}
