import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import type { LayerName, Matrix, Row } from '../../model/matrix.ts';

/** A cell that must become effective, and the layers that do not hold it yet. */
export interface Need {
  readonly cell: Cell;
  readonly refused: readonly Exclude<LayerName, 'requires'>[];
}

/**
 * The cells that must become effective for one to be: itself first, then what it requires, directly or not.
 * Of several that would each do, the one that the fewest layers refuse.
 */
export function needsOf(matrix: Matrix, row: Row, asked: Cell): readonly Need[] {
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
  need(asked);
  for (let choice = choices.shift(); choice; choice = choices.shift()) {
    if (choice.some((cell) => needed.has(cell))) continue;
    const [cheapest] = choice.toSorted((a, b) => refusedBy(row, a).length - refusedBy(row, b).length);
    if (cheapest) need(cheapest);
  }
  return [...needed].map((cell) => ({ cell, refused: refusedBy(row, cell) }));
}

/** The layers that do not hold a cell; a capability no layer speaks of. */
function refusedBy({ role, tenant }: Row, { index, kind }: Cell): Need['refused'] {
  if (kind === 'capability') return [];
  return [
    ...(has(role.layer.held, index) ? [] : (['role'] as const)),
    ...(has(role.cap, index) ? [] : (['userType'] as const)),
    ...(has(tenant.ceiling.held, index) ? [] : (['tenant'] as const)),
  ];
}
