import {
  type Files,
  isNotUtf8,
  refuseSize,
  type Unreadable,
  unreadableLink,
  unreadableName,
  unreadableSubmodule,
} from '../../text/files.ts';
import { type HistoryStep, noMode, splitFields } from './parse-history.ts';
import { type Run, textOf } from './run-git.ts';

/** A file in a tree of git. `size` is the number of bytes of its blob. */
export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly hash: string;
  readonly size: number;
}

/** Reads the output of `git ls-tree -z -l`. */
export function parseTree(listing: Buffer): readonly TreeEntry[] {
  return splitFields(listing)
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', , hash = '', size = ''] = line.slice(0, tab).split(/ +/);
      return { path: line.slice(tab + 1), mode, hash, size: Number(size) || 0 };
    });
}

/** The entries of a tree that are no files, by their mode, with the reason for which they are not read. */
const unreadableModes: Readonly<Record<string, Unreadable>> = {
  '120000': unreadableLink,
  '160000': unreadableSubmodule,
};

/** Returns true if an entry of a tree is no file. It is listed all the same, so that it does not go unnoticed. */
export const isUnreadableEntry = ({ mode }: TreeEntry): boolean => mode in unreadableModes;

/** Returns the files of a tree. Reading one reads all of `together` that were listed, in one run of git. */
export function openTree(
  entries: readonly TreeEntry[],
  blobs: Map<string, Uint8Array>,
  run: Run,
  together: readonly TreeEntry[] = entries,
): Files {
  const entryOf = new Map(entries.map((entry) => [entry.path, entry]));
  let isListed = (_: TreeEntry): boolean => false;
  return {
    list(wanted) {
      isListed = (entry) => wanted(entry.path) || isUnreadableEntry(entry);
      return entries
        .filter(isListed)
        .map((entry) => entry.path)
        .sort();
    },
    read(file, limit) {
      const entry = entryOf.get(file);
      if (!entry) return { unreadable: 'there is no such file' };
      const reason = unreadableModes[entry.mode];
      if (reason !== undefined) return reason;
      if (isNotUtf8(entry.path)) return unreadableName;
      if (entry.size > limit) return refuseSize(entry.size, limit);
      if (!blobs.has(entry.hash)) readBlobs([entry, ...together.filter(isListed)], limit, blobs, run);
      return blobs.get(entry.hash) ?? refuseMissing(entry);
    },
  };
}

const refuseMissing = ({ hash }: TreeEntry): Unreadable => ({
  unreadable: `the repository does not have its content, object ${hash.slice(0, 12)}`,
});

/** Returns the sizes of the blobs that the steps of a history replace or delete, by hash. */
export function readSizes(steps: readonly HistoryStep[], run: Run): ReadonlyMap<string, number> {
  const hashes = new Set(
    steps.flatMap(({ changes }) =>
      changes.flatMap(({ before: { mode, hash } }) =>
        mode === noMode || mode in unreadableModes ? [] : [hash],
      ),
    ),
  );
  if (hashes.size === 0) return new Map();
  const input = [...hashes].map((hash) => `${hash}\n`).join('');
  const lines = textOf(run(['cat-file', '--batch-check=%(objectname) %(objectsize)'], { input })).split('\n');
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1]) || 0]));
}

/** The most bytes of blobs that are read in one run of git. */
const batchBytes = 64 * 1024 * 1024;

/** Reads the blobs of entries that are not known yet, as many as fit, in one run of git. */
function readBlobs(
  entries: readonly TreeEntry[],
  limit: number,
  blobs: Map<string, Uint8Array>,
  run: Run,
): void {
  const hashes = new Set<string>();
  let bytes = 0;
  for (const { hash, mode, size } of entries) {
    if (mode in unreadableModes || size > limit || blobs.has(hash) || hashes.has(hash)) continue;
    bytes += size;
    if (bytes > batchBytes && hashes.size > 0) break;
    hashes.add(hash);
  }
  const output = run(['cat-file', '--batch'], { input: [...hashes].map((hash) => `${hash}\n`).join('') });
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    if (end === -1) break;
    const [hash = '', type, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (type !== 'blob') continue;
    const length = Number(size);
    blobs.set(hash, output.subarray(at, at + length));
    at += length + 1;
  }
}
