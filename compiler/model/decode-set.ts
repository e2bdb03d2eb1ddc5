import { type Bits, emptyBits, remove } from './bits.ts';

/** Returns the cells of a set in base64. `held` is the number of cells that the set knows, `size` the number that the result has room for. */
export function decodeSet(base64: string, held: number, size: number): Bits {
  const bits = emptyBits(size);
  const bytes = atob(base64);
  for (let at = 0; at < bytes.length; at++)
    bits[at >> 2] = (bits[at >> 2] ?? 0) | (bytes.charCodeAt(at) << ((at & 3) * 8));
  // The last byte has room for cells that the catalog does not have.
  for (let cell = held; cell < bytes.length * 8; cell++) remove(bits, cell);
  return bits;
}
