import type { Files } from './files.ts';

/** The files below a folder as if the folder had another name, so that where it lies on a machine does not show. */
export function renameRoot(files: Files, folder: string, name: string): Files {
  const [inside, shown] = [beginningOf(folder), beginningOf(name)];
  const outer = (file: string) => (file.startsWith(shown) ? `${inside}${file.slice(shown.length)}` : file);
  // What lies above the folder, as a link on the way to it, keeps its path.
  const inner = (file: string) => (file.startsWith(inside) ? `${shown}${file.slice(inside.length)}` : file);
  return {
    list: (wanted) => files.list((file) => wanted(inner(file))).map(inner),
    read: (file, limit) => files.read(outer(file), limit),
  };
}

const beginningOf = (folder: string): string =>
  folder === '.' || folder === '' ? '' : `${folder.replace(/\/$/, '')}/`;
