/** A set of cells: bit `index` of the words is one cell of the catalog. */
export type Bits = Uint32Array;

/** Returns an empty set over `size` cells. */
export const emptyBits = (size: number): Bits => new Uint32Array((size + 31) >>> 5);

/** Returns true if a cell is in the set. */
export const has = (bits: Bits, index: number): boolean =>
  (((bits[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;

/** Adds a cell, in place. */
export function add(bits: Bits, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
}

/** Takes a cell away, in place. */
export function remove(bits: Bits, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) & ~(1 << (index & 31));
}

/** Adds every cell of `more` to `bits`, in place. */
export function addAll(bits: Bits, more: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) | (more[word] ?? 0);
}

/** Adds the cells that are in all of three sets to `bits`, in place. */
export function addShared(bits: Bits, one: Bits, other: Bits, third: Bits): void {
  for (let word = 0; word < bits.length; word++)
    bits[word] = (bits[word] ?? 0) | ((one[word] ?? 0) & (other[word] ?? 0) & (third[word] ?? 0));
}

/** Takes every cell that is not in `others` from `bits`, in place. */
export function keepShared(bits: Bits, others: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) & (others[word] ?? 0);
}

/** Takes every cell of `less` from `bits`, in place. */
export function removeAll(bits: Bits, less: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) & ~(less[word] ?? 0);
}

// `map` of a typed array takes ten times as long as a loop.

/** Returns the cells that are in either set. A set over the catalog is shorter than one with a tenant's own cells. */
export function union(a: Bits, b: Bits): Bits {
  const [longer, other] = a.length < b.length ? [b, a] : [a, b];
  const both = longer.slice();
  addAll(both, other);
  return both;
}

/** Returns the cells that are in both sets. */
export function intersection(a: Bits, b: Bits): Bits {
  const common = a.slice();
  keepShared(common, b);
  return common;
}

/** Returns the cells that are in the first set and not in the second. */
export function difference(a: Bits, b: Bits): Bits {
  const rest = a.slice();
  removeAll(rest, b);
  return rest;
}

/** Returns true if every cell of the first set is in the second. */
export function isSubset(a: Bits, b: Bits): boolean {
  for (let word = 0; word < a.length; word++) if (((a[word] ?? 0) & ~(b[word] ?? 0)) !== 0) return false;
  return true;
}

/** Returns true if no cell is in the set. */
export function isEmpty(bits: Bits): boolean {
  for (let word = 0; word < bits.length; word++) if (bits[word] !== 0) return false;
  return true;
}

/** Returns true if the two sets share a cell. */
export function intersects(a: Bits, b: Bits): boolean {
  for (let word = 0; word < a.length; word++) if (((a[word] ?? 0) & (b[word] ?? 0)) !== 0) return true;
  return false;
}

/** Lists the indices of the cells in a set, ascending. */
export function listIndices(bits: Bits): readonly number[] {
  const indices: number[] = [];
  for (let word = 0; word < bits.length; word++) {
    for (let rest = bits[word] ?? 0; rest !== 0; rest &= rest - 1)
      indices.push((word << 5) + 31 - Math.clz32(rest & -rest));
  }
  return indices;
}

/** Counts the cells in a set. */
export function countBits(bits: Bits): number {
  let size = 0;
  for (const word of bits) for (let rest = word; rest !== 0; rest &= rest - 1) size++;
  return size;
}

/** A set that has cells in few of its words: the place of each of these, and behind it the word. */
export type SparseBits = readonly number[];

/** Makes a sparse set of some cells. */
export function makeSparse(cells: readonly number[]): SparseBits {
  const words = new Map<number, number>();
  for (const cell of cells) words.set(cell >>> 5, (words.get(cell >>> 5) ?? 0) | (1 << (cell & 31)));
  return [...words].flat();
}

/** Returns true if a set shares a cell with a sparse one. */
export function intersectsSparse(bits: Bits, sparse: SparseBits): boolean {
  for (let at = 0; at < sparse.length; at += 2)
    if (((bits[sparse[at] ?? 0] ?? 0) & (sparse[at + 1] ?? 0)) !== 0) return true;
  return false;
}

/** Returns true if a set holds what a sparse one shares with `among`. */
export function coversSparse(bits: Bits | undefined, sparse: SparseBits, among: Bits): boolean {
  for (let at = 0; at < sparse.length; at += 2) {
    const place = sparse[at] ?? 0;
    if (((among[place] ?? 0) & (sparse[at + 1] ?? 0) & ~(bits?.[place] ?? 0)) !== 0) return false;
  }
  return true;
}

/** Adds what a sparse set shares with `among`, in place. */
export function addSparse(bits: Bits, sparse: SparseBits, among: Bits): void {
  for (let at = 0; at < sparse.length; at += 2) {
    const place = sparse[at] ?? 0;
    bits[place] = (bits[place] ?? 0) | ((among[place] ?? 0) & (sparse[at + 1] ?? 0));
  }
}
