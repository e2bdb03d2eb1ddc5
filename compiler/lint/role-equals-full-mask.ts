import type { Report } from '../diagnostics/diagnostic.ts';
import { difference, intersects, isEmpty } from '../model/bits.ts';
import { spanOf } from '../model/document.ts';
import { findHeldInCap, maskCells, removeIdleRights } from '../model/mask.ts';
import type { Matrix } from '../model/matrix.ts';
import { listOfferedRoles } from '../model/offered-role.ts';
import { capName } from '../model/policy.ts';

/**
 * A role that spells out its permissions has been cut down to what its holders need. One that is everything on
 * purpose, as an administrator is, says `all` and names nothing; and where a cap neither destroys, exports nor
 * escalates, holding all of it is no fault.
 */
export function reportRolesWithFullMask(matrix: Matrix, report: Report): void {
  const grave = maskCells(matrix.policy.catalog, ({ risk }) => risk !== 'read' && risk !== 'write');
  for (const { role, catalog } of listOfferedRoles(matrix)) {
    if (isEmpty(role.layer.named) || !intersects(role.cap, grave)) continue;
    const missing = difference(role.cap, role.layer.held);
    if (!isEmpty(missing) && !isEmpty(difference(removeIdleRights(role.cap, catalog), findHeldInCap(role))))
      continue;
    report(
      'role-equals-full-mask',
      spanOf({ ...role.layer.at, part: 'key' }),
      { role: role.name, cap: capName(role) },
      'take away what its holders do not need; if it is meant to be everything, write `all` instead of names',
    );
  }
}
