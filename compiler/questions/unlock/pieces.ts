import { add, type Bits, has, union } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { type Place, valueIn } from '../../model/document.ts';
import { readSaying } from '../../model/layer.ts';
import type { LayerName } from '../../model/matrix.ts';
import type { Layer, Role, Seat, UserType } from '../../model/policy.ts';
import { writeValueAt } from './raise-layer.ts';

/** One of the edits that would allow a cell. */
export interface Unlock {
  /** The layer whose refusal the edit lifts; `requires` if the edit is for a prerequisite. */
  readonly layer: LayerName;
  /** The place of the edit. */
  readonly at: Place;
  /** A sentence that a person can act on, with the YAML to write. */
  readonly edit: string;
  readonly change: UnlockChange;
}

/** An edit for programs: a value to write at a place, a role to clone with another cap, or a role to assign. */
export type UnlockChange =
  | { readonly kind: 'write'; readonly at: Place; readonly value: unknown }
  | { readonly kind: 'clone'; readonly userType: UserType; readonly seats: readonly Seat[] }
  | { readonly kind: 'assign'; readonly role: Role }
  | { readonly kind: 'none' };

/** An edit with the cells that it is for. */
export interface Piece extends Unlock {
  readonly cells: readonly Cell[];
}

/** Returns true if two places are in the same document. */
const isSameDocument = ({ document: one }: Place, { document: other }: Place): boolean =>
  one.source.path === other.source.path && one.index === other.index;

/** Returns the value at a place after edits were made; undefined if none of them writes there. */
export function valueAfter(at: Place, pieces: readonly Piece[]): unknown {
  let value: unknown;
  for (const { change } of pieces) {
    if (change.kind !== 'write' || !isSameDocument(change.at, at)) continue;
    if (!at.path.every((step, index) => change.at.path[index] === step)) continue;
    value = writeValueAt(value ?? valueIn(at), change.at.path.slice(at.path.length), change.value);
  }
  return value;
}

/** Returns the cells of a catalog that a layer holds after edits were made, none of which takes any away. */
export function heldAfter(layer: Layer, cells: readonly Cell[], pieces: readonly Piece[]): Bits {
  const value = valueAfter(layer.at, pieces);
  if (value === undefined) return layer.held;
  const held = union(layer.held, layer.held);
  for (const cell of cells)
    if (!has(held, cell.index) && readSaying(value, cell).holds) add(held, cell.index);
  return held;
}
