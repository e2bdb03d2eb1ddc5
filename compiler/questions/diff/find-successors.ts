import { type Policy, type Role, sharedOf, type Tenant } from '../../model/policy.ts';

/** Returns the role that a name stands for in a tenant: one of its own, or one that every tenant has. */
export const findRoleByName = (name: string, tenant: Tenant | undefined): Role | undefined =>
  tenant?.roles.find((role) => role.name === name);

/**
 * Returns the roles of another policy that stand in for a role under its name, in the tenants that have it: a tenant's
 * own role that is now shared by all, or the other way round. Users hold a role by its name, so they hold these.
 */
export function findSuccessors(role: Role, own: Policy, other: Policy): readonly Role[] {
  const others = new Map(other.tenants.map((tenant) => [tenant.name, tenant]));
  const heirs = listTenantsWith(role, own).flatMap(
    ({ name }) => findRoleByName(role.name, others.get(name)) ?? [],
  );
  return [...new Set(heirs)].filter(({ tenant }) => tenant !== role.tenant);
}

/** Returns true if every tenant that has a role, and is in another policy too, has a role of that name there. */
export function hasSuccessorEverywhere(role: Role, own: Policy, other: Policy): boolean {
  const others = new Map(other.tenants.map((tenant) => [tenant.name, tenant]));
  const tenants = listTenantsWith(role, own).filter(({ name }) => others.has(name));
  return tenants.length > 0 && tenants.every(({ name }) => findRoleByName(role.name, others.get(name)));
}

const listTenantsWith = (role: Role, { tenants }: Policy): readonly Tenant[] =>
  tenants.filter(({ roles }) => roles.some((offered) => sharedOf(offered) === role));
