import { createHash } from 'node:crypto';
import { fileLimit, isPolicyFile, isSourceFile } from '../model/policy-files.ts';
import type { Files, Remark, Unreadable } from '../text/files.ts';
import { hashContent } from './hash-content.ts';

/** Files that were read as a whole, so that nothing can change any more, with the digest of all that can be read there. */
export interface KeptFiles {
  readonly files: Files;
  readonly digest: string;
  /** The digest of each file that was read, by its path. */
  readonly digests: ReadonlyMap<string, string>;
}

/** The most bytes that are kept: with more a folder is refused when it is compiled. */
const mostBytes = 1024 * 1024 * 1024;

/**
 * Reads all files of a policies folder. The digest is of their paths, of their bytes, of the reasons for which some are not
 * read and of the remarks on them. Undefined if there is more than can be compiled.
 */
export function keepFiles(files: Files): KeptFiles | undefined {
  const listed = files.list(isSourceFile);
  const read = new Map<string, Uint8Array | Unreadable>();
  const digests = new Map<string, string>();
  const hash = createHash('sha256');
  let size = 0;
  for (const path of listed) {
    const content = files.read(path, fileLimit);
    read.set(path, content);
    if ('unreadable' in content) {
      hash.update(JSON.stringify([path, content]));
      continue;
    }
    size += content.length;
    if (size > mostBytes) return undefined;
    const digest = hashContent(content);
    digests.set(path, digest);
    hash.update(JSON.stringify([path, digest]));
  }
  // `list` gives a link under any name, so paths that are no policy files are looked up only if some file was
  // unreadable.
  const isOdd = (path: string) => !isPolicyFile(path) && 'unreadable' in (read.get(path) ?? {});
  const always = new Set(
    listed.some(isOdd) ? files.list(isPolicyFile).filter((path) => !isPolicyFile(path)) : [],
  );
  const remarksOn = (some: ReadonlySet<string>): readonly Remark[] => files.remarks?.(some) ?? [];
  hash.update(JSON.stringify([remarksOn(new Set(listed)), [...always]]));
  return {
    digest: hash.digest('hex'),
    digests,
    files: {
      list: (wanted) => listed.filter((path) => wanted(path) || always.has(path)),
      read: (path) => read.get(path) ?? { unreadable: 'there is no such file' },
      remarks: remarksOn,
    },
  };
}
