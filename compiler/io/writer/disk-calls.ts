import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { explainDiskError } from '../disk.ts';

/**
 * The error for something that the disk does not let be written: one sentence, lower case, no full stop. Never a bug in
 * plafond.
 */
export class DiskError extends Error {}

/** The calls of the operating system by which files are written, so that a test can make each of them fail. */
export const realDisk = {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
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

/** Makes sure that a folder and all files and folders below it are on the disk. */
export function syncTree(using: DiskAccess, folder: string): void {
  const { disk } = using;
  for (const entry of disk.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) syncTree(using, at);
    else sync(using, at, 'r+');
  }
  syncFolder(using, folder);
}

/** The errors of systems on which folders cannot be synced, as Windows; they are ignored. */
const unsyncable: readonly unknown[] = ['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EBADF'];

/** Makes sure that the names in a folder are on the disk. */
export function syncFolder(using: DiskAccess, folder: string): void {
  try {
    sync(using, folder, 'r');
  } catch (error) {
    if (!unsyncable.includes(codeOf(error))) throw error;
  }
}

function sync({ disk }: DiskAccess, at: string, flags: 'r' | 'r+'): void {
  const opened = disk.openSync(at, flags);
  try {
    disk.fsyncSync(opened);
  } finally {
    disk.closeSync(opened);
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

/** Runs a step on the disk, and turns its errors into `DiskError`. */
export function attemptOnDisk<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof DiskError) throw error;
    throw new DiskError(`${what}: ${explainDiskError(error)}`);
  }
}
