import {
  closeSync,
  fsyncSync,
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
import { hostname } from 'node:os';
import path from 'node:path';
import { explainDiskError } from './disk.ts';

/**
 * The error for something that the disk does not let be written: one sentence, lower case, no full stop. Never a bug in
 * plafond.
 */
export class DiskError extends Error {}

/** The calls of the operating system by which files are written, so that a test can make each of them fail. */
export const realDisk = {
  closeSync,
  fsyncSync,
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

/** A function that writes one file of a folder in the making, piece by piece, and calls `each` after every piece. */
export type Put = (
  file: string,
  pieces: Iterable<Uint8Array | string>,
  each: () => Promise<void>,
) => Promise<void>;

/** The only way in which plafond writes to the disk: whole or not at all, and on the disk before it takes its place. */
export interface Writer {
  /**
   * Puts one file in place whole. Throws `DiskError` if that is not possible; the file is then as it was before, and
   * nothing is left beside it.
   */
  file(file: string, text: string): void;
  /**
   * Puts a folder in place whole. The files that `fill` puts go into a temporary folder beside it, which takes the place
   * of the folder only when all of them are on the disk, and only if `isWanted` accepts the result of `fill`. If
   * anything fails before, the folder is as it was, and nothing is left beside it.
   */
  folder<Found>(
    folder: string,
    fill: (put: Put) => Promise<Found>,
    isWanted?: (found: Found) => boolean,
  ): Promise<Found>;
  /**
   * Puts a folder back that a run was about to replace when it was killed, and removes the temporary folders of killed
   * runs beside it. Those of runs that are still at work stay.
   */
  recover(folder: string): void;
  /** Removes a file. */
  remove(file: string): void;
}

/** The process if none is named: all files of other runs may still be in use. */
const unknownProcess: Running = { pid: 0, isRunning: () => true, now: () => 0 };

/** Opens a writer to the disk. */
export function openWriter(running: Running = unknownProcess, disk: Disk = realDisk): Writer {
  const using: Using = { disk, running };
  return {
    file: (file, text) => attempt(`cannot write \`${file}\``, () => replaceFile(using, file, text)),
    folder: (folder, fill, isWanted = () => true) => replaceFolder(using, folder, fill, isWanted),
    recover: (folder) => attempt(`cannot write \`${folder}\``, () => recoverFolder(using, folder)),
    remove(file) {
      attempt(`cannot remove \`${file}\``, () => {
        disk.rmSync(file);
        syncFolder(using, path.dirname(file));
      });
    },
  };
}

interface Using {
  readonly disk: Disk;
  readonly running: Running;
}

/** The temporary files and folders that this process is writing. */
const inWork = new Set<string>();

async function replaceFolder<Found>(
  using: Using,
  folder: string,
  fill: (put: Put) => Promise<Found>,
  isWanted: (found: Found) => boolean,
): Promise<Found> {
  const { disk } = using;
  const tried = <T>(act: () => T): T => attempt(`cannot write \`${folder}\``, act);
  tried(() => makeFolder(using, path.dirname(folder)));
  tried(() => recoverFolder(using, folder));
  const beside = tried(() => nameTemporary(using, folder));
  const [made, old] = [path.join(beside, 'new'), path.join(beside, 'old')];
  inWork.add(beside);
  try {
    tried(() => makeTemporaryFolder(using, beside));
    tried(() => disk.mkdirSync(made));
    const found = await fill(putInto(using, made, tried));
    if (isWanted(found))
      tried(() => {
        syncTree(using, made);
        swapFolders(using, folder, made, old);
      });
    return found;
  } finally {
    inWork.delete(beside);
    // The old folder is only removed when there is a folder again.
    tolerate(() => {
      if (exists(using, folder) || !exists(using, old)) removeTemporary(using, beside);
    });
  }
}

/** Runs a step that may fail, since the next run does it again. */
function tolerate(act: () => void): void {
  try {
    act();
  } catch {
    // The error that is reported is the one that happened before.
  }
}

/** Puts the folder `made` in the place of `folder`, which goes to `old`; if that fails, it is put back. */
function swapFolders(using: Using, folder: string, made: string, old: string): void {
  const { disk } = using;
  const isThere = exists(using, folder);
  if (isThere) disk.renameSync(folder, old);
  try {
    // Until the next rename the files are in `old` alone, and must survive a loss of power there too.
    if (isThere) syncFolder(using, path.dirname(old));
    disk.renameSync(made, folder);
  } catch (error) {
    if (isThere && !exists(using, folder)) disk.renameSync(old, folder);
    throw error;
  }
  syncFolder(using, path.dirname(folder));
}

function recoverFolder(using: Using, folder: string): void {
  const { disk } = using;
  const above = path.dirname(folder);
  const left = listTemporaries(using, folder);
  if (left.length === 0) return;
  const isGone = () => !exists(using, folder) || isEmptyFolder(using, folder);
  // The one that was changed last is that of the run that was killed last.
  const saved = left.filter((beside) => isFolder(using, path.join(beside, 'old')));
  const [latest] = saved.sort((a, b) => disk.statSync(b).mtimeMs - disk.statSync(a).mtimeMs);
  if (latest !== undefined && isGone()) {
    if (exists(using, folder)) disk.rmdirSync(folder);
    disk.renameSync(path.join(latest, 'old'), folder);
    syncFolder(using, above);
    syncFolder(using, latest);
  }
  if (!exists(using, folder) && saved.length > 0) return;
  for (const beside of left) if (!isInUse(using, beside)) removeTemporary(using, beside);
}

/** Removes a temporary folder, after renaming `old`: a folder that is half removed must never be put back. */
function removeTemporary(using: Using, beside: string): void {
  const { disk } = using;
  const [old, gone] = [path.join(beside, 'old'), path.join(beside, 'gone')];
  if (exists(using, old) && !exists(using, gone)) disk.renameSync(old, gone);
  // The file that keeps git from the folder goes last.
  for (const name of ownNames) disk.rmSync(path.join(beside, name), { recursive: true, force: true });
  disk.rmSync(beside, { recursive: true, force: true });
}

function replaceFile(using: Using, written: string, text: string): void {
  const { disk } = using;
  // If the path is a link, the file that it leads to is written.
  const file = exists(using, written) ? disk.realpathSync(written) : written;
  const above = path.dirname(file);
  const firstMade = makeFolder(using, above);
  for (const beside of listTemporaries(using, file))
    if (!isInUse(using, beside)) disk.rmSync(beside, { force: true });
  const beside = nameTemporary(using, file);
  inWork.add(beside);
  try {
    const mode = exists(using, file) ? disk.statSync(file).mode & 0o777 : 0o666;
    const opened = disk.openSync(beside, 'wx', mode);
    try {
      writeAll(using, opened, text);
      disk.fsyncSync(opened);
    } finally {
      disk.closeSync(opened);
    }
    disk.renameSync(beside, file);
    syncFolder(using, above);
  } catch (error) {
    tolerate(() => disk.rmSync(beside, { force: true }));
    if (firstMade !== undefined) tolerate(() => removeEmptyFolders(using, above, firstMade));
    throw error;
  } finally {
    inWork.delete(beside);
  }
}

/** Makes a folder and those above it, and returns the uppermost that is new. */
function makeFolder(using: Using, folder: string): string | undefined {
  const first = using.disk.mkdirSync(folder, { recursive: true });
  if (first === undefined) return undefined;
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    syncFolder(using, path.dirname(at));
    if (at === path.resolve(first) || at === path.dirname(at)) return first;
  }
}

function removeEmptyFolders({ disk }: Using, lowest: string, uppermost: string): void {
  for (let at = path.resolve(lowest); ; at = path.dirname(at)) {
    disk.rmdirSync(at);
    if (at === path.resolve(uppermost)) return;
  }
}

function putInto(using: Using, made: string, tried: <T>(act: () => T) => T): Put {
  const { disk } = using;
  const folders = new Set<string>();
  return async (file, pieces, each) => {
    const at = path.join(made, file);
    const above = path.dirname(at);
    if (!folders.has(above)) tried(() => disk.mkdirSync(above, { recursive: true }));
    folders.add(above);
    const opened = tried(() => disk.openSync(at, 'wx'));
    try {
      for (const piece of pieces) {
        tried(() => writeAll(using, opened, piece));
        await each();
      }
    } finally {
      tried(() => disk.closeSync(opened));
    }
  };
}

function writeAll({ disk }: Using, opened: number, piece: Uint8Array | string): void {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
  for (let done = 0; done < bytes.length; ) done += disk.writeSync(opened, bytes, done);
}

/** Makes sure that a folder and all files and folders below it are on the disk. */
function syncTree(using: Using, folder: string): void {
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
function syncFolder(using: Using, folder: string): void {
  try {
    sync(using, folder, 'r');
  } catch (error) {
    if (!unsyncable.includes(codeOf(error))) throw error;
  }
}

function sync({ disk }: Using, at: string, flags: 'r' | 'r+'): void {
  const opened = disk.openSync(at, flags);
  try {
    disk.fsyncSync(opened);
  } finally {
    disk.closeSync(opened);
  }
}

const host =
  hostname()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 20) || 'host';

const ignoreFile = '.gitignore';

/** Makes a folder that no `git add` takes, should the run be killed. */
function makeTemporaryFolder(using: Using, beside: string): void {
  const { disk } = using;
  disk.mkdirSync(beside);
  const opened = disk.openSync(path.join(beside, ignoreFile), 'wx');
  try {
    writeAll(using, opened, '*\n');
  } finally {
    disk.closeSync(opened);
  }
}

/** Returns a path beside a target that names this process; runs at the same time never share one. */
function nameTemporary(using: Using, target: string): string {
  const own = `${target}.tmp-${using.running.pid}-${host}`;
  for (let at = 1; ; at++) {
    const beside = at === 1 ? own : `${own}-${at}`;
    if (!exists(using, beside) && !inWork.has(beside)) return beside;
  }
}

/** Lists the temporary files and folders of all runs beside a target, also those of older versions of plafond. */
function listTemporaries(using: Using, target: string): string[] {
  const above = path.dirname(target);
  if (!isFolder(using, above)) return [];
  const prefix = `${path.basename(target)}.tmp`;
  return using.disk
    .readdirSync(above)
    .filter((name) => name.startsWith(prefix) && /^(-\d+-[a-z0-9]+(-\d+)?)?$/.test(name.slice(prefix.length)))
    .map((name) => path.join(above, name))
    .filter((beside) => isOfPlafond(using, beside));
}

const ownNames: readonly string[] = ['new', 'old', 'gone'];

/** Returns true if a temporary folder holds nothing but what plafond puts into one. */
function isOfPlafond(using: Using, beside: string): boolean {
  if (!isFolder(using, beside)) return /-\d+-[a-z0-9]+(-\d+)?$/.test(beside);
  return using.disk.readdirSync(beside).every((name) => name === ignoreFile || ownNames.includes(name));
}

const dayInMilliseconds = 24 * 60 * 60 * 1000;

/** Returns true if the run of a temporary file or folder may still be at work: none takes a whole day. */
function isInUse(using: Using, beside: string): boolean {
  const { disk, running } = using;
  if (inWork.has(beside)) return true;
  const [, pid, at] = /\.tmp-(\d+)-([a-z0-9]+)(?:-\d+)?$/.exec(beside) ?? [];
  if (at === host && pid !== undefined && pid !== '0') {
    if (Number(pid) === running.pid) return false;
    if (!running.isRunning(Number(pid))) return false;
  }
  return running.now() - disk.statSync(beside).mtimeMs < dayInMilliseconds;
}

const exists = ({ disk }: Using, at: string): boolean =>
  disk.lstatSync(at, { throwIfNoEntry: false }) !== undefined;

function isFolder({ disk }: Using, at: string): boolean {
  try {
    return disk.lstatSync(at, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (error) {
    // A part of the path is a file.
    if (codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

const isEmptyFolder = (using: Using, at: string): boolean =>
  isFolder(using, at) && using.disk.readdirSync(at).length === 0;

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/** Runs a step on the disk, and turns its errors into `DiskError`. */
function attempt<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof DiskError) throw error;
    throw new DiskError(`${what}: ${explainDiskError(error)}`);
  }
}
