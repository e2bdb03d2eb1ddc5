import type { Bits } from './bits.ts';

/** Writes the cells of a set from the first up to, not including, the end: as base64, the first as the lowest bit. */
export function writeBits(bits: Bits, first: number, end: number): string {
  let bytes = '';
  for (let cell = first; cell < end; cell += 8)
    bytes += String.fromCharCode(byteAt(bits, cell) & (255 >> Math.max(0, cell + 8 - end)));
  return btoa(bytes);
}

/** Returns the byte of the eight cells from one on, wherever in a word they begin. */
function byteAt(bits: Bits, cell: number): number {
  const [word, shift] = [cell >>> 5, cell & 31];
  const low = (bits[word] ?? 0) >>> shift;
  return (shift > 24 ? low | ((bits[word + 1] ?? 0) << (32 - shift)) : low) & 255;
}
