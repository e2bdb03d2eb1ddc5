import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The calls by which folders are made. */
interface FolderCalls {
  readonly mkdirSync: (folder: string, options: { readonly mode?: number | undefined }) => unknown;
  readonly statSync: typeof statSync;
}

/**
 * Makes a folder and those above it, and returns the uppermost that is new; undefined if the folder was there. Makes one after the
 * other: the recursive call of Node never ends where the system says of a folder that is there that it is not, as in `/proc`.
 */
export function makeFolders(
  folder: string,
  mode?: number,
  calls: FolderCalls = { mkdirSync, statSync },
): string | undefined {
  const exists = (at: string) => calls.statSync(at, { throwIfNoEntry: false }) !== undefined;
  const isFolder = (at: string) => calls.statSync(at, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const missing: string[] = [];
  for (let at = path.resolve(folder); !exists(at) && path.dirname(at) !== at; at = path.dirname(at))
    missing.unshift(at);
  if (missing.length === 0 && !isFolder(folder)) calls.mkdirSync(folder, {});
  let first: string | undefined;
  for (const at of missing)
    try {
      calls.mkdirSync(at, { mode });
      first ??= at;
    } catch (error) {
      // Another process may have made it in the meantime.
      if (!isFolder(at)) throw error;
    }
  return first;
}
