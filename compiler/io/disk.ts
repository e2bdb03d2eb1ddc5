import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Files, tooLarge, type Unreadable } from '../text/files.ts';

/** The files below a folder on disk. Symbolic links are followed; a loop of them is an unreadable file. */
export function filesOnDisk(folder: string): Files {
  const unreadable = new Map<string, Unreadable>();
  return {
    list(wanted) {
      const found: string[] = [];
      walk(folder, [], found, unreadable, wanted);
      return found.sort();
    },
    read(file, limit) {
      const known = unreadable.get(file);
      if (known) return known;
      try {
        const status = statSync(file);
        if (!status.isFile()) return { unreadable: 'it is neither a file nor a folder' };
        if (status.size > limit) return tooLarge(status.size, limit);
        return readFileSync(file);
      } catch (error) {
        return { unreadable: reasonOf(error) };
      }
    },
  };
}

function walk(
  folder: string,
  above: readonly string[],
  found: string[],
  unreadable: Map<string, Unreadable>,
  wanted: (path: string) => boolean,
): void {
  const give = (at: string, reason: string) => {
    found.push(at);
    unreadable.set(at, { unreadable: reason });
  };
  let names: string[];
  let real: string;
  try {
    real = realpathSync(folder);
    if (above.includes(real)) {
      give(folder, 'it is a symbolic link to a folder that contains it');
      return;
    }
    names = readdirSync(folder);
  } catch (error) {
    give(folder, reasonOf(error));
    return;
  }
  for (const name of names) {
    const at = path.posix.join(folder, name);
    let isFolder = false;
    try {
      isFolder = statSync(at).isDirectory();
    } catch (error) {
      if (wanted(at) || isBrokenFolderLink(at)) give(at, reasonOf(error));
      continue;
    }
    if (isFolder) walk(at, [...above, real], found, unreadable, wanted);
    else if (wanted(at)) found.push(at);
  }
}

/** A dangling link without an extension was meant to be a folder; a lost folder must not go unnoticed. */
function isBrokenFolderLink(at: string): boolean {
  try {
    return lstatSync(at).isSymbolicLink() && path.extname(at) === '';
  } catch {
    return false;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'it is a loop of symbolic links',
  ENOENT: 'there is no such file, or it is a link to nothing',
  EISDIR: 'it is a folder',
};

/** A file system error in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
