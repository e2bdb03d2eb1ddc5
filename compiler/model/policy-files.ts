/** The size up to which a policy file is read, in bytes; a list of forty thousand users still fits. */
export const fileLimit = 4 * 1024 * 1024;

/** Returns true if a path is that of a policy file: `*.yaml` or `*.yml`, at any depth. */
export const isPolicyFile = (path: string): boolean => /\.ya?ml$/i.test(path);

/** Returns true if a path is that of a table. */
export const isTable = (path: string): boolean => /\.csv$/i.test(path);

/** Returns true if a file can be read as a part of the policies: a policy file, or a table that one may name. */
export const isSourceFile = (path: string): boolean => isPolicyFile(path) || isTable(path);
