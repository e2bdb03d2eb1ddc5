import { add, type Bits, emptyBits, has } from '../../model/bits.ts';
import type { Catalog, Cell } from '../../model/catalog.ts';

/** The cells of two catalogs under one numbering: those of the head first, then what only the base has. */
export interface JointCatalog {
  /** By joint number: the cell of either side, where it has one. */
  readonly cells: readonly { readonly permission: string; readonly base?: Cell; readonly head?: Cell }[];
  /** The place of each joint number when sorted by permission. */
  readonly rank: readonly number[];
  /** Returns a set of cells of one side under the joint numbering; no set is the empty set. */
  readonly fromBase: (bits: Bits | undefined) => Bits;
  readonly fromHead: (bits: Bits | undefined) => Bits;
}

/** Brings the cells of two catalogs together by permission. */
export function joinCatalogs(base: Catalog, head: Catalog): JointCatalog {
  const cells: { permission: string; base?: Cell; head?: Cell }[] = head.cells.map((cell) => {
    const other = base.cellOf.get(cell.permission);
    return { permission: cell.permission, head: cell, ...(other && { base: other }) };
  });
  const numberOf: number[] = [];
  for (const cell of base.cells) {
    const other = head.cellOf.get(cell.permission);
    numberOf.push(other ? other.index : cells.length);
    if (!other) cells.push({ permission: cell.permission, base: cell });
  }
  const rank: number[] = [];
  const sorted = [...cells.keys()].sort((a, b) => byCodeUnit(cells[a]?.permission, cells[b]?.permission));
  for (const [place, number] of sorted.entries()) rank[number] = place;
  const isSame = cells.length === head.cells.length && numberOf.every((number, index) => number === index);
  return {
    cells,
    rank,
    fromHead: (bits) => widen(bits, head.cells.length, cells.length),
    fromBase: (bits) =>
      isSame ? widen(bits, base.cells.length, cells.length) : renumber(bits, numberOf, cells.length),
  };
}

/** Returns the cells of a set below `known`, as a set of `size`: behind them come cells of tenants that are not compared. */
function widen(bits: Bits | undefined, known: number, size: number): Bits {
  const wider = emptyBits(size);
  if (!bits) return wider;
  const last = known >>> 5;
  const mask = 2 ** (known & 31) - 1;
  const isWithin = ((bits[last] ?? 0) & ~mask) === 0;
  if (bits.length === wider.length && isWithin) return bits;
  wider.set(bits.subarray(0, Math.min(wider.length, last + 1)));
  if (last < wider.length) wider[last] = (wider[last] ?? 0) & mask;
  return wider;
}

function renumber(bits: Bits | undefined, numberOf: readonly number[], size: number): Bits {
  const moved = emptyBits(size);
  if (bits) for (const [index, number] of numberOf.entries()) if (has(bits, index)) add(moved, number);
  return moved;
}

const byCodeUnit = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);
