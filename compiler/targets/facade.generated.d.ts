/** The files of `lib/` in the written package by path: the same for every catalog. */
export const files: Readonly<Record<string, string>>;
