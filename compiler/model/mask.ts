import { add, type Bits, emptyBits, has, intersection, removeAll } from './bits.ts';
import { type Catalog, type Cell, rights } from './catalog.ts';
import type { Role } from './policy.ts';

/** The cells of a catalog that pass a test. */
export function maskCells(catalog: Catalog, wanted: (cell: Cell) => boolean): Bits {
  const mask = emptyBits(catalog.cells.length);
  for (const cell of catalog.cells) if (wanted(cell)) add(mask, cell.index);
  return mask;
}

/** The cells of a set, in the order of the catalog. */
export const cellsIn = (bits: Bits, catalog: Catalog): readonly Cell[] =>
  catalog.cells.filter(({ index }) => has(bits, index));

/** A set less the rights on properties whose action it lacks: what is left of it where nothing else is missing. */
export function removeIdleRights(bits: Bits, catalog: Catalog): Bits {
  const live = bits.slice();
  for (const model of catalog.models) {
    for (const right of rights) {
      const action = model.actions.get(right);
      if (action && !has(live, action.index)) removeAll(live, model.rights[right]);
    }
  }
  return live;
}

/** What a role holds inside its user type and seats, whatever a ceiling leaves of it. */
export const heldInCap = ({ layer, cap }: Role): Bits => intersection(layer.held, cap);
