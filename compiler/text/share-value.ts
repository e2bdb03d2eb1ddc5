/**
 * A class of objects that inherit nothing, so that no key (`__proto__`, `constructor`) means anything but itself. `new`
 * takes a quarter of the time of `Object.create(null)`.
 */
export const Bare = function Bare() {} as unknown as { new (): Record<string, unknown> };
(Bare as unknown as { prototype: object }).prototype = Object.freeze(Object.create(null));

/**
 * The texts and short lists of texts that were read, by content: they recur by the hundred thousand, and each is kept
 * once.
 */
const texts = new Map<string, string>();
const lists = new Map<string, unknown>();
const poolLimit = 100_000;

/** Returns the text, or short list of texts, that was read before and is equal; any other value as it is. */
export function shareValue(value: unknown): unknown {
  if (typeof value === 'string') return value.length > 100 ? value : share(texts, value, value);
  if (
    !Array.isArray(value) ||
    value.length > 8 ||
    value.some((item) => typeof item !== 'string' || item.includes('\0'))
  )
    return value;
  const key = `${value.length}\0${value.join('\0')}`;
  return key.length > 100 ? value : share(lists, key, value);
}

function share<T>(pool: Map<string, T>, key: string, value: T): T {
  const known = pool.get(key);
  if (known !== undefined) return known;
  if (pool.size < poolLimit) pool.set(key, value);
  return value;
}
