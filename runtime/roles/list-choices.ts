import type { PortfolioItem, Role } from '../../compiler/model/policy.ts';
import type { TenantBase } from './role-base.ts';

/** The values among which a role of a tenant can choose, and the limits of users that the tenant has bought. */
export interface RoleChoices {
  /** By audience; in each from the highest rank to the lowest. */
  readonly userTypes: readonly UserTypeChoice[];
  /** The seats that the tenant has bought. */
  readonly seats: readonly SeatChoice[];
  readonly portfolios: readonly PortfolioName[];
}

/** A user type that a role or a user can have. */
export interface UserTypeChoice {
  readonly name: string;
  readonly audience: string;
  /** The seats that combine with it. */
  readonly seats: readonly string[];
  /** The most active users of it that the tenant has bought; left out where nothing bounds them. */
  readonly limit?: number;
}

/** A seat that a role or a user can have. */
export interface SeatChoice {
  readonly name: string;
  readonly limit?: number;
}

/** A portfolio that a role of the tenant may name. */
export interface PortfolioName {
  readonly name: string;
  readonly title?: string;
  /** The model whose records it selects. */
  readonly on: string;
}

/** A role of a tenant, as a list of roles shows it. */
export interface RoleSummary {
  readonly role: string;
  readonly title?: string;
  readonly description?: string;
  readonly userType: string;
  readonly seats: readonly string[];
  /** The names of its portfolios; `filter` for a filter of its own. */
  readonly portfolio: readonly string[];
}

/** Lists the user types, seats and portfolios among which a role of a tenant can choose. */
export function listChoices({ linked: { policy, tenant }, name }: TenantBase): RoleChoices {
  const limitOf = (of: string) => {
    const limit = tenant.limits.get(of)?.most;
    return limit === undefined ? {} : { limit };
  };
  const seats = policy.seats.filter(
    (seat) => seat.package === undefined || tenant.packages.has(seat.package),
  );
  return {
    userTypes: policy.userTypes.map((type) => ({
      name: type.name,
      audience: type.audience,
      seats: seats.filter(({ combinesWith }) => combinesWith.has(type.name)).map((seat) => seat.name),
      ...limitOf(type.name),
    })),
    seats: seats.map((seat) => ({ name: seat.name, ...limitOf(seat.name) })),
    portfolios: policy.portfolios
      .filter((one) => one.tenant === undefined || one.tenant === name)
      .map((one) => ({ name: one.name, ...(one.title !== undefined && { title: one.title }), on: one.on })),
  };
}

/** Describes a role as a list of roles shows it. */
export function summarizeRole({ name, title, description, userType, seats, portfolio }: Role): RoleSummary {
  const items: readonly PortfolioItem[] = [...portfolio.entries.values()].flatMap((entry) => entry.items);
  return {
    role: name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    userType: userType.name,
    seats: seats.map((seat) => seat.name),
    portfolio: [...new Set(items.map(({ label }) => label))],
  };
}
