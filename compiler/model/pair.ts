/** The names of the two things that are compared: the older, and the newer that is to take its place. */
export const sides = ['base', 'head'] as const;
/** The name of one of the two things that are compared. */
export type Side = (typeof sides)[number];

/** The two things that are compared. */
export type Pair<T> = { readonly [side in Side]: T };
