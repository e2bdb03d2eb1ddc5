import { listNames } from '../text/list.ts';

/** A user or a role: whoever has, or needs, a user type and seats. */
interface Holder {
  readonly userType: { readonly name: string; readonly audience: string; readonly rank: number };
  readonly seats: readonly { readonly name: string }[];
}

/**
 * Returns why a user cannot be given a role, in words that name the missing user type or seat; undefined if the user can.
 * The user's type must be of the role's audience and rank at least as high as the role's, and the user must have all of the
 * role's seats.
 */
export function explainNotAssignable(user: Holder, role: Holder): string | undefined {
  const has = new Set(user.seats.map((seat) => seat.name));
  const seats = role.seats.filter((seat) => !has.has(seat.name)).map((seat) => seat.name);
  const reasons = [
    ...explainType(user.userType, role.userType),
    ...(seats.length > 0 ? [`it needs ${seats.length > 1 ? 'seats' : 'seat'} ${listNames(seats)}`] : []),
  ];
  return reasons.length > 0 ? reasons.join('; ') : undefined;
}

function explainType(has: Holder['userType'], needs: Holder['userType']): readonly string[] {
  if (has.audience !== needs.audience)
    return [
      `it needs a user type of audience \`${needs.audience}\`, as \`${needs.name}\` is, and the user has \`${has.name}\` of audience \`${has.audience}\``,
    ];
  return has.rank < needs.rank
    ? [`it needs user type \`${needs.name}\` or higher and the user has \`${has.name}\``]
    : [];
}
