import { hashContent } from '../../io/hash-content.ts';
import { fileLimit, isPolicyFile, isSourceFile } from '../../model/policy-files.ts';
import type { PageTree, ServedTree } from '../../print/explorer/page-data.ts';
import type { Files, Unreadable } from '../../text/files.ts';
import { unifyLineEnds } from '../../text/line-ends.ts';
import { renameRoot } from '../../text/rename-root.ts';

/** Returns the files of a policies folder under paths that are relative to it. */
export const openInside = (files: Files, policies: string): Files => renameRoot(files, policies, '.');

/**
 * Reads policies into a tree for a file that is sent around: the policy files and, of the tables, those that they name, whose
 * paths are in `used`. Other line ends are the same bytes there.
 */
export function makeTree(files: Files, name: string, used: ReadonlySet<string>): PageTree {
  const wanted: Files = {
    list: (isWanted) => files.list(isWanted).filter((file) => isPolicyFile(file) || used.has(file)),
    read(file, limit) {
      const content = files.read(file, limit);
      return 'unreadable' in content ? content : unifyLineEnds(content);
    },
  };
  const { texts, bytes, unreadable } = readAll(wanted);
  return makeShape(name, texts, bytes, unreadable);
}

/** Returns files, and the paths of those that are read there. */
export function recordReads(files: Files): { readonly files: Files; readonly read: ReadonlySet<string> } {
  const read = new Set<string>();
  return { files: { ...files, read: (file, limit) => files.read(read.add(file) && file, limit) }, read };
}

/** Reads a tree with the digests by which edits are held to what they started from. */
export function makeServedTree(files: Files, name: string): ServedTree {
  const { texts, bytes, unreadable, digests } = readAll(files);
  const digest = hashContent(JSON.stringify([[...digests], [...unreadable]]));
  return {
    ...makeShape(name, texts, bytes, unreadable),
    digest,
    digests: Object.fromEntries(digests),
  };
}

function readAll(files: Files) {
  const texts = new Map<string, string>();
  const bytes = new Map<string, string>();
  const digests = new Map<string, string>();
  const unreadable = new Map<string, Unreadable>();
  for (const file of files.list(isSourceFile)) {
    const content = files.read(file, fileLimit);
    if ('unreadable' in content) {
      unreadable.set(file, content);
      continue;
    }
    const text = decodeText(content);
    digests.set(file, hashContent(content));
    if (text === undefined) bytes.set(file, Buffer.from(content).toString('base64'));
    else texts.set(file, text);
  }
  return { texts, bytes, digests, unreadable };
}

/** Returns a text that encodes to the same bytes, a byte order mark included; undefined if there is none. */
function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function makeShape(
  name: string,
  texts: ReadonlyMap<string, string>,
  bytes: ReadonlyMap<string, string>,
  unreadable: ReadonlyMap<string, Unreadable>,
): PageTree {
  return {
    name,
    files: Object.fromEntries(texts),
    ...(bytes.size > 0 && { bytes: Object.fromEntries(bytes) }),
    ...(unreadable.size > 0 && { unreadable: Object.fromEntries(unreadable) }),
  };
}
