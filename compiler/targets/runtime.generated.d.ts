/** The files of the written package that are the same for every catalog, by path: `index.js`, `lib/sql.js`. */
export const files: Readonly<Record<string, string>>;
