import { type Bits, difference, intersection } from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import { ceilingOf } from '../../model/ceiling.ts';
import { findHeldInCap, removeIdleRights } from '../../model/mask.ts';
import type { Role, Tenant } from '../../model/policy.ts';

/** The cells that a copy of a role can have, and those that it cannot. */
export interface CloneMeasure {
  /** The cells that the role asks for and the copy can hold, also those that the role itself does not hold. */
  readonly wanted: Bits;
  /** The cells of these that the role holds too: the copy has no others unless it is widened. */
  readonly kept: Bits;
  /** The cells that only a widened copy has. */
  readonly more: Bits;
}

/** Measures a copy of a role that can hold the cells `held`; `own` is the tenant whose own role is copied. */
export function measureClone(
  role: Role,
  held: Bits,
  catalog: Catalog,
  own: Tenant | undefined,
): CloneMeasure {
  const wanted = intersection(role.layer.held, held);
  const most = own ? intersection(findHeldInCap(role), ceilingOf(own, role)) : findHeldInCap(role);
  return {
    wanted,
    kept: intersection(wanted, most),
    more: difference(removeIdleRights(wanted, catalog), most),
  };
}

/**
 * Returns the cells inside its cap that a copy lost. A copy that is spelled out leaves out rights whose action it lacks, which
 * is no loss.
 */
export function findDropped(role: Role, copy: Role, catalog: Catalog, isSpelled: boolean): Bits {
  const counted = (bits: Bits) => (isSpelled ? removeIdleRights(bits, catalog) : bits);
  return difference(counted(findHeldInCap(role)), counted(findHeldInCap(copy)));
}
