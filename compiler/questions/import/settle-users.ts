import type { Report } from '../../diagnostics/diagnostic.ts';
import { nearest } from '../../diagnostics/suggest.ts';
import { spanOf } from '../../model/document.ts';
import { explainNotAssignable } from '../../model/explain-not-assignable.ts';
import { foldId } from '../../model/fold-id.ts';
import { memberAudience, type Role, type Seat, type UserType } from '../../model/policy.ts';
import type { Span } from '../../text/source.ts';
import type { ImportTarget } from './observe.ts';
import type { Observed, ObservedUser } from './observed.ts';
import { collectRepeats } from './repeats.ts';
import { checkSeats, type SettledRole } from './settle-roles.ts';

/** A user of the product as the policies would have them. */
export interface SettledUser extends Pick<ObservedUser, 'id' | 'at' | 'attributes'> {
  readonly userType: UserType;
  readonly seats: readonly Seat[];
  readonly roles: readonly string[];
  readonly active: boolean;
  readonly madeBy?: string;
}

/** Gives every user of the product a type; warns of ids that people take for one; reports roles that do not exist and those that the user cannot hold. */
export function settleUsers(
  { users = new Map() }: Observed,
  roles: ReadonlyMap<string, SettledRole>,
  target: ImportTarget,
  report: Report,
): readonly SettledUser[] {
  const { policy, tenant } = target;
  const offered = new Map<string, Pick<Role, 'userType' | 'seats'>>([
    ...(tenant?.roles ?? policy.sharedRoles).map((role) => [role.name, role] as const),
    ...roles,
  ]);
  const { userTypes } = tenant?.caps ?? policy;
  const highest = userTypes.find(({ audience }) => audience === memberAudience);
  const repeats = collectRepeats(report);
  warnOfLookAlikes(users, target, report);
  const isTyped = [...users.values()].some((user) => user.userType !== undefined);
  const settled = [...users.values()].flatMap((user): readonly SettledUser[] => {
    const userType = user.userType?.value ?? highest;
    const who = `user \`${user.id}\``;
    // A list without types is from before there were any; in one that has them, none is guessed.
    if (isTyped && !user.userType) {
      report('import-lacks', user.at, { who, what: 'user type, and others have one' });
      return [];
    }
    if (!userType) {
      report('import-lacks', user.at, { who, what: 'user type, and none is declared' });
      return [];
    }
    const seats = checkSeats(who, userType, user.seats, { target, report });
    const held = (user.roles?.value ?? []).filter((name) => {
      const role = offered.get(name);
      const at = user.roles?.at ?? user.at;
      if (!role) {
        const near = nearest(name, offered.keys());
        repeats.unknown(at, { what: 'role', name, reason: '' }, near && `did you mean \`${near}\`?`);
        return false;
      }
      const reason = explainNotAssignable({ userType, seats }, role);
      if (reason !== undefined)
        report('import-impossible', at, { who, reason: `of role \`${name}\`, ${reason}` });
      return reason === undefined;
    });
    return [
      {
        id: user.id,
        at: user.at,
        attributes: user.attributes,
        userType,
        seats,
        roles: held,
        active: user.active?.value ?? true,
        ...(user.madeBy && { madeBy: user.madeBy.value }),
      },
    ];
  });
  repeats.flush();
  return settled;
}

/** Warns of ids that people, or an identity provider, take for one: of two that are exported, and of one that the policies have otherwise. */
function warnOfLookAlikes(
  users: ReadonlyMap<string, ObservedUser>,
  { tenant }: ImportTarget,
  report: Report,
): void {
  const firsts = new Map<string, { readonly id: string; readonly at: Span; readonly note: string }>();
  for (const { id, at } of tenant?.users ?? [])
    if (!users.has(id)) firsts.set(foldId(id), { id, at: spanOf(at), note: 'the policies have this one' });
  for (const { id, at } of users.values()) {
    const key = foldId(id);
    const other = firsts.get(key);
    if (!other) firsts.set(key, { id, at, note: 'the other is exported here' });
    else
      report(
        'user-looks-alike',
        at,
        { user: id, other: other.id },
        'if they are one person, leave one in the product, and in the policies the id that the product has',
        { related: [{ at: other.at, note: other.note }] },
      );
  }
}
