import { listOf } from '../text/list.ts';
import type { Role, User } from './policy.ts';

/**
 * Why a user cannot be given a role, as a sentence that names the missing user type or seat; nothing where
 * they can. A user's type must rank at least as high as the role's, and they need all of its seats.
 */
export function whyNotAssignable(
  user: Pick<User, 'userType' | 'seats'>,
  role: Pick<Role, 'userType' | 'seats'>,
): string | undefined {
  const has = new Set(user.seats.map((seat) => seat.name));
  const seats = role.seats.filter((seat) => !has.has(seat.name)).map((seat) => seat.name);
  const reasons = [
    ...(user.userType.rank < role.userType.rank
      ? [`it needs user type \`${role.userType.name}\` or higher and the user has \`${user.userType.name}\``]
      : []),
    ...(seats.length > 0 ? [`it needs ${seats.length > 1 ? 'seats' : 'seat'} ${listOf(seats)}`] : []),
  ];
  return reasons.length > 0 ? reasons.join('; ') : undefined;
}
