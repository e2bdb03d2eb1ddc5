import { type Bits, has, intersects, remove, removeAll } from '../../model/bits.ts';
import { type Catalog, type Cell, gatingActionOf } from '../../model/catalog.ts';
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

/** Returns the largest set of cells that are held, or follow from others, and have their prerequisites. */
function findEffective(catalog: Catalog, held: Bits): Bits {
  const effective = held.map((word, at) => word | (catalog.derived[at] ?? 0));
  while (removeUnmet(effective, catalog) && !catalog.isOnePass);
  return effective;
}

/** Removes cells that lack a prerequisite, in place; returns false if there was none. */
function removeUnmet(effective: Bits, catalog: Catalog): boolean {
  let isChanged = false;
  for (const { actions, rights } of catalog.models) {
    for (const right of ['view', 'update'] as const) {
      const action = actions.get(right);
      if (
        action &&
        has(effective, action.index) &&
        hasCells(rights[right]) &&
        !intersects(effective, rights[right])
      ) {
        remove(effective, action.index);
        isChanged = true;
      }
    }
  }
  for (const cell of catalog.inOrder) {
    if (!has(effective, cell.index)) continue;
    const isMet =
      cell.requires.every(({ oneOf }) => oneOf.some((needed) => isEffective(effective, needed))) &&
      canExport(effective, cell);
    if (isMet) continue;
    remove(effective, cell.index);
    isChanged = true;
  }
  for (const { actions, rights } of catalog.models) {
    for (const right of ['view', 'update'] as const) {
      const action = actions.get(right);
      if (!action || has(effective, action.index) || !intersects(effective, rights[right])) continue;
      removeAll(effective, rights[right]);
      isChanged = true;
    }
  }
  return isChanged;
}

/** Returns true if a cell is effective; while actions are still being taken away, a property also needs its action. */
function isEffective(effective: Bits, cell: Cell): boolean {
  if (!has(effective, cell.index)) return false;
  if (cell.kind !== 'property') return true;
  const action = gatingActionOf(cell);
  return action !== undefined && has(effective, action.index);
}

/**
 * Returns true if an export can be effective: it shows properties, so on a model with properties it needs the model's
 * view.
 */
function canExport(effective: Bits, cell: Cell): boolean {
  if (cell.kind !== 'action' || cell.action !== 'export' || !cell.model || !hasCells(cell.model.rights.view))
    return true;
  const view = cell.model.actions.get('view');
  return view !== undefined && has(effective, view.index);
}

const hasCells = (bits: Bits): boolean => bits.some((word) => word !== 0);
