import type { Files } from './files.ts';

/** The files below a folder as if the folder had another name, so that where it lies on a machine does not show. */
export function rooted(files: Files, folder: string, name: string): Files {
  const inside = folder === '.' || folder === '' ? '' : `${folder.replace(/\/$/, '')}/`;
  const outer = (file: string) => `${inside}${file.slice(name.length + 1)}`;
  return {
    list: (wanted) => files.list(wanted).map((file) => `${name}/${file.slice(inside.length)}`),
    read: (file, limit) => files.read(outer(file), limit),
  };
}
