import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Artifact } from '../../model/artifact.ts';
import { isSameText } from '../../text/line-ends.ts';

/** How a folder differs from the artifacts that belong into it; every list is sorted. */
export interface Comparison {
  /** How many artifacts there are. */
  readonly files: number;
  /** How large they are together. */
  readonly bytes: number;
  readonly missing: readonly string[];
  readonly different: readonly string[];
  /** What lies in the folder and is no artifact. */
  readonly orphans: readonly string[];
}

/** Is given every artifact; the next one is made when it is done. */
export type EachArtifact = (path: string, bytes: Uint8Array) => Promise<void>;

/**
 * Compares a folder with artifacts, holding one of them at a time: a file that a checkout gave other line ends is the
 * same. A folder that does not exist is empty.
 */
export async function compare(
  folder: string,
  artifacts: Iterable<Artifact>,
  each: EachArtifact,
): Promise<Comparison> {
  const present = filesIn(folder);
  const missing: string[] = [];
  const different: string[] = [];
  let files = 0;
  let bytes = 0;
  for (const { path: file, content } of artifacts) {
    const wanted = Buffer.from(content);
    const isFile = present.get(file);
    present.delete(file);
    if (isFile === undefined) missing.push(file);
    else if (!isFile || !isSameText(wanted, readFileSync(path.join(folder, file)))) different.push(file);
    files++;
    bytes += wanted.length;
    await each(file, wanted);
  }
  return {
    files,
    bytes,
    missing: missing.sort(),
    different: different.sort(),
    orphans: [...present.keys()].sort(),
  };
}

/** All but the folders in a folder, by path from there, and whether they are plain files. */
function filesIn(folder: string): Map<string, boolean> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => [
        path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'),
        entry.isFile(),
      ]),
  );
}
