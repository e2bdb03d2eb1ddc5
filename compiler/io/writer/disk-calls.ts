import * as fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { explainDiskError } from '../disk.ts';
import { syncFileSystem } from './sync-file-system.ts';

/**
 * The error for something that the disk does not let be written: one sentence, lower case, no full stop. Never a bug in
 * plafond.
 */
export class DiskError extends Error {}

/** The calls of the operating system by which files are written, so that a test can make each of them fail. */
export const realDisk = {
  closeSync: fs.closeSync,
  fsync: promisify(fs.fsync),
  fsyncSync: fs.fsyncSync,
  linkSync: fs.linkSync,
  lstatSync: fs.lstatSync,
  mkdirSync: fs.mkdirSync,
  openSync: fs.openSync,
  readdirSync: fs.readdirSync,
  readFileSync: fs.readFileSync,
  realpathSync: fs.realpathSync,
  renameSync: fs.renameSync,
  rmdirSync: fs.rmdirSync,
  rmSync: fs.rmSync,
  statSync: fs.statSync,
  syncFileSystem,
  writeSync: fs.writeSync,
};

/** The calls of the operating system by which files are written. */
export type Disk = typeof realDisk;

/** The process that writes, and functions that tell whether the files of another one are still in use. */
export interface Running {
  readonly pid: number;
  /** Returns true if a process of this machine still runs. */
  isRunning(pid: number): boolean;
  /** Returns the time in milliseconds since 1970. */
  now(): number;
}

/** The disk, and the process that writes to it. */
export interface DiskAccess {
  readonly disk: Disk;
  readonly running: Running;
}

/** Runs a step that may fail, since the next run does it again. */
export function tolerate(act: () => void): void {
  try {
    act();
  } catch {
    // The error that is reported is the one that happened before.
  }
}

/** Writes all of a piece to an opened file. */
export function writeAll({ disk }: DiskAccess, opened: number, piece: Uint8Array | string): void {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
  for (let done = 0; done < bytes.length; ) done += disk.writeSync(opened, bytes, done);
}

/** The number of files that are synced at the same time: a disk takes many in one go. */
const syncedAtOnce = 16;

/** From so many files and folders on, to sync all of their file system takes less time than to sync each. */
const fewestTogether = 1_000;

/** Makes sure that a folder and all files and folders below it are on the disk; not the files that were there before. */
export async function syncTree(
  using: DiskAccess,
  folder: string,
  before: ReadonlySet<string> = new Set(),
): Promise<void> {
  const found = [...listTree(using, folder, before)];
  if (found.length >= fewestTogether && (await using.disk.syncFileSystem(folder))) return;
  const steps = found.values();
  const work = async () => {
    for (const { at, isFolder } of steps) await (isFolder ? syncFolderSoon : syncSoon)(using, at);
  };
  // All of them have ended before an error is passed on: the folder may be removed then.
  const ended = await Promise.allSettled(Array.from({ length: syncedAtOnce }, work));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

/** Lists the files and folders below a folder, and the folder itself; not the files that were there before. */
function* listTree(
  using: DiskAccess,
  folder: string,
  before: ReadonlySet<string>,
): Generator<{ at: string; isFolder: boolean }> {
  for (const entry of using.disk.readdirSync(folder, { withFileTypes: true })) {
    const at = `${folder}${path.sep}${entry.name}`;
    if (entry.isDirectory()) yield* listTree(using, at, before);
    else if (!before.has(at)) yield { at, isFolder: false };
  }
  yield { at: folder, isFolder: true };
}

async function syncFolderSoon(using: DiskAccess, folder: string): Promise<void> {
  try {
    await syncSoon(using, folder, 'r');
  } catch (error) {
    if (!unsyncable.includes(codeOf(error))) throw error;
  }
}

async function syncSoon({ disk }: DiskAccess, at: string, flags: 'r' | 'r+' = 'r+'): Promise<void> {
  const opened = disk.openSync(at, flags);
  try {
    await disk.fsync(opened);
  } finally {
    disk.closeSync(opened);
  }
}

/** Makes sure that a file is on the disk, also one that nobody may change. */
export function syncFile({ disk }: DiskAccess, file: string): void {
  const opened = openToSync(disk, file);
  try {
    disk.fsyncSync(opened);
  } finally {
    disk.closeSync(opened);
  }
}

/** Opens a file to sync it: for writing, as some systems demand, unless it may only be read. */
function openToSync(disk: Disk, file: string): number {
  try {
    return disk.openSync(file, 'r+');
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(String(codeOf(error)))) throw error;
    return disk.openSync(file, 'r');
  }
}

/** The errors of systems on which folders cannot be synced, as Windows; they are ignored. */
const unsyncable: readonly unknown[] = ['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EBADF'];

/** Makes sure that the names in a folder are on the disk. */
export function syncFolder({ disk }: DiskAccess, folder: string): void {
  try {
    const opened = disk.openSync(folder, 'r');
    try {
      disk.fsyncSync(opened);
    } finally {
      disk.closeSync(opened);
    }
  } catch (error) {
    if (!unsyncable.includes(codeOf(error))) throw error;
  }
}

/** Tells whether something has a path: a file, a folder or a link, wherever it leads. */
export const isOnDisk = ({ disk }: DiskAccess, at: string): boolean =>
  disk.lstatSync(at, { throwIfNoEntry: false }) !== undefined;

/** Tells whether a path is that of a folder. */
export function isFolder({ disk }: DiskAccess, at: string): boolean {
  try {
    return disk.lstatSync(at, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (error) {
    // A part of the path is a file.
    if (codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/** Tells whether a path is that of a folder with nothing in it. */
export const isEmptyFolder = (using: DiskAccess, at: string): boolean =>
  isFolder(using, at) && using.disk.readdirSync(at).length === 0;

/** Returns true for the error of a file system that has no links. */
export const isWithoutLinks = (error: unknown): boolean =>
  ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(String(codeOf(error)));

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/** Runs a step on the disk that others need not wait for, and turns its errors into `DiskError`. */
export const attemptSoon = <T>(what: string, act: () => Promise<T>): Promise<T> =>
  act().catch((error) => {
    throw toDiskError(what, error);
  });

/** Runs a step on the disk, and turns its errors into `DiskError`. */
export function attemptOnDisk<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw toDiskError(what, error);
  }
}

const toDiskError = (what: string, error: unknown): DiskError =>
  error instanceof DiskError ? error : new DiskError(`${what}: ${explainDiskError(error)}`);
