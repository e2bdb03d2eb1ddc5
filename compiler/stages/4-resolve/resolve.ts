import type { Bits } from '../../model/bits.ts';
import type { Catalog, Cell } from '../../model/catalog.ts';
import { findEffective } from '../../model/find-effective.ts';
import { findHeldInCeilings } from '../../model/mask.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Policy, Role, Tenant } from '../../model/policy.ts';
import { findMissing, findRefusingVerdict, makeTrail } from './trail.ts';

/**
 * Decides every cell of every role in every tenant, by section 7 of the language: what role, cap and
 * ceiling hold together, less whatever lacks a prerequisite. What `findKnown` returns was decided before.
 */
export function resolve(
  policy: Policy,
  findKnown: (tenant: Tenant, role: Role) => Bits | undefined = () => undefined,
): Matrix {
  const findOnce = rememberEffective();
  const rows = policy.tenants.flatMap((tenant) =>
    tenant.roles.map((role): Row => {
      const known = findKnown(tenant, role);
      if (known) return { tenant, role, effective: known };
      const held = findHeldInCeilings(role, tenant);
      const effective =
        role.tenant === undefined ? findOnce(tenant.catalog, held) : findEffective(tenant.catalog, held);
      return { tenant, role, effective };
    }),
  );
  return {
    policy,
    rows,
    trailOf: (row, cell) => makeTrail(row, findCellIn(row, cell), row.tenant.catalog),
    refusalOf: (row, cell) => findRefusingVerdict(row, findCellIn(row, cell), row.tenant.catalog),
    effectiveOf: (held, { catalog }) => findEffective(catalog, held),
    missingOf: (row, cell) => findMissing(row, findCellIn(row, cell)),
  };
}

/** Returns a `findEffective` that decides equal sets once: many tenants have few distinct ceilings for a shared role. */
function rememberEffective(): (catalog: Catalog, held: Bits) => Bits {
  const known = new WeakMap<Catalog, Map<string, Bits>>();
  return (catalog, held) => {
    const ofCatalog = known.get(catalog) ?? new Map<string, Bits>();
    known.set(catalog, ofCatalog);
    const key = held.join();
    const effective = ofCatalog.get(key) ?? findEffective(catalog, held);
    ofCatalog.set(key, effective);
    return effective;
  };
}

/** Returns a cell as it is in the tenant of a row, whose own properties belong to the cell's model too. */
const findCellIn = ({ tenant }: Row, cell: Cell): Cell => tenant.catalog.cells[cell.index] ?? cell;
