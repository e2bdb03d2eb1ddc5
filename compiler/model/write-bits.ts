import type { Bits } from './bits.ts';

/** Writes the cells of a set from the first up to, not including, the end: as base64, the first as the lowest bit. */
export function writeBits(bits: Bits, first: number, end: number): string {
  const size = end - first;
  const bytes = Uint8Array.from({ length: Math.ceil(size / 8) }, (_, at) => byteAt(bits, first + at * 8));
  const unused = bytes.length * 8 - size;
  const last = bytes.length - 1;
  if (unused > 0) bytes[last] = (bytes[last] ?? 0) & (255 >> unused);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Eight cells from one on, wherever in a word they begin. */
function byteAt(bits: Bits, cell: number): number {
  const [word, shift] = [cell >>> 5, cell & 31];
  const low = (bits[word] ?? 0) >>> shift;
  return (shift > 24 ? low | ((bits[word + 1] ?? 0) << (32 - shift)) : low) & 255;
}
