import type { Report } from '../diagnostics/diagnostic.ts';
import { intersects, removeAll } from '../model/bits.ts';
import { placeIn, spanOf } from '../model/document.ts';
import { findHeldInCap, removeIdleRights } from '../model/mask.ts';
import type { Matrix } from '../model/matrix.ts';
import { listOfferedRoles } from '../model/offered-role.ts';
import type { Role, Seat } from '../model/policy.ts';

/** A role has a seat because it grants something that neither its user type nor its other seats can hold. */
export function reportUselessSeats(matrix: Matrix, report: Report): void {
  const { catalog } = matrix.policy;
  for (const { role } of listOfferedRoles(matrix)) {
    if (role.seats.length === 0) continue;
    const held = removeIdleRights(findHeldInCap(role), catalog);
    for (const [index, seat] of role.seats.entries()) {
      if (intersects(held, onlyIn(seat, role))) continue;
      report(
        'seat-unlocks-nothing',
        spanOf(placeIn(role.at.document, ['seats', index])),
        { role: role.name, seat: seat.name },
        'clone the role without the seat, or grant what the seat is there for',
        { related: [{ at: spanOf({ ...seat.layer.at, part: 'key' }), note: `what \`${seat.name}\` adds` }] },
      );
    }
  }
}

function onlyIn(seat: Seat, { userType, seats }: Role) {
  const cells = seat.layer.held.slice();
  for (const { layer } of [userType, ...seats.filter((other) => other !== seat)])
    removeAll(cells, layer.held);
  return cells;
}
