import path from 'node:path';
import {
  attemptOnDisk,
  type DiskAccess,
  DiskError,
  isOnDisk,
  syncFile,
  syncFolder,
  tolerate,
  writeAll,
} from './disk-calls.ts';
import { makeFolder, removeEmptyFolders } from './folders.ts';
import { inProgress, isInUse, nameTemporary, prepareTemporaries } from './temporaries.ts';

/** A file with its new text, or without one if it is to be removed. */
export interface WantedFile {
  readonly file: string;
  readonly text: string | undefined;
}

/** The looks at the disk of a change of files; what they throw ends it, and nothing is changed. */
export interface ChangeChecks {
  /** Looks when all texts are on the disk and none has taken its place. */
  readonly before?: () => void;
  /** Looks when all files are changed: what it throws puts them back. */
  readonly after?: () => void;
}

/** A change with the files beside its target: the new text, and the text that is put back if a later change fails. */
interface StagedChange {
  /** The file itself, also where its path is a link. */
  readonly target: string;
  readonly made: string | undefined;
  readonly old: string | undefined;
  /** The uppermost folder that was made for it. */
  readonly firstMade: string | undefined;
}

/**
 * Changes several files: all of them, or none if the disk refuses one. Each is whole at any time; only a process that is
 * killed between two of them leaves some changed and some not.
 */
export function changeFiles(
  using: DiskAccess,
  changes: readonly WantedFile[],
  { before, after }: ChangeChecks = {},
): void {
  const staged: StagedChange[] = [];
  const done: StagedChange[] = [];
  const findLeft = prepareTemporaries(using);
  const forEach = (act: (change: StagedChange) => void) => {
    for (const [at, change] of staged.entries())
      attemptOnDisk(`cannot write \`${changes[at]?.file}\``, () => act(change));
  };
  let isDone = false;
  try {
    for (const change of changes)
      attemptOnDisk(`cannot write \`${change.file}\``, () => staged.push(stage(using, change, findLeft)));
    // Synced only when all are written: what the first sync makes a disk do serves the others too.
    forEach((change) => syncStaged(using, change));
    before?.();
    forEach((change) => {
      putInPlace(using, change);
      done.push(change);
    });
    syncFolders(using, done);
    after?.();
    isDone = true;
  } catch (error) {
    const left = done.toReversed().filter((change) => !putBack(using, change));
    tolerate(() => syncFolders(using, done));
    throw explainRest(error, left);
  } finally {
    for (const change of staged.toReversed()) clearStage(using, change, isDone);
  }
}

/** Removes what was made for a change beside its target and, if it is not done, above it. */
function clearStage(
  using: DiskAccess,
  { target, made, old, firstMade }: StagedChange,
  isDone: boolean,
): void {
  for (const beside of [made, old])
    if (beside !== undefined) {
      inProgress.delete(beside);
      tolerate(() => using.disk.rmSync(beside, { force: true }));
    }
  if (!isDone && firstMade !== undefined)
    tolerate(() => removeEmptyFolders(using, path.dirname(target), firstMade));
}

/** Writes the new text and the old one beside a file. */
function stage(
  using: DiskAccess,
  { file, text }: WantedFile,
  findLeft: (target: string) => readonly string[],
): StagedChange {
  const { disk } = using;
  const isThere = isOnDisk(using, file);
  const target = isThere ? disk.realpathSync(file) : file;
  const firstMade = text === undefined ? undefined : makeFolder(using, path.dirname(target));
  const mode = isThere ? disk.statSync(target).mode & 0o777 : 0o666;
  const written: string[] = [];
  try {
    for (const beside of findLeft(target)) if (!isInUse(using, beside)) disk.rmSync(beside, { force: true });
    const write = (content: string | Uint8Array) => {
      const beside = nameTemporary(using, target);
      inProgress.add(beside);
      written.push(beside);
      writeTemporary(using, beside, content, mode);
      return beside;
    };
    const old = isThere ? write(disk.readFileSync(target)) : undefined;
    const made = text === undefined ? undefined : write(text);
    return { target, made, old, firstMade };
  } catch (error) {
    for (const beside of written) {
      inProgress.delete(beside);
      tolerate(() => disk.rmSync(beside, { force: true }));
    }
    if (firstMade !== undefined) tolerate(() => removeEmptyFolders(using, path.dirname(target), firstMade));
    throw error;
  }
}

function writeTemporary(using: DiskAccess, beside: string, content: string | Uint8Array, mode: number): void {
  const { disk } = using;
  const opened = disk.openSync(beside, 'wx', mode);
  try {
    writeAll(using, opened, content);
  } finally {
    disk.closeSync(opened);
  }
}

/** Makes sure that the texts beside a file are on the disk. */
function syncStaged(using: DiskAccess, { made, old }: StagedChange): void {
  for (const beside of [made, old]) if (beside !== undefined) syncFile(using, beside);
}

/** Makes sure that the names of changed files are on the disk, each folder once. */
function syncFolders(using: DiskAccess, changes: readonly StagedChange[]): void {
  for (const folder of new Set(changes.map(({ target }) => path.dirname(target))))
    attemptOnDisk(`cannot write \`${folder}\``, () => syncFolder(using, folder));
}

function putInPlace(using: DiskAccess, { target, made }: StagedChange): void {
  if (made === undefined) using.disk.rmSync(target);
  else using.disk.renameSync(made, target);
}

/** Puts a file back as it was, and tells whether that succeeded. */
function putBack(using: DiskAccess, { target, old }: StagedChange): boolean {
  try {
    if (old === undefined) using.disk.rmSync(target, { force: true });
    else using.disk.renameSync(old, target);
    return true;
  } catch {
    return false;
  }
}

/** Returns an error that also names the files that could not be put back; the error itself if there are none. */
function explainRest(error: unknown, left: readonly StagedChange[]): unknown {
  const [first] = left;
  if (first === undefined || !(error instanceof Error)) return error;
  const names = left.map(({ target }) => `\`${target}\``).join(', ');
  return new DiskError(`${error.message}; and these files were changed and could not be put back: ${names}`);
}
