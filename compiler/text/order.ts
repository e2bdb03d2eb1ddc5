/** Compares by code unit: the one order that is the same on every machine. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Compares text by code point, as UTF-8 does and with it every database; JavaScript's `<` goes by code unit. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return inOrder(x) - inOrder(y);
  }
  return a.length - b.length;
}

/** Code units in the order of the code points they stand for: surrogates, above U+FFFF, come after all others. */
const inOrder = (unit: number): number =>
  unit < 0xd800 ? unit : unit > 0xdfff ? unit - 0x800 : unit + 0x2000;
