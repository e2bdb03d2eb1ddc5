/** Compares texts by code unit, an order that is the same on every machine. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Compares texts by code point, as databases compare UTF-8; the operator `<` of JavaScript compares code units. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return inOrder(x) - inOrder(y);
  }
  return a.length - b.length;
}

/** Maps code units to numbers in the order of code points: surrogates, which stand for the highest, come last. */
const inOrder = (unit: number): number =>
  unit < 0xd800 ? unit : unit > 0xdfff ? unit - 0x800 : unit + 0x2000;
