import { type Bits, difference, emptyBits, intersection, intersects, isEmpty } from '../../../model/bits.ts';

/**
 * The records and users that meet an alternative. Each respect in which an alternative can tell records apart is divided
 * into numbered kinds; a box says for some respects which kinds it holds, and holds every kind of all others.
 */
export type Box = ReadonlyMap<string, Bits>;

/** The space in which boxes lie. */
export interface BoxSpace {
  /** The number of kinds in each respect. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Returns false if no record and user can be in a box. */
  readonly isPossible: (box: Box) => boolean;
}

/** The number of pieces that a box is cut into at most: cutting it into more would take too long. */
export const mostPieces = 20_000;

/**
 * Returns true if boxes together hold all that a box holds: the part of it that lies outside of the first of them must be
 * covered by the others. What is not possible need not be covered. Returns false if the budget of pieces is used up before
 * that is known.
 */
export function isCovered(
  box: Box,
  boxes: readonly Box[],
  space: BoxSpace,
  budget: { left: number },
): boolean {
  const { sizes } = space;
  if (!space.isPossible(box)) return true;
  const near = boxes.filter((one) => hasOverlap(one, box));
  if (near.some((one) => isContaining(one, box, sizes))) return true;
  budget.left--;
  const [first, ...rest] = near;
  if (!first || budget.left < 0) return false;
  const inside = new Map(box);
  for (const [respect, allowed] of first) {
    const mine = inside.get(respect) ?? makeAllBits(sizes.get(respect) ?? 0);
    const outside = difference(mine, allowed);
    if (isEmpty(outside)) continue;
    if (!isCovered(new Map(inside).set(respect, outside), rest, space, budget)) return false;
    inside.set(respect, intersection(mine, allowed));
  }
  return true;
}

function hasOverlap(one: Box, other: Box): boolean {
  for (const [respect, allowed] of one) {
    const others = other.get(respect);
    if (others && !intersects(allowed, others)) return false;
  }
  return true;
}

function isContaining(outer: Box, inner: Box, sizes: ReadonlyMap<string, number>): boolean {
  for (const [respect, allowed] of outer) {
    const mine = inner.get(respect) ?? makeAllBits(sizes.get(respect) ?? 0);
    if (!isEmpty(difference(mine, allowed))) return false;
  }
  return true;
}

function makeAllBits(size: number): Bits {
  const bits = emptyBits(size).fill(0xffffffff);
  const over = size & 31;
  if (over > 0) bits[bits.length - 1] = 2 ** over - 1;
  return bits;
}
