import { explainNotAssignable } from '../model/explain-not-assignable.ts';
import { type Policy, type Role, sharedOf, type Tenant, type User } from '../model/policy.ts';
import { listNames } from '../text/list.ts';

/** A role of a tenant, with the answer if a user can be given it. */
export interface Assignment {
  readonly role: Role;
  /** True if the tenant is offered the role. */
  readonly offered: boolean;
  readonly assignable: boolean;
  /** True if the user holds the role already. */
  readonly held: boolean;
  /** The reason why the role cannot be given; absent if it can. */
  readonly reason?: string;
}

/** Returns every role of a tenant, and every shared role it is not offered, with the answer if a user can be given it. */
export function listAssignments(
  policy: Policy,
  tenant: Tenant,
  user: Pick<User, 'userType' | 'seats' | 'roles'>,
): readonly Assignment[] {
  const offered = new Set(tenant.roles.flatMap((role) => [role, sharedOf(role)]));
  const others = policy.sharedRoles.filter((role) => !offered.has(role));
  return [...tenant.roles, ...others]
    .map((role): Assignment => {
      const reason = offered.has(role) ? explainNotAssignable(user, role) : explainNotOffered(tenant, role);
      const isAssignable = reason === undefined;
      return {
        role,
        offered: offered.has(role),
        assignable: isAssignable,
        held: user.roles.includes(role),
        ...(!isAssignable && { reason }),
      };
    })
    .sort((a, b) => (a.role.name < b.role.name ? -1 : 1));
}

/** Returns a sentence that names the packages that a tenant has not bought and a shared role needs. */
export function explainNotOffered(tenant: Tenant, role: Role): string {
  const missing = role.seats.filter(
    (seat) => seat.package !== undefined && !tenant.packages.has(seat.package),
  );
  const packages = [...new Set(missing.flatMap((seat) => seat.package ?? []))];
  const seats = missing.map(({ name }) => name);
  return `tenant \`${tenant.name}\` has not bought ${packages.length > 1 ? 'packages' : 'package'} ${listNames(packages)}, which ${seats.length > 1 ? 'seats' : 'seat'} ${listNames(seats)} ${seats.length > 1 ? 'need' : 'needs'}`;
}
