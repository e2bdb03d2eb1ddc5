import { groupRowsByTenant } from '../../model/artifact.ts';
import { addAll, type Bits, emptyBits, intersection, isEmpty, union } from '../../model/bits.ts';
import type { Invariant } from '../../model/invariant.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Tenant, User } from '../../model/policy.ts';
import { findHeldTogether, isChecked } from './find-breach.ts';

/** A user whose roles together hold what no role may hold together, though none of them does alone. */
export interface UserBreach {
  readonly tenant: Tenant;
  readonly user: User;
  readonly cells: Bits;
  /** The rows that bring the cells together, in the order in which the user lists the roles. */
  readonly rows: readonly Row[];
}

/**
 * The users whose union of roles breaks a `mustNotTogether`. Only roles that the invariant is checked for count;
 * those that `isWaived` leaves out are told to `waived` where it takes them to break it.
 */
export function findUserBreaches(
  matrix: Matrix,
  invariant: Invariant,
  isWaived: (row: Row) => boolean,
  waived: (row: Row) => void,
): readonly UserBreach[] {
  const found: UserBreach[] = [];
  if (invariant.demand !== 'mustNotTogether') return found;
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    for (const user of tenant.users ?? []) {
      if (user.roles.length < 2) continue;
      const checked = user.roles.flatMap(
        (role) => rows.find((row) => row.role === role && isChecked(invariant, row)) ?? [],
      );
      const open = checked.filter((row) => !isWaived(row));
      const breach = breachOf(matrix, invariant, user, open);
      if (breach) found.push({ tenant, user, ...breach });
      else if (open.length < checked.length && breachOf(matrix, invariant, user, checked))
        for (const row of checked) if (isWaived(row)) waived(row);
    }
  }
  return found;
}

function breachOf(
  { policy: { catalog } }: Matrix,
  invariant: Invariant,
  user: User,
  rows: readonly Row[],
): Pick<UserBreach, 'cells' | 'rows'> | undefined {
  if (rows.length < 2 || rows.some((row) => findHeldTogether(invariant, row.effective))) return undefined;
  const inside = union(user.cap, catalog.derived);
  const held = emptyBits(catalog.cells.length);
  for (const row of rows) addAll(held, intersection(row.effective, inside));
  const cells = findHeldTogether(invariant, held);
  if (!cells) return undefined;
  return { cells, rows: rows.filter((row) => !isEmpty(intersection(row.effective, cells))) };
}
