import type { Place } from '../../model/document.ts';
import type { Policy, Tenant } from '../../model/policy.ts';

/** The use of a user type or a seat in a tenant, and its limit. */
export interface LimitUse {
  readonly tenant: Tenant;
  readonly kind: 'user type' | 'seat';
  readonly name: string;
  /** Absent if the tenant has no limit for it. */
  readonly limit?: { readonly most: number; readonly at: Place };
  /** The number of active users who have it; absent if the tenant declares no users, which is not the same as none. */
  readonly used?: number;
  /** The number of inactive users who have it: they count against no limit. */
  readonly inactive?: number;
  /**
   * The number of users who may still have it, and the number who have it beyond the limit; absent without a limit or
   * without users.
   */
  readonly free?: number;
  readonly over?: number;
}

/** Lists the use of every user type, from the highest, and of every seat, tenant by tenant. */
export function listLimitUses({ tenants, userTypes, seats }: Policy): readonly LimitUse[] {
  const things = [
    ...userTypes.map((thing) => ({ kind: 'user type' as const, thing })),
    ...seats.map((thing) => ({ kind: 'seat' as const, thing })),
  ];
  return tenants.flatMap((tenant) =>
    things.map(({ kind, thing }): LimitUse => {
      const limit = tenant.limits.get(thing.name);
      const holders = tenant.users?.filter(
        // By name: in a tenant with properties of its own they are drawn anew.
        ({ userType, seats: own }) => [userType, ...own].some((one) => one.name === thing.name),
      );
      const used = holders?.filter(({ active }) => active).length;
      return {
        tenant,
        kind,
        name: thing.name,
        ...(limit && { limit }),
        ...(holders && used !== undefined && { used, inactive: holders.length - used }),
        ...(limit && used !== undefined && compareToLimit(limit.most, used)),
      };
    }),
  );
}

const compareToLimit = (most: number, used: number): Pick<LimitUse, 'free' | 'over'> => ({
  free: Math.max(0, most - used),
  over: Math.max(0, used - most),
});
