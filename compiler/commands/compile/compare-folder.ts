import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Artifact } from '../../model/artifact.ts';
import { isSameText } from '../../text/line-ends.ts';

/** The differences between a folder and the artifacts that belong into it; every list is sorted. */
export interface FolderComparison {
  /** The number of artifacts. */
  readonly files: number;
  /** The size of all artifacts together. */
  readonly bytes: number;
  readonly missing: readonly string[];
  readonly different: readonly string[];
  /** The files in the folder that are no artifact. */
  readonly orphans: readonly string[];
}

/** A function that is called with every artifact; the next artifact is made when it is done. */
export type EachArtifact = (path: string, bytes: Uint8Array) => Promise<void>;

/**
 * Compares a folder with artifacts, holding one of them in memory at a time. A file that differs only in the line ends
 * that a checkout gave it is the same. A folder that does not exist is empty.
 */
export async function compareFolder(
  folder: string,
  artifacts: Iterable<Artifact>,
  each: EachArtifact,
): Promise<FolderComparison> {
  const present = listEntries(folder);
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

/** Returns everything below a folder that is no folder itself, by its path from there: true for a plain file. */
export function listEntries(folder: string): Map<string, boolean> {
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
