import type { Bits } from '../../model/bits.ts';
import type { Prerequisite } from '../../model/catalog.ts';
import { type Json, writeCanonicalJson } from '../../text/json.ts';

/** Numbers things in the order in which they come, equal ones alike. */
export function numberThings<T, J extends Json>(jsonOf: (thing: T) => J) {
  const all: J[] = [];
  const byText = new Map<string, number>();
  const byThing = new Map<T, number>();
  return {
    all,
    of(thing: T): number {
      const known = byThing.get(thing);
      if (known !== undefined) return known;
      const json = jsonOf(thing);
      const text = writeCanonicalJson(json);
      const number = byText.get(text) ?? all.push(json) - 1;
      byText.set(text, number);
      byThing.set(thing, number);
      return number;
    },
  };
}

/** Writes the cells of a set from the first up to, not including, the end: as base64, the first as the lowest bit. */
export function writeBits(bits: Bits, first: number, end: number): string {
  const size = end - first;
  const bytes = Uint8Array.from({ length: Math.ceil(size / 8) }, (_, at) => byteAt(bits, first + at * 8));
  const unused = bytes.length * 8 - size;
  const last = bytes.length - 1;
  if (unused > 0) bytes[last] = (bytes[last] ?? 0) & (255 >> unused);
  return Buffer.from(bytes).toString('base64');
}

/** Eight cells from one on, wherever in a word they begin. */
function byteAt(bits: Bits, cell: number): number {
  const [word, shift] = [cell >>> 5, cell & 31];
  const low = (bits[word] ?? 0) >>> shift;
  return (shift > 24 ? low | ((bits[word + 1] ?? 0) << (32 - shift)) : low) & 255;
}

/** Returns the number of a prerequisite's one cell, or the numbers of those of which one is enough. */
export function writePrerequisite({ oneOf }: Prerequisite): Json {
  const [only, more] = oneOf;
  return only && more === undefined ? only.index : oneOf.map(({ index }) => index);
}
