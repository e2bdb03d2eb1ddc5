import { type AbstractRole, type Policy, type Role, rolesOf } from '../../model/policy.ts';
import { listRoleUses } from '../edit-role/list-role-uses.ts';
import { type EditedFile, renameRole } from '../edit-role/rename-role.ts';

/** A role that has another name now. */
export interface Rename {
  readonly from: string;
  readonly to: string;
  /** The only tenant that has the role; absent if every tenant has it. */
  readonly tenant?: string;
}

/**
 * Finds the roles of a base that have another name in a head, as the head says itself. A name that a role of the base has
 * already is no new one, and a role that is no longer the same tenant's is another role.
 */
export function findRenames(base: Policy, head: Policy): readonly Rename[] {
  const [before, after] = [listRoles(base), listRoles(head)];
  return rolesOf(head).flatMap(({ name, tenant, renamedFrom }): Rename[] => {
    if (renamedFrom === undefined || findOwn(after, renamedFrom, tenant)) return [];
    const isNew = !before.some((role) => role.name === name);
    if (!isNew || !findOwn(before, renamedFrom, tenant)) return [];
    return [{ from: renamedFrom, to: name, ...(tenant !== undefined && { tenant }) }];
  });
}

/**
 * Returns the files of a base that name a role, each with the new name in its place. There are none where a place may mean
 * another role too: the role is then compared as one that went and one that came.
 */
export function followRename(base: Policy, { from, to, tenant }: Rename): readonly EditedFile[] {
  const role = findOwn(listRoles(base), from, tenant);
  const uses = role ? listRoleUses(base, role) : [];
  return uses.some(({ isShared }) => isShared) ? [] : renameRole(uses, from, to);
}

const listRoles = (policy: Policy): readonly (Role | AbstractRole)[] => [
  ...rolesOf(policy),
  ...policy.abstractRoles,
];

const findOwn = (roles: readonly (Role | AbstractRole)[], name: string, tenant: string | undefined) =>
  roles.find((role) => role.name === name && role.tenant === tenant);
