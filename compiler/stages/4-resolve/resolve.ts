import type { Cell } from '../../model/catalog.ts';
import { findEffective } from '../../model/find-effective.ts';
import { heldInCeilings } from '../../model/mask.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Policy } from '../../model/policy.ts';
import { findMissing, makeTrail } from './trail.ts';

/**
 * Decides every cell of every role in every tenant, by section 7 of the language: what role, cap and
 * ceiling hold together, less whatever lacks a prerequisite.
 */
export function resolve(policy: Policy): Matrix {
  const rows = policy.tenants.flatMap((tenant) =>
    tenant.roles.map((role): Row => {
      const effective = findEffective(tenant.catalog, heldInCeilings(role, tenant));
      return { tenant, role, effective };
    }),
  );
  return {
    policy,
    rows,
    trailOf: (row, cell) => makeTrail(row, findCellIn(row, cell), row.tenant.catalog),
    effectiveOf: (held, { catalog }) => findEffective(catalog, held),
    missingOf: (row, cell) => findMissing(row, findCellIn(row, cell)),
  };
}

/** Returns a cell as it is in the tenant of a row, whose own properties belong to the cell's model too. */
const findCellIn = ({ tenant }: Row, cell: Cell): Cell => tenant.catalog.cells[cell.index] ?? cell;
