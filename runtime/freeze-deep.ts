/** Freezes a value with all that is in it, so that it can be checked once and read again and again. Returns the value. */
export function freezeDeep<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null)
    for (const part of Object.values(Object.freeze(value))) freezeDeep(part);
  return value;
}
