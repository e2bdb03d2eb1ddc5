import type { Files } from './files.ts';

/** Files that give the very bytes of others where they have the same path and equal content. */
export function shareContent(files: Files, others: Files): Files {
  return {
    list: (wanted) => files.list(wanted),
    read(path, limit) {
      const bytes = files.read(path, limit);
      const known = others.read(path, limit);
      if ('unreadable' in bytes || 'unreadable' in known) return bytes;
      return Buffer.compare(bytes, known) === 0 ? known : bytes;
    },
  };
}

/** Whether two sets of files have the same paths with the same content; what cannot be read is never the same. */
export function hasSameFiles(
  files: Files,
  others: Files,
  wanted: (path: string) => boolean,
  limit: number,
): boolean {
  const [paths, known] = [files.list(wanted), others.list(wanted)];
  if (paths.length !== known.length) return false;
  const shared = shareContent(files, others);
  return paths.every(
    (path, at) => path === known[at] && shared.read(path, limit) === others.read(path, limit),
  );
}
