import { type Bits, difference, isEmpty, union } from '../../model/bits.ts';
import type { Row } from '../../model/matrix.ts';
import type { Policy, Seat, UserType } from '../../model/policy.ts';

/** A user type with seats, as a role could have them. */
export interface Holder {
  readonly userType: UserType;
  /** Those that the role has already come first. */
  readonly seats: readonly Seat[];
  /** What the tenant would have to buy for these seats. */
  readonly packages: readonly string[];
}

/**
 * The user type and seats nearest to those of a row's role that hold all that is wanted: with no package to
 * buy if possible, then with the fewest changes, a seat before another type, a lower type before a higher.
 */
export function holderOf(policy: Policy, { role, tenant }: Row, wanted: Bits): Holder | undefined {
  const candidates = policy.userTypes.flatMap((userType) => {
    const combines = (seat: Seat) => seat.combinesWith.has(userType.name);
    const kept = role.seats.filter(combines);
    const others = policy.seats.filter((seat) => combines(seat) && !kept.includes(seat));
    return upToTwo(others).flatMap((extra) => {
      const seats = [...kept, ...extra];
      if (!isEmpty(difference(wanted, capOf(userType, seats)))) return [];
      const bought = (seat: Seat) => seat.package === undefined || tenant.packages.has(seat.package);
      const packages = [
        ...new Set(extra.filter((seat) => !bought(seat)).flatMap((seat) => seat.package ?? [])),
      ];
      const isOther = userType === role.userType ? 0 : 1;
      return [
        {
          userType,
          seats,
          packages,
          cost: [packages.length, extra.length + isOther, isOther, userType.rank],
        },
      ];
    });
  });
  const [nearest] = candidates.sort((a, b) => compare(a.cost, b.cost));
  return nearest;
}

/** What a user type and seats hold together. */
export const capOf = (userType: UserType, seats: readonly Seat[]): Bits =>
  seats.reduce((cap, seat) => union(cap, seat.layer.held), userType.layer.held);

/** No seat, each one, each two: more at once nobody asks for. */
const upToTwo = (seats: readonly Seat[]): readonly (readonly Seat[])[] => [
  [],
  ...seats.map((seat) => [seat]),
  ...seats.flatMap((seat, at) => seats.slice(at + 1).map((other) => [seat, other])),
];

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, left] of a.entries()) {
    const apart = left - (b[at] ?? 0);
    if (apart !== 0) return apart;
  }
  return 0;
}
