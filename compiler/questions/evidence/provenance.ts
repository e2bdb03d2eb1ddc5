import type { Cell } from '../../model/catalog.ts';
import type { Place } from '../../model/document.ts';
import type { Matrix, Row, Trail } from '../../model/matrix.ts';

/** The places in the policies by which a role has a permission, one for each of the three layers. */
export interface Provenance {
  readonly trail: Trail;
  readonly role?: Place;
  readonly cap?: Place;
  readonly ceiling?: Place;
}

/** Reads the provenance of a permission off its trail. */
export function readProvenance(matrix: Matrix, row: Row, cell: Cell): Provenance {
  const trail = matrix.trailOf(row, cell);
  const at = new Map(trail.verdicts.map((verdict) => [verdict.layer, verdict.at]));
  const [role, cap, ceiling] = [at.get('role'), at.get('userType'), at.get('tenant')];
  return { trail, ...(role && { role }), ...(cap && { cap }), ...(ceiling && { ceiling }) };
}
