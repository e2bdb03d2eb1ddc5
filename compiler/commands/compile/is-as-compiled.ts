import { lstatSync } from 'node:fs';
import path from 'node:path';
import { findLinkTo } from '../../io/disk.ts';
import { realDisk } from '../../io/writer/disk-calls.ts';
import { listTemporaries } from '../../io/writer/temporaries.ts';
import type { DigestedFolder, Io } from '../command.ts';
import { isWhole } from './known-compilation.ts';
import { listFilesUnlikeGit } from './list-files-unlike-git.ts';

/**
 * Tells whether a folder is just as it was compiled: no link, with the same files, nothing of a killed run beside it, and
 * nothing to say of what git holds. Then there is nothing that `compile` would do, refuse or note.
 */
export function isAsCompiled({ folder, manifest }: DigestedFolder, io: Pick<Io, 'files'>): boolean {
  const isLink = lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() ?? true;
  if (isLink || findLinkTo(folder) !== undefined) return false;
  if (listTemporaries({ disk: realDisk, running: nobody }, path.resolve(folder)).length > 0) return false;
  if (!isWhole(folder, manifest)) return false;
  const { refused, flipped } = listFilesUnlikeGit(folder, io);
  return refused.length === 0 && !flipped;
}

/** No process is asked for: what any run has left is looked at by the command itself. */
const nobody = { pid: 0, isRunning: () => true, now: () => 0 };
