import { execFile } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { release } from 'node:os';
import { promisify } from 'node:util';

/**
 * Makes sure that all of the file system in which a folder is, is on the disk, and tells whether it did: only Linux has a call
 * for it, which the program `sync` makes, and only since 5.8 the call tells of what could not be written.
 */
export async function syncFileSystem(folder: string): Promise<boolean> {
  try {
    if (!isSince(5, 8) || !local.has(statfsSync(folder).type)) return false;
    await promisify(execFile)('sync', ['--file-system', '--', folder]);
    return true;
  } catch {
    return false;
  }
}

/** The file systems of a disk of this machine, or of its memory, by the numbers that Linux has for them. */
const local: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3 and ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0xf2f52010, // F2FS
  0x01021994, // tmpfs
]);

function isSince(major: number, minor: number): boolean {
  const [here = 0, below = 0] = release().split('.').map(Number);
  return here > major || (here === major && below >= minor);
}
