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

/** Whether a database can hold a text: no NUL, and no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);

/** Whether a text begins like a date in ISO 8601. */
export const beginsLikeDate = (text: string): boolean => /^\d{4}-\d\d-\d\d/.test(text);

/** The instant of a date in ISO 8601, in milliseconds; without a zone it is in UTC. NaN where it is none. */
export function instantOf(text: string): number {
  const match = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!match) return Number.NaN;
  return Date.parse(match[1] !== undefined && match[2] === undefined ? `${text}Z` : text);
}

/** The instant of a `Date` of any realm, in milliseconds; nothing where a value only looks like one. */
export function instantOfDate(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
}
