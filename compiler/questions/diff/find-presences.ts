import type { Presence } from '../../model/change.ts';
import type { Place } from '../../model/document.ts';
import type { Side } from '../../model/pair.ts';
import { type Policy, rolesOf } from '../../model/policy.ts';
import { hasSuccessorEverywhere } from './find-successors.ts';

/** Finds the things that only one of two policies declares, by name; sorted by kind, name and tenant. */
export function findPresences(
  base: Policy,
  head: Policy,
): { readonly added: readonly Presence[]; readonly removed: readonly Presence[] } {
  const [before, after] = [listDeclared(base, 'base', head), listDeclared(head, 'head', base)];
  return { added: omitDeclared(after, before), removed: omitDeclared(before, after) };
}

function omitDeclared(
  some: ReadonlyMap<string, PresentName>,
  others: ReadonlyMap<string, PresentName>,
): readonly Presence[] {
  return [...some.entries()]
    .filter(([key, { hasSuccessor: isFollowed }]) => !others.has(key) && !isFollowed())
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { presence }]) => presence);
}

interface PresentName {
  readonly presence: Presence;
  /** Returns true for a role if the other policy has a role of its name wherever this one has it. */
  readonly hasSuccessor: () => boolean;
}

function listDeclared(policy: Policy, side: Side, other: Policy): ReadonlyMap<string, PresentName> {
  const found = new Map<string, PresentName>();
  const declare = (
    kind: Presence['kind'],
    { name, at }: { readonly name: string; readonly at: Place },
    tenant?: string,
    isFollowed = () => false,
  ) =>
    found.set(JSON.stringify([kind, name, tenant ?? '']), {
      presence: { kind, name, ...(tenant !== undefined && { tenant }), at: { side, place: at } },
      hasSuccessor: isFollowed,
    });
  const { catalog, tenants, userTypes, seats } = policy;
  for (const model of catalog.models) {
    declare('model', model);
    for (const { name, at } of model.properties) declare('property', { name: `${model.name}.${name}`, at });
  }
  for (const action of catalog.ownActions.values()) declare('action', action);
  for (const toggle of catalog.modules) declare('module', toggle);
  for (const toggle of catalog.features) declare('feature', toggle);
  for (const toggle of catalog.capabilities) declare('capability', toggle);
  for (const tenant of tenants) {
    declare('tenant', tenant);
    if (tenant.catalog !== catalog)
      for (const { name: model, properties } of tenant.catalog.models)
        for (const { name, at } of properties)
          if (!catalog.modelOf.get(model)?.propertyOf.has(name))
            declare('property', { name: `${model}.${name}`, at }, tenant.name);
  }
  for (const userType of userTypes) declare('user type', userType);
  for (const seat of seats) declare('seat', seat);
  for (const role of rolesOf(policy))
    declare('role', role, role.tenant, () => hasSuccessorEverywhere(role, policy, other));
  for (const role of policy.abstractRoles) declare('role', role, role.tenant);
  return found;
}
