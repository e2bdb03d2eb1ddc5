import type { Report } from '../diagnostics/diagnostic.ts';
import { addAll, type Bits, difference, isEmpty } from '../model/bits.ts';
import { isOfDatabase, placeIn, spanOf } from '../model/document.ts';
import { findHeldInCap, removeIdleRights } from '../model/mask.ts';
import type { Matrix } from '../model/matrix.ts';
import { listOfferedRoles } from '../model/offered-role.ts';
import type { Role, UserType } from '../model/policy.ts';
import { quoteArgument } from '../text/quote-argument.ts';

/** A role has the lowest user type that, with its seats, can hold what the role grants. */
export function reportHighTypes(matrix: Matrix, report: Report): void {
  const { catalog, userTypes } = matrix.policy;
  const lowestFirst = userTypes.toReversed();
  for (const { role } of listOfferedRoles(matrix)) {
    const { userType, seats } = role;
    const held = findHeldInCap(role);
    const enough = lowestFirst.find(
      (lower) =>
        lower.audience === userType.audience &&
        lower.rank < userType.rank &&
        seats.every((seat) => seat.combinesWith.has(lower.name)) &&
        fits(role.layer.named, lower, role) &&
        fits(removeIdleRights(held, catalog), lower, role),
    );
    if (!enough || isEmpty(removeIdleRights(held, catalog))) continue;
    report(
      'type-higher-than-grants-need',
      spanOf(placeIn(role.at.document, ['userType'])),
      { role: role.name, userType: userType.name, enough: enough.name },
      isOfDatabase(role.at.document)
        ? `copy it for \`${enough.name}\` and give its holders the copy`
        : `clone it with \`plafond role clone ${quoteArgument(role.name)} NAME --user-type ${enough.name}\` and give its holders the clone`,
      {
        related: [
          { at: spanOf({ ...enough.layer.at, part: 'key' }), note: `\`${enough.name}\` holds all of it` },
        ],
      },
    );
  }
}

function fits(cells: Bits, { layer }: UserType, { seats }: Role): boolean {
  const cap = layer.held.slice();
  for (const seat of seats) addAll(cap, seat.layer.held);
  return isEmpty(difference(cells, cap));
}
