import type { Bits } from '../../model/bits.ts';
import type { Catalog, Cell } from '../../model/catalog.ts';
import { ceilingOf } from '../../model/ceiling.ts';
import { findEffective } from '../../model/find-effective.ts';
import { findHeldInCeilings } from '../../model/mask.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Policy, Role, Tenant } from '../../model/policy.ts';
import { findOrMake } from '../../text/find-or-make.ts';
import { findMissing, findRefusingVerdict, makeTrail } from './trail.ts';

/**
 * Decides every cell of every role in every tenant, by section 7 of the language: what role, cap and
 * ceiling hold together, less whatever lacks a prerequisite. What `findKnown` returns reads what was decided before, when
 * somebody asks.
 */
export function resolve(
  policy: Policy,
  findKnown: (tenant: Tenant, role: Role) => (() => Bits) | undefined = () => undefined,
): Matrix {
  const prepare = rememberEffective();
  const rows = policy.tenants.flatMap((tenant) => {
    const findOnce = prepare(tenant);
    return tenant.roles.map((role): Row => {
      const known = findKnown(tenant, role);
      if (known)
        return {
          tenant,
          role,
          get effective() {
            return known();
          },
        };
      const effective =
        role.tenant === undefined
          ? findOnce(role)
          : findEffective(tenant.catalog, findHeldInCeilings(role, tenant));
      return { tenant, role, effective };
    });
  });
  return {
    policy,
    rows,
    trailOf: (row, cell) => makeTrail(row, findCellIn(row, cell), row.tenant.catalog),
    refusalOf: (row, cell) => findRefusingVerdict(row, findCellIn(row, cell), row.tenant.catalog),
    effectiveOf: (held, { catalog }) => findEffective(catalog, held),
    missingOf: (row, cell) => findMissing(row, findCellIn(row, cell)),
  };
}

/**
 * Returns a function that prepares deciding what is effective of shared roles in a tenant: once for all tenants with equal
 * ceilings, and once for equal sets. Many tenants have few distinct ceilings.
 */
function rememberEffective(): (tenant: Tenant) => (role: Role) => Bits {
  const known = new Map<Catalog, KnownEffects>();
  const byCeilingItself = new WeakMap<Bits, Map<Role, Bits>>();
  return (tenant) => {
    const { catalog } = tenant;
    const { byCeiling, bySet } = findOrMake(known, catalog, makeKnownEffects);
    const ceiling = ceilingOf(tenant, {});
    const ofRoles =
      byCeilingItself.get(ceiling) ?? findOrMake(byCeiling, ceiling.join(), () => new Map<Role, Bits>());
    byCeilingItself.set(ceiling, ofRoles);
    return (role) =>
      findOrMake(ofRoles, role, () => {
        const held = findHeldInCeilings(role, tenant);
        return findOrMake(bySet, held.join(), () => findEffective(catalog, held));
      });
  };
}

/** The effects of shared roles that were decided: by the ceiling of a tenant and the role, and by what is held together. */
interface KnownEffects {
  readonly byCeiling: Map<string, Map<Role, Bits>>;
  readonly bySet: Map<string, Bits>;
}

const makeKnownEffects = (): KnownEffects => ({ byCeiling: new Map(), bySet: new Map() });

/** Returns a cell as it is in the tenant of a row, whose own properties belong to the cell's model too. */
const findCellIn = ({ tenant }: Row, cell: Cell): Cell => tenant.catalog.cells[cell.index] ?? cell;
