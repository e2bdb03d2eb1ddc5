import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KeptTenants } from '../../model/artifact.ts';
import { isSameText } from '../../text/line-ends.ts';
import { attempt } from '../attempt.ts';

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

/**
 * A function that is called with every artifact, and with whether the folder has the same bytes; the next artifact is made
 * when it is done.
 */
export type EachArtifact = (path: string, bytes: Uint8Array, isSame: boolean) => Promise<void>;

/** A file that belongs into a folder. */
export interface FileContent {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The digest of the bytes, in hex. */
  readonly sha256: string;
}

/** The files of a folder that were read and found to be as they were written. */
export interface KnownFiles {
  /** The digest of each, by its path. */
  readonly digests: ReadonlyMap<string, string>;
  /** Those of tenants for which nothing changed, which are not made again. */
  readonly kept: KeptTenants['artifacts'];
}

/**
 * Compares a folder with artifacts, holding one of them in memory at a time. A file that differs only in the line ends
 * that a checkout gave it is the same. A folder that does not exist is empty. Files that are known are not read again.
 */
export async function compareFolder(
  folder: string,
  artifacts: AsyncIterable<FileContent>,
  each: EachArtifact,
  { digests, kept }: KnownFiles = nothingKnown,
): Promise<FolderComparison> {
  const present = listEntries(folder);
  const missing: string[] = [];
  const different: string[] = [];
  let files = kept.size;
  let bytes = 0;
  for (const [file, { bytes: size }] of kept) {
    present.delete(file);
    bytes += size;
  }
  for await (const { path: file, bytes: wanted, sha256 } of artifacts) {
    const isFile = present.get(file);
    const digest = digests.get(file);
    const found = isFile && digest === undefined ? readIn(folder, file) : undefined;
    const isSame = digest === undefined ? found?.equals(wanted) === true : digest === sha256;
    present.delete(file);
    if (isFile === undefined) missing.push(file);
    else if (!isSame && (!found || !isSameText(wanted, found))) different.push(file);
    files++;
    bytes += wanted.length;
    await each(file, wanted, isSame);
  }
  return {
    files,
    bytes,
    missing: missing.sort(),
    different: different.sort(),
    orphans: [...present.keys()].sort(),
  };
}

const nothingKnown: KnownFiles = { digests: new Map(), kept: new Map() };

/** Reads a file that was just listed. Throws `MisuseError` if it may not be read, or another run has taken it away. */
const readIn = (folder: string, file: string): Buffer =>
  attempt(`cannot read \`${folder}/${file}\``, () => readFileSync(path.join(folder, file)));

/** Returns everything below a folder that is no folder itself, by its path from there: true for a plain file. */
export function listEntries(folder: string): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const list = (inner: string): void => {
    const above = path.join(folder, inner);
    const entries = attempt(`cannot read \`${above}\``, () => readdirSync(above, { withFileTypes: true }));
    for (const entry of entries) {
      const at = `${inner}${entry.name}`;
      if (entry.isDirectory()) list(`${at}/`);
      else found.set(at, entry.isFile());
    }
  };
  if (existsSync(folder)) list('');
  return found;
}
