/** A value that nobody can change any more, with all that is in it: what is checked once and read again and again. */
export function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null)
    for (const part of Object.values(Object.freeze(value))) frozen(part);
  return value;
}
