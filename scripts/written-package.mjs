/**
 * Stands in the place of `runtime.generated.js` in the command: reads the files from the folder in which the build leaves
 * them. As texts of a script they would be parsed, decoded and encoded in each run.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The digest of each file by its path, which the build fills in. @type {Readonly<Record<string, string>>} */
const digests = process.env.PLAFOND_RUNTIME_DIGESTS;

export const runtimePaths = Object.keys(digests);

/** Reads a file; one that was damaged since it was built is never written into a package. @param {string} path */
export function readRuntimeFile(path) {
  const bytes = readFileSync(new URL(`runtime/${path}`, import.meta.url));
  if (createHash('sha256').update(bytes).digest('hex') !== digests[path])
    throw new Error(`dist/runtime/${path} is not the file that was built: install plafond anew`);
  return {
    path,
    bytes,
    get content() {
      return bytes.toString();
    },
  };
}
