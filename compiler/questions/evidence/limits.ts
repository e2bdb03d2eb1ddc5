import type { Place } from '../../model/document.ts';
import type { Policy, Tenant } from '../../model/policy.ts';

/** How much of a user type or a seat a tenant uses, and how much of it may be used. */
export interface LimitUse {
  readonly tenant: Tenant;
  readonly kind: 'user type' | 'seat';
  readonly name: string;
  /** Absent: unlimited. */
  readonly limit?: { readonly most: number; readonly at: Place };
  /** Active users who have it; absent where the tenant declares no users: unknown is not none. */
  readonly used?: number;
  /** Inactive users who have it: they count against no limit. */
  readonly inactive?: number;
}

/** Every user type, from the highest, and every seat of every tenant. */
export function limitUses({ tenants, userTypes, seats }: Policy): readonly LimitUse[] {
  const things = [
    ...userTypes.map((thing) => ({ kind: 'user type' as const, thing })),
    ...seats.map((thing) => ({ kind: 'seat' as const, thing })),
  ];
  return tenants.flatMap((tenant) =>
    things.map(({ kind, thing }): LimitUse => {
      const limit = tenant.limits.get(thing.name);
      const holders = tenant.users?.filter(
        ({ userType, seats: own }) => userType === thing || own.some((seat) => seat === thing),
      );
      const used = holders?.filter(({ active }) => active).length;
      return {
        tenant,
        kind,
        name: thing.name,
        ...(limit && { limit }),
        ...(holders && used !== undefined && { used, inactive: holders.length - used }),
      };
    }),
  );
}
