import { listNames } from '../text/list.ts';

/** A user or a role: whoever has, or needs, a user type and seats. */
interface Holder {
  readonly userType: { readonly name: string; readonly rank: number };
  readonly seats: readonly { readonly name: string }[];
}

/**
 * Returns why a user cannot be given a role, in words that name the missing user type or seat; undefined if the user can.
 * The user's type must rank at least as high as the role's, and the user must have all of the role's seats.
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
