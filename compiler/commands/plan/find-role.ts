import type { AbstractRole, Policy, Role } from '../../model/policy.ts';
import { findRoleToEdit } from '../../questions/edit-role/find-role-to-edit.ts';
import { findTenant } from '../../questions/find-by-name.ts';

/** Returns the role that a plan is about: the tenant's own if a tenant is named and has one, else the one that every tenant has. */
export function findRoleToPlan(
  policy: Policy,
  name: string,
  tenant: string | undefined,
): Role | AbstractRole {
  if (tenant === undefined) return findRoleToEdit(policy, name, undefined);
  const { name: found } = findTenant(policy, tenant);
  const shared = policy.sharedRoles.find((role) => role.name === name);
  return shared ?? findRoleToEdit(policy, name, found);
}
