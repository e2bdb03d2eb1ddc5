import type { Policy, Seat, Tenant, User, UserType } from '../model/policy.ts';
import { listNames } from '../text/list.ts';
import { findSeats, findUserType } from './find-by-name.ts';
import { QuestionError } from './question-error.ts';

/** A user type and seats that a user is supposed to have; what is absent stays as it is. */
export interface Supposition {
  readonly userType: string | undefined;
  /** A list of names, or names joined by commas. */
  readonly seats: string | readonly string[] | undefined;
}

/**
 * Returns a user with another type or other seats; of the seats they have, those stay that combine with the type. Throws
 * `QuestionError` for a seat that no user of the type and the tenant can have.
 */
export function supposeTypeAndSeats(policy: Policy, tenant: Tenant, user: User, args: Supposition): User {
  const { userType: name, seats: names } = args;
  const userType = name === undefined ? user.userType : findUserType(policy, name);
  const seats =
    names === undefined
      ? user.seats.filter((seat) => seat.combinesWith.has(userType.name))
      : findSeats(policy, names);
  for (const seat of seats) {
    const refusal = explainNoSeat(seat, userType, tenant);
    if (refusal !== undefined) throw new QuestionError(refusal);
  }
  return { ...user, userType, seats };
}

/** Returns why no user of a type and a tenant can have a seat; undefined if they can. */
function explainNoSeat(seat: Seat, userType: UserType, tenant: Tenant): string | undefined {
  if (!seat.combinesWith.has(userType.name))
    return `seat \`${seat.name}\` does not combine with user type \`${userType.name}\`, only with ${listNames([...seat.combinesWith])}`;
  return seat.package === undefined || tenant.packages.has(seat.package)
    ? undefined
    : `seat \`${seat.name}\` needs package \`${seat.package}\`, which tenant \`${tenant.name}\` has not bought`;
}
