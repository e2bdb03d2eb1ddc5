/** A map of which nothing is known but that its keys are texts. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns true if a value is a map: an object that is no list. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
