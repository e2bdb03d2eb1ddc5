import { explainNotAssignable } from '../model/explain-not-assignable.ts';
import type { Policy, Role, Tenant, User } from '../model/policy.ts';
import { listNames } from '../text/list.ts';

/** Whether one role can be given to a user, and why not. */
export interface Assignment {
  readonly role: Role;
  /** Whether the tenant has the role at all. */
  readonly offered: boolean;
  readonly assignable: boolean;
  /** Whether the user holds it already. */
  readonly held: boolean;
  /** Why it cannot be given: absent where it can. */
  readonly reason?: string;
}

/** Every role of a tenant, and every shared role it is not offered, with whether a user can be given it. */
export function assign(policy: Policy, tenant: Tenant, user: User): readonly Assignment[] {
  const offered = new Set(tenant.roles);
  const others = policy.sharedRoles.filter((role) => !offered.has(role));
  return [...tenant.roles, ...others]
    .map((role): Assignment => {
      const reason = offered.has(role) ? explainNotAssignable(user, role) : whyNotOffered(tenant, role);
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

/** Why a tenant has no use of a shared role: the package that it has not bought, as a sentence. */
export function whyNotOffered(tenant: Tenant, role: Role): string {
  const missing = role.seats.filter(
    (seat) => seat.package !== undefined && !tenant.packages.has(seat.package),
  );
  const packages = [...new Set(missing.flatMap((seat) => seat.package ?? []))];
  const seats = missing.map(({ name }) => name);
  return `tenant \`${tenant.name}\` has not bought ${packages.length > 1 ? 'packages' : 'package'} ${listNames(packages)}, which ${seats.length > 1 ? 'seats' : 'seat'} ${listNames(seats)} ${seats.length > 1 ? 'need' : 'needs'}`;
}
