import { has } from './bits.ts';
import type { Cell } from './catalog.ts';
import { placeSaying } from './layer.ts';
import type { Layer } from './policy.ts';

/**
 * Whether a layer holds a cell because it speaks of the very model, and not by a star over all of them; of a
 * module or a feature, because it names it.
 */
export function isSpokenOf(layer: Layer, cell: Cell): boolean {
  if (!has(layer.held, cell.index)) return false;
  if (has(layer.named, cell.index)) return true;
  // Reading the layer takes a parse of its text, so the text is asked first.
  if (!cell.model || !layer.at.document.source.text.includes(cell.subject)) return false;
  const { path } = placeSaying(layer, cell);
  return path[layer.at.path.length + 1] === cell.subject;
}
