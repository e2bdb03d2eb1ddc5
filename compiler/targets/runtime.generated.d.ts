import type { EncodedArtifact } from '../model/artifact.ts';

/** The paths of the files of the written package that are the same for every catalog, sorted: `index.js`, `lib/sql.js`. */
export const runtimePaths: readonly string[];

/** Reads one of these files. */
export function readRuntimeFile(path: string): EncodedArtifact;
