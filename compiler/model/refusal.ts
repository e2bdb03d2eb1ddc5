import type { Cell } from './catalog.ts';
import type { Place } from './document.ts';
import { findRefusingLayer, type LayerName, type Matrix, type Row } from './matrix.ts';

/** The reason why a cell is not effective: the layer that refuses it, or that refuses one of its prerequisites. */
export interface Refusal {
  /** The cell that the layer refuses: the one in question, or one that it requires. */
  readonly cell: Cell;
  readonly layer: LayerName;
  /** The prerequisites that lead from the cell in question to the refused one. */
  readonly steps: readonly { readonly of: Cell; readonly needs: Cell; readonly at: Place }[];
}

/** Finds the layer that refuses a cell which is not effective, or refuses one of its prerequisites. */
export function findRefusal(matrix: Matrix, row: Row, deniedCell: Cell): Refusal {
  const steps: { readonly of: Cell; readonly needs: Cell; readonly at: Place }[] = [];
  const seen = new Set<Cell>();
  let cell = deniedCell;
  let layer = findRefusingLayer(row, cell) ?? 'requires';
  while (layer === 'requires') {
    seen.add(cell);
    const choices = matrix.missingOf(row, cell).flatMap(({ oneOf, at }) => {
      const open = oneOf.flatMap((needs) => {
        const by = findRefusingLayer(row, needs);
        return by && !seen.has(needs) ? [{ needs, at, by }] : [];
      });
      // Of several that would each do, one that all layers hold is nearest to being effective.
      const near = oneOf.length > 1 ? open.filter(({ by }) => by === 'requires') : [];
      return near.length > 0 ? near : open;
    });
    const next = choices.find(({ by }) => by !== 'requires') ?? choices[0];
    if (!next) break;
    steps.push({ of: cell, needs: next.needs, at: next.at });
    cell = next.needs;
    layer = next.by;
  }
  return { cell, layer, steps };
}
