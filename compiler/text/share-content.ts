import type { Files, Unreadable } from './files.ts';
import { isSameText } from './line-ends.ts';

/** Returns files that give the very bytes of others if these have the same path and equal text. */
export function shareContent(files: Files, others: Files): Files {
  return {
    list: (wanted) => files.list(wanted),
    read(path, limit) {
      const bytes = files.read(path, limit);
      const known = others.read(path, limit);
      return isEqual(bytes, known) ? known : bytes;
    },
  };
}

/** Returns true if two sets of files have the same paths with equal text. An unreadable file equals no other. */
export function hasSameFiles(
  files: Files,
  others: Files,
  wanted: (path: string) => boolean,
  limit: number,
): boolean {
  const [paths, known] = [files.list(wanted), others.list(wanted)];
  return (
    paths.length === known.length &&
    paths.every(
      (path, at) => path === known[at] && isEqual(files.read(path, limit), others.read(path, limit)),
    )
  );
}

const isEqual = (a: Uint8Array | Unreadable, b: Uint8Array | Unreadable): boolean =>
  !('unreadable' in a) && !('unreadable' in b) && isSameText(a, b);
