import { add, type Bits, emptyBits, has, intersection, removeAll, union } from './bits.ts';
import { type Catalog, type Cell, rights } from './catalog.ts';
import { ceilingOf } from './ceiling.ts';
import type { Matrix, Row } from './matrix.ts';
import type { Role, Tenant } from './policy.ts';

/** Returns the set of those cells of a catalog that pass a test. */
export function maskCells(catalog: Catalog, wanted: (cell: Cell) => boolean): Bits {
  const mask = emptyBits(catalog.cells.length);
  for (const cell of catalog.cells) if (wanted(cell)) add(mask, cell.index);
  return mask;
}

/** Lists the cells of a set, in the order of the catalog. */
export const cellsIn = (bits: Bits, catalog: Catalog): readonly Cell[] =>
  catalog.cells.filter(({ index }) => has(bits, index));

/** Returns a set without those rights on properties that permit nothing, since the set, or another, lacks the action of the same name. */
export function removeIdleRights(bits: Bits, catalog: Catalog, actions: Bits = bits): Bits {
  const live = bits.slice();
  for (const model of catalog.models) {
    for (const right of rights) {
      const action = model.actions.get(right);
      if (action && !has(actions, action.index)) removeAll(live, model.rights[right]);
    }
  }
  return live;
}

/** Returns the cells that a role holds and its user type or seats hold too; ceilings are left aside. */
export const findHeldInCap = ({ layer, cap }: Role): Bits => intersection(layer.held, cap);

/** Returns the cells that a role holds inside its cap and inside what the tenant lets through. */
export const findHeldInCeilings = (role: Role, tenant: Tenant): Bits =>
  intersection(findHeldInCap(role), ceilingOf(tenant, role));

/** Returns what a row holds inside its ceilings, whatever it lacks of prerequisites. */
export const findHeldInRow = ({ role, tenant }: Row): Bits => findHeldInCeilings(role, tenant);

/** Returns what some rows of one tenant hold together: what any of them holds inside its ceilings, less what lacks a prerequisite. */
export function uniteRows({ policy, effectiveOf }: Matrix, rows: readonly Row[]): Bits {
  const [first] = rows;
  return first
    ? effectiveOf(rows.map(findHeldInRow).reduce(union), first.tenant)
    : emptyBits(policy.catalog.cells.length);
}
