/** Measures an object or a list in BSON: each element has a type, a name with its end and a value. */
export function measureDocument(document: object): number {
  let bytes = 5;
  // Entries of a list are named by their places.
  for (const [key, value] of Object.entries(document))
    bytes += 2 + utf8.encode(key).length + measureValue(value);
  return bytes;
}

const utf8 = new TextEncoder();

function measureValue(value: unknown): number {
  if (typeof value === 'string') return 5 + utf8.encode(value).length;
  if (typeof value === 'boolean') return 1;
  if (Array.isArray(value)) return measureDocument(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return 8;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype ? measureDocument(value) : objectIdBytes;
}

/** The number of bytes in BSON of what the options make of digits, whatever it is in JavaScript. */
const objectIdBytes = 12;
