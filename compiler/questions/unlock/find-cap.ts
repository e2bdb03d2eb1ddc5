import { type Bits, difference, isEmpty, union } from '../../model/bits.ts';
import type { Row } from '../../model/matrix.ts';
import type { Seat, UserType } from '../../model/policy.ts';

/** A user type with seats that a role could have. */
export interface CapChoice {
  readonly userType: UserType;
  /** The seats, those first that the role has already. */
  readonly seats: readonly Seat[];
  /** The packages that the tenant would have to buy for the seats. */
  readonly packages: readonly string[];
}

/**
 * Finds the user type, of the same audience, and the seats nearest to those of a row's role that hold all wanted cells: without a package to buy if
 * possible, then with the fewest changes, a seat before another type, a lower type before a higher.
 */
export function findCap({ role, tenant }: Row, wanted: Bits): CapChoice | undefined {
  const candidates = tenant.caps.userTypes.flatMap((userType) => {
    if (userType.audience !== role.userType.audience) return [];
    const combines = (seat: Seat) => seat.combinesWith.has(userType.name);
    const ownSeats = role.seats.filter(combines);
    const others = tenant.caps.seats.filter((seat) => combines(seat) && !ownSeats.includes(seat));
    return chooseUpToTwo(others).flatMap((extra) => {
      const seats = [...ownSeats, ...extra];
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
  const [nearest] = candidates.sort((a, b) => compareCosts(a.cost, b.cost));
  return nearest;
}

/** Returns the cells that a user type and seats hold together. */
export const capOf = (userType: UserType, seats: readonly Seat[]): Bits =>
  seats.reduce((cap, seat) => union(cap, seat.layer.held), userType.layer.held);

/** Returns the choices of no seat, of each seat, and of each two seats; nobody needs more at once. */
const chooseUpToTwo = (seats: readonly Seat[]): readonly (readonly Seat[])[] => [
  [],
  ...seats.map((seat) => [seat]),
  ...seats.flatMap((seat, at) => seats.slice(at + 1).map((other) => [seat, other])),
];

function compareCosts(a: readonly number[], b: readonly number[]): number {
  for (const [at, left] of a.entries()) {
    const apart = left - (b[at] ?? 0);
    if (apart !== 0) return apart;
  }
  return 0;
}
