import { listNames } from '../text/list.ts';

/** Who has or needs a user type and seats: a user, or a role. */
interface Holder {
  readonly userType: { readonly name: string; readonly rank: number };
  readonly seats: readonly { readonly name: string }[];
}

/**
 * Why a user cannot be given a role, as a sentence that names the missing user type or seat; nothing where
 * they can. A user's type must rank at least as high as the role's, and they need all of its seats.
 */
export function explainNotAssignable(user: Holder, role: Holder): string | undefined {
  const has = new Set(user.seats.map((seat) => seat.name));
  const seats = role.seats.filter((seat) => !has.has(seat.name)).map((seat) => seat.name);
  const reasons = [
    ...(user.userType.rank < role.userType.rank
      ? [`it needs user type \`${role.userType.name}\` or higher and the user has \`${user.userType.name}\``]
      : []),
    ...(seats.length > 0 ? [`it needs ${seats.length > 1 ? 'seats' : 'seat'} ${listNames(seats)}`] : []),
  ];
  return reasons.length > 0 ? reasons.join('; ') : undefined;
}
