import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { ceilingOf } from '../../model/ceiling.ts';
import type { LayerName, Matrix, Row } from '../../model/matrix.ts';

/** A cell that must become effective, with the layers that do not hold it yet. */
export interface Need {
  readonly cell: Cell;
  readonly refused: readonly Exclude<LayerName, 'requires'>[];
}

/**
 * Finds the cells that must become effective for one cell to be: that cell first, then its prerequisites, direct and
 * indirect. Of prerequisites that would each do, takes the one that the fewest layers refuse.
 */
export function findNeeds(matrix: Matrix, row: Row, deniedCell: Cell): readonly Need[] {
  const needed = new Set<Cell>();
  const choices: (readonly Cell[])[] = [];
  const need = (cell: Cell) => {
    if (needed.has(cell)) return;
    needed.add(cell);
    for (const { oneOf } of matrix.missingOf(row, cell)) {
      const [only, more] = oneOf;
      if (only && more === undefined) need(only);
      else choices.push(oneOf);
    }
  };
  need(deniedCell);
  for (let choice = choices.shift(); choice; choice = choices.shift()) {
    if (choice.some((cell) => needed.has(cell))) continue;
    const [cheapest] = choice.toSorted((a, b) => listRefusals(row, a).length - listRefusals(row, b).length);
    if (cheapest) need(cheapest);
  }
  return [...needed].map((cell) => ({ cell, refused: listRefusals(row, cell) }));
}

/** Returns the layers that do not hold a cell; for a capability, which no layer holds, none. */
function listRefusals({ role, tenant }: Row, { index, kind }: Cell): Need['refused'] {
  if (kind === 'capability') return [];
  return [
    ...(has(role.layer.held, index) ? [] : (['role'] as const)),
    ...(has(role.cap, index) ? [] : (['userType'] as const)),
    ...(has(ceilingOf(tenant, role), index) ? [] : (['tenant'] as const)),
  ];
}
