import path from 'node:path';
import { type ChangeChecks, changeFiles, type WantedFile } from './writer/change-files.ts';
import {
  attemptOnDisk,
  attemptSoon,
  type Disk,
  type DiskAccess,
  isEmptyFolder,
  isFolder,
  isOnDisk,
  isWithoutLinks,
  type Running,
  realDisk,
  syncFolder,
  syncTree,
  tolerate,
  writeAll,
} from './writer/disk-calls.ts';
import { makeFolder, removeEmptyFolders } from './writer/folders.ts';
import {
  inProgress,
  isInUse,
  listTemporaries,
  makeTemporaryFolder,
  nameTemporary,
  removeTemporary,
} from './writer/temporaries.ts';

/** Writes one file of a folder in the making, piece by piece, and calls `each` after every piece. */
export interface Put {
  (file: string, pieces: Iterable<Uint8Array | string>, each: () => Promise<void>): Promise<void>;
  /** Puts a file of the folder that is replaced into the new one as it is: nothing is written. */
  keep(file: string): void;
}

/** A file that is open while others are written too. */
export interface OpenFile {
  write(piece: Uint8Array | string): void;
  close(): void;
}

/** The way in which files are put in place: nobody sees a file or a folder before it is whole. */
export interface Staging {
  /** Opens a new file there; the folders above it are made. */
  open(file: string): OpenFile;
  /** Returns the path of a file there, for a library that writes it itself. */
  locate(file: string): string;
}

/** The only way in which plafond writes to the disk: whole or not at all, and on the disk before it takes its place. */
export interface Writer {
  /**
   * Puts one file in place whole. Throws `DiskError` if that is not possible; the file is then as it was before, and
   * nothing is left beside it. A file that `mustBeNew` is written only where nothing is, also if another process writes it
   * at the same moment.
   */
  file(file: string, text: string, mustBeNew?: boolean): void;
  /**
   * Puts a folder in place whole. The files that `fill` puts go into a temporary folder beside it, which takes the place
   * of the folder only when all of them are on the disk, and only if `isWanted` accepts the result of `fill`. If
   * anything fails before, the folder is as it was, and nothing is left beside it.
   */
  folder<Found>(
    folder: string,
    fill: (put: Put, staging: Staging) => Promise<Found>,
    isWanted?: (found: Found) => boolean,
  ): Promise<Found>;
  /**
   * Puts one large file in place whole. `fill` makes it, under the name `file`, in a temporary folder beside it, which may
   * hold other files while it is made. If anything fails before, the file is as it was, and nothing is left beside it.
   */
  largeFile<Found>(file: string, fill: (staging: Staging) => Promise<Found>): Promise<Found>;
  /**
   * Puts a folder back that a run was about to replace when it was killed, and removes the temporary folders of killed
   * runs beside it. Those of runs that are still at work stay.
   */
  recover(folder: string): void;
  /** Removes a file. */
  remove(file: string): void;
  /**
   * Changes several files, all of them or none. Throws `DiskError` if that is not possible, or what one of the checks
   * throws; the files are then as they were before.
   */
  changes(changes: readonly WantedFile[], checks?: ChangeChecks): void;
}

/** The process if none is named: all files of other runs may still be in use. */
const unknownProcess: Running = { pid: 0, isRunning: () => true, now: () => 0 };

/** Opens a writer to the disk. */
export function openWriter(running: Running = unknownProcess, disk: Disk = realDisk): Writer {
  const using: DiskAccess = { disk, running };
  return {
    file: (file, text, mustBeNew = false) =>
      attemptOnDisk(`cannot write \`${file}\``, () => replaceFile(using, file, text, mustBeNew)),
    folder: (folder, fill, isWanted = () => true) => replaceFolder(using, folder, fill, isWanted),
    largeFile: (file, fill) => replaceLargeFile(using, file, fill),
    changes: (changes, checks) => changeFiles(using, changes, checks),
    recover: (folder) => attemptOnDisk(`cannot write \`${folder}\``, () => recoverFolder(using, folder)),
    remove(file) {
      attemptOnDisk(`cannot remove \`${file}\``, () => {
        disk.rmSync(file);
        syncFolder(using, path.dirname(file));
      });
    },
  };
}

async function replaceFolder<Found>(
  using: DiskAccess,
  folder: string,
  fill: (put: Put, staging: Staging) => Promise<Found>,
  isWanted: (found: Found) => boolean,
): Promise<Found> {
  const { disk } = using;
  const tried = <T>(act: () => T): T => attemptOnDisk(`cannot write \`${folder}\``, act);
  tried(() => makeFolder(using, path.dirname(folder)));
  tried(() => recoverFolder(using, folder));
  const beside = tried(() => nameTemporary(using, folder));
  const [made, old] = [path.join(beside, 'new'), path.join(beside, 'old')];
  const staging = stageIn(using, made, tried);
  const kept = new Set<string>();
  inProgress.add(beside);
  try {
    tried(() => makeTemporaryFolder(using, beside));
    tried(() => disk.mkdirSync(made));
    const found = await fill(putInto(using, made, { tried, folder, kept }), staging);
    if (isWanted(found)) {
      await attemptSoon(`cannot write \`${folder}\``, () => syncTree(using, made, kept));
      tried(() => swapFolders(using, folder, made, old));
    }
    return found;
  } finally {
    staging.closeAll();
    inProgress.delete(beside);
    // The old folder is only removed when there is a folder again.
    tolerate(() => {
      if (isOnDisk(using, folder) || !isOnDisk(using, old)) removeTemporary(using, beside);
    });
  }
}

/** Puts the folder `made` in the place of `folder`, which goes to `old`; if that fails, it is put back. */
function swapFolders(using: DiskAccess, folder: string, made: string, old: string): void {
  const { disk } = using;
  const isThere = isOnDisk(using, folder);
  if (isThere) disk.renameSync(folder, old);
  try {
    // Until the next rename the files are in `old` alone, and must survive a loss of power there too.
    if (isThere) syncFolder(using, path.dirname(old));
    disk.renameSync(made, folder);
  } catch (error) {
    if (isThere && !isOnDisk(using, folder)) disk.renameSync(old, folder);
    throw error;
  }
  syncFolder(using, path.dirname(folder));
}

function recoverFolder(using: DiskAccess, folder: string): void {
  const { disk } = using;
  const above = path.dirname(folder);
  const left = listTemporaries(using, folder);
  if (left.length === 0) return;
  const isGone = () => !isOnDisk(using, folder) || isEmptyFolder(using, folder);
  // The one that was changed last is that of the run that was killed last.
  const saved = left.filter((beside) => isFolder(using, path.join(beside, 'old')));
  const [latest] = saved.sort((a, b) => disk.statSync(b).mtimeMs - disk.statSync(a).mtimeMs);
  if (latest !== undefined && isGone()) {
    if (isOnDisk(using, folder)) disk.rmdirSync(folder);
    disk.renameSync(path.join(latest, 'old'), folder);
    syncFolder(using, above);
    syncFolder(using, latest);
  }
  if (!isOnDisk(using, folder) && saved.length > 0) return;
  for (const beside of left) if (!isInUse(using, beside)) removeTemporary(using, beside);
}

function replaceFile(using: DiskAccess, written: string, text: string, mustBeNew: boolean): void {
  const { disk } = using;
  // If the path is a link, the file that it leads to is written.
  const file = isOnDisk(using, written) ? disk.realpathSync(written) : written;
  const above = path.dirname(file);
  const firstMade = makeFolder(using, above);
  for (const beside of listTemporaries(using, file))
    if (!isInUse(using, beside)) disk.rmSync(beside, { force: true });
  const beside = nameTemporary(using, file);
  inProgress.add(beside);
  try {
    const mode = isOnDisk(using, file) ? disk.statSync(file).mode & 0o777 : 0o666;
    const opened = disk.openSync(beside, 'wx', mode);
    try {
      writeAll(using, opened, text);
      disk.fsyncSync(opened);
    } finally {
      disk.closeSync(opened);
    }
    if (mustBeNew) moveToNothing(using, beside, file);
    else disk.renameSync(beside, file);
    syncFolder(using, above);
  } catch (error) {
    tolerate(() => disk.rmSync(beside, { force: true }));
    if (firstMade !== undefined) tolerate(() => removeEmptyFolders(using, above, firstMade));
    throw error;
  } finally {
    inProgress.delete(beside);
  }
}

/** Moves a file to where nothing is: unlike a rename, a link is refused where a file came meanwhile. */
function moveToNothing({ disk }: DiskAccess, beside: string, file: string): void {
  try {
    disk.linkSync(beside, file);
    disk.rmSync(beside, { force: true });
  } catch (error) {
    if (!isWithoutLinks(error)) throw error;
    disk.closeSync(disk.openSync(file, 'wx'));
    disk.renameSync(beside, file);
  }
}

async function replaceLargeFile<Found>(
  using: DiskAccess,
  written: string,
  fill: (staging: Staging) => Promise<Found>,
): Promise<Found> {
  const { disk } = using;
  const tried = <T>(act: () => T): T => attemptOnDisk(`cannot write \`${written}\``, act);
  // If the path is a link, the file that it leads to is written.
  const file = tried(() => (isOnDisk(using, written) ? disk.realpathSync(written) : written));
  tried(() => makeFolder(using, path.dirname(file)));
  for (const left of tried(() => listTemporaries(using, file)))
    if (!isInUse(using, left)) tried(() => removeTemporary(using, left));
  const beside = tried(() => nameTemporary(using, file));
  const made = path.join(beside, 'new');
  const staging = stageIn(using, made, tried);
  inProgress.add(beside);
  try {
    tried(() => makeTemporaryFolder(using, beside));
    tried(() => disk.mkdirSync(made));
    const found = await fill(staging);
    await attemptSoon(`cannot write \`${written}\``, () => syncTree(using, made));
    tried(() => {
      disk.renameSync(path.join(made, 'file'), file);
      syncFolder(using, path.dirname(file));
    });
    return found;
  } finally {
    staging.closeAll();
    inProgress.delete(beside);
    tolerate(() => removeTemporary(using, beside));
  }
}

/** Stages files in a folder; `closeAll` closes those that a failed run left open. */
function stageIn(
  using: DiskAccess,
  made: string,
  tried: <T>(act: () => T) => T,
): Staging & { closeAll(): void } {
  const { disk } = using;
  const open = new Set<number>();
  return {
    open(file) {
      const at = path.join(made, file);
      tried(() => disk.mkdirSync(path.dirname(at), { recursive: true }));
      const opened = tried(() => disk.openSync(at, 'wx'));
      open.add(opened);
      return {
        write: (piece) => tried(() => writeAll(using, opened, piece)),
        close() {
          open.delete(opened);
          tried(() => disk.closeSync(opened));
        },
      };
    },
    locate: (file) => path.join(made, file),
    closeAll() {
      for (const opened of open) tolerate(() => disk.closeSync(opened));
    },
  };
}

/** A folder that is filled to take the place of another, and the files of that one that stand in both. */
interface Filling {
  readonly tried: <T>(act: () => T) => T;
  readonly folder: string;
  readonly kept: Set<string>;
}

function putInto(using: DiskAccess, made: string, { tried, folder, kept }: Filling): Put {
  const { disk } = using;
  const folders = new Set<string>();
  const makeAbove = (at: string) => {
    const above = path.dirname(at);
    if (!folders.has(above)) tried(() => disk.mkdirSync(above, { recursive: true }));
    folders.add(above);
  };
  const put = async (file: string, pieces: Iterable<Uint8Array | string>, each: () => Promise<void>) => {
    const at = path.join(made, file);
    makeAbove(at);
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
  const keep = (file: string) => {
    const at = path.join(made, file);
    makeAbove(at);
    if (tried(() => linkOrCopy(using, path.join(folder, file), at))) kept.add(at);
  };
  return Object.assign(put, { keep });
}

/** Gives a file a second name, or copies it where that is not possible; tells whether it is one file. */
function linkOrCopy(using: DiskAccess, file: string, at: string): boolean {
  const { disk } = using;
  try {
    disk.linkSync(file, at);
    return true;
  } catch (error) {
    if (!isWithoutLinks(error)) throw error;
    const opened = disk.openSync(at, 'wx');
    try {
      writeAll(using, opened, disk.readFileSync(file));
    } finally {
      disk.closeSync(opened);
    }
    return false;
  }
}
