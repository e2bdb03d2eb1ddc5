import type { Policy, Role, Tenant } from '../../model/policy.ts';
import { findRenames, findRoleMoves, type Rename } from '../renames/find-role-renames.ts';
import type { CellQuery } from './policy-revision.ts';

/** The names of roles at a point of a history, which is read from its end. */
export interface RoleNames {
  /** The policy that was read before this point, which is the next one in time; absent at the end. */
  readonly later?: Policy;
  /** The names by which roles are asked for, by the names that they have at this point. */
  readonly askedBy: ReadonlyMap<string, string>;
}

/** The names at the end of a history. */
export const noNames: RoleNames = { askedBy: new Map() };

/** Returns the names that roles have in a policy, from the names in the policy that came after it. */
export function followNames(policy: Policy, { later, askedBy }: RoleNames, query: CellQuery): RoleNames {
  const isOfTenant = ({ tenant }: Rename) => tenant === undefined || tenant === query.tenant;
  if (!later) return { later: policy, askedBy: findFormerName(policy, query) };
  const renames = [...findRenames(policy, later), ...findRoleMoves(policy, later)].filter(isOfTenant);
  if (renames.length === 0) return { later: policy, askedBy };
  const names = new Map(askedBy);
  for (const { from, to } of renames) {
    names.delete(to);
    names.set(from, askedBy.get(to) ?? to);
  }
  return { later: policy, askedBy: names };
}

/** Finds the role that had the name asked for, where no role has it today. */
function findFormerName(policy: Policy, { tenant, role }: CellQuery): RoleNames['askedBy'] {
  const roles = policy.tenants.find(({ name }) => name === tenant)?.roles ?? [];
  const former = roles.find(({ renamedFrom }) => renamedFrom === role);
  const isFormer = role !== undefined && former && !roles.some(({ name }) => name === role);
  return isFormer ? new Map([[former.name, role]]) : new Map();
}

/** Returns a policy in which the roles of a tenant have the names by which they are asked for. */
export function nameAsAsked(policy: Policy, { askedBy }: RoleNames, tenant: string): Policy {
  if (askedBy.size === 0) return policy;
  const isAsked = ({ name }: Tenant) => name === tenant;
  const roles = policy.tenants.find(isAsked)?.roles ?? [];
  const known = new Map<Role, Role>();
  const rename = (role: Role): Role => {
    const name = askedBy.get(role.name);
    if (name === undefined) return role;
    const made = known.get(role) ?? { ...role, name };
    known.set(role, made);
    return made;
  };
  // Another role that has such a name, long gone, is not the one that is asked for.
  const taken = new Set(roles.flatMap(({ name }) => askedBy.get(name) ?? []));
  const isTaken = ({ name }: Role) => taken.has(name) && !askedBy.has(name);
  return {
    ...policy,
    sharedRoles: policy.sharedRoles.filter((role) => !isTaken(role)).map(rename),
    tenants: policy.tenants.map((one) =>
      isAsked(one)
        ? {
            ...one,
            roles: one.roles.filter((role) => !isTaken(role)).map(rename),
            ...(one.users && {
              users: one.users.map((user) => ({ ...user, roles: user.roles.map(rename) })),
            }),
          }
        : one,
    ),
  };
}

/** Returns the name that a role has where it is asked for by another; undefined if it is the same. */
export const findNameThen = ({ askedBy }: RoleNames, role: string | undefined): string | undefined =>
  [...askedBy].find(([, formerName]) => formerName === role)?.[0];
