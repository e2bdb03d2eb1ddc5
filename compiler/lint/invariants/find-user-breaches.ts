import { groupRowsByTenant } from '../../model/artifact.ts';
import type { Bits } from '../../model/bits.ts';
import type { Invariant } from '../../model/invariant.ts';
import { uniteRows } from '../../model/mask.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Tenant, User } from '../../model/policy.ts';
import { findForbidden, isChecked } from './find-breach.ts';

/** A user whose roles together hold what they must not, though none of them does alone. */
export interface UserBreach {
  readonly tenant: Tenant;
  readonly user: User;
  readonly cells: Bits;
  /** The rows of the roles that break it together, in the order in which the user lists the roles. */
  readonly rows: readonly Row[];
}

/** The waivers of one invariant: whom they cover, and a note that one was needed. */
export interface WaiverBook {
  readonly isWaived: (row: Row) => boolean;
  readonly isWaivedFor: (tenant: Tenant, user: User) => boolean;
  readonly noteRow: (row: Row) => void;
  readonly noteUser: (tenant: Tenant, user: User) => void;
}

/**
 * Finds the active users whose union of roles breaks a `mustNot` or `mustNotTogether`. Only roles that the invariant is
 * checked for count, and only where none of them breaks it alone. Waivers that it takes are noted in the book.
 */
export function findUserBreaches(
  matrix: Matrix,
  invariant: Invariant,
  waivers: WaiverBook,
): readonly UserBreach[] {
  const found: UserBreach[] = [];
  const { demand } = invariant;
  if (demand !== 'mustNotTogether' && demand !== 'mustNot') return found;
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    for (const user of tenant.users ?? []) {
      if (!user.active || user.roles.length < 2) continue;
      const checked = user.roles.flatMap(
        (role) => rows.find((row) => row.role === role && isChecked(invariant, row)) ?? [],
      );
      const open = checked.filter((row) => !waivers.isWaived(row));
      const breach = breachOf(matrix, invariant, open);
      if (breach && waivers.isWaivedFor(tenant, user)) waivers.noteUser(tenant, user);
      else if (breach) found.push({ tenant, user, ...breach });
      else if (open.length < checked.length && breachOf(matrix, invariant, checked))
        for (const row of checked) if (waivers.isWaived(row)) waivers.noteRow(row);
    }
  }
  return found;
}

/** Finds the cells that rows hold together against an invariant which none of them breaks alone, and the rows that it takes. */
function breachOf(
  matrix: Matrix,
  invariant: Invariant,
  rows: readonly Row[],
): Pick<UserBreach, 'cells' | 'rows'> | undefined {
  const [first] = rows;
  if (!first || rows.length < 2) return undefined;
  const { catalog } = first.tenant;
  if (rows.some(({ effective }) => findForbidden(invariant, effective, catalog))) return undefined;
  const breaks = (some: readonly Row[]) =>
    some.length > 0 ? findForbidden(invariant, uniteRows(matrix, some), catalog) : undefined;
  if (!breaks(rows)) return undefined;
  let needed = rows;
  for (const row of rows) {
    const others = needed.filter((one) => one !== row);
    if (breaks(others)) needed = others;
  }
  const cells = breaks(needed);
  return cells && { cells, rows: needed };
}
