import type { Related } from '../../diagnostics/diagnostic.ts';
import { placeIn, spanOf } from '../../model/document.ts';
import type { Seat, Tenant } from '../../model/policy.ts';

/** A seat that belongs to a package. */
type PackagedSeat = Seat & { readonly package: string };

/** Lists those of some seats whose package a tenant has not bought. */
export const listUnboughtSeats = (
  seats: readonly Seat[],
  { packages }: Pick<Tenant, 'packages'>,
): readonly PackagedSeat[] =>
  seats.filter((seat): seat is PackagedSeat => seat.package !== undefined && !packages.has(seat.package));

/** Returns the place where a tenant says what it has bought. */
export function relatePackages({ name, at, packages }: Pick<Tenant, 'name' | 'at' | 'packages'>): Related {
  if (packages.size === 0) return { at: spanOf(at), note: `\`${name}\` has bought no package` };
  return { at: spanOf(placeIn(at.document, ['packages'])), note: `what \`${name}\` has bought` };
}
