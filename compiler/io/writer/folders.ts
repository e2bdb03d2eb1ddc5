import path from 'node:path';
import { makeFolders } from '../make-folders.ts';
import { type DiskAccess, syncFolder } from './disk-calls.ts';

/** Makes a folder and those above it, and returns the uppermost that is new. */
export function makeFolder(using: DiskAccess, folder: string): string | undefined {
  const first = makeFolders(folder, undefined, using.disk);
  if (first === undefined) return undefined;
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    syncFolder(using, path.dirname(at));
    if (at === path.resolve(first) || at === path.dirname(at)) return first;
  }
}

/** Removes a folder and those above it up to one of them, as far as they are empty. */
export function removeEmptyFolders({ disk }: DiskAccess, lowest: string, uppermost: string): void {
  for (let at = path.resolve(lowest); ; at = path.dirname(at)) {
    disk.rmdirSync(at);
    if (at === path.resolve(uppermost)) return;
  }
}
