import {
  type AbstractRole,
  type Policy,
  type Role,
  rolesOf,
  sharedOf,
  spellCap,
  type Tenant,
} from '../../model/policy.ts';
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

/** A shared role that is a tenant's own one now under another name, or the other way round, as one tenant sees it. */
export interface RoleMove extends Rename {
  readonly tenant: string;
}

/**
 * Finds the roles that have another name in a head and another owner too: one that all tenants had and that is a tenant's own
 * now, or the other way round. With another user type or other seats it is another role.
 */
export function findRoleMoves(base: Policy, head: Policy): readonly RoleMove[] {
  return rolesOf(head).flatMap((role): RoleMove[] => {
    const { name: to, tenant: owner, renamedFrom: from } = role;
    if (from === undefined) return [];
    const moved = base.tenants.filter(({ name, roles }) => {
      const was = roles.find((one) => one.name === from);
      const after = head.tenants.find((one) => one.name === name);
      return (
        was !== undefined &&
        (was.tenant === undefined) !== (owner === undefined) &&
        spellCap(was) === spellCap(role) &&
        !roles.some((one) => one.name === to) &&
        after?.roles.some((one) => one.name === to && one.tenant === owner) &&
        !after.roles.some((one) => one.name === from)
      );
    });
    return moved.map(({ name }) => ({ from, to, tenant: name }));
  });
}

/** Returns a policy in which roles have other names in single tenants, for whoever holds them there too. */
export function moveRoles(policy: Policy, moves: readonly RoleMove[]): Policy {
  if (moves.length === 0) return policy;
  const moveIn = (tenant: Tenant): Tenant => {
    const names = new Map(
      moves.filter((move) => move.tenant === tenant.name).map(({ from, to }) => [from, to]),
    );
    if (names.size === 0) return tenant;
    const made = new Map<Role, Role>();
    const rename = (role: Role): Role => {
      const name = names.get(role.name);
      if (name === undefined) return role;
      const one = made.get(role) ?? {
        ...role,
        name,
        ...(role.tenant === undefined && { shared: sharedOf(role) }),
      };
      made.set(role, one);
      return one;
    };
    return {
      ...tenant,
      roles: tenant.roles.map(rename),
      ...(tenant.users && {
        users: tenant.users.map((user) => ({ ...user, roles: user.roles.map(rename) })),
      }),
    };
  };
  return { ...policy, tenants: policy.tenants.map(moveIn) };
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
