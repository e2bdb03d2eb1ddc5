import type { Files } from './files.ts';

/** Returns the files below a folder as if the folder had another name, so that its place on a machine does not show. */
export function renameRoot(files: Files, folder: string, name: string): Files {
  const [inside, shown] = [beginningOf(folder), beginningOf(name)];
  const outer = (file: string) => (file.startsWith(shown) ? `${inside}${file.slice(shown.length)}` : file);
  // A path above the folder, as that of a link on the way to it, stays.
  const inner = (file: string) => (file.startsWith(inside) ? `${shown}${file.slice(inside.length)}` : file);
  return {
    list: (wanted) => files.list((file) => wanted(inner(file))).map(inner),
    read: (file, limit) => files.read(outer(file), limit),
  };
}

const beginningOf = (folder: string): string =>
  folder === '.' || folder === '' ? '' : `${folder.replace(/\/$/, '')}/`;
