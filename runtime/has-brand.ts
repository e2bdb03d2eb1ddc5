/** Returns true if a value is an error that bears a mark, whichever copy of the error's class made it. */
export const hasBrand = (value: unknown, brand: symbol): boolean =>
  value instanceof Error && Reflect.get(value, brand) === true;
