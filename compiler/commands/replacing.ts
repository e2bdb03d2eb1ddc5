import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../io/disk.ts';
import { Misuse } from './command.ts';

/** Writes one file of a folder in the making, piece by piece; `each` is told of every piece that is written. */
export type Put = (
  file: string,
  pieces: Iterable<Uint8Array | string>,
  each: () => Promise<void>,
) => Promise<void>;

/**
 * Puts a folder in place whole. What `fill` puts goes into `<folder>.tmp`, which takes the place of the folder only
 * when all is there, and only if `isWanted` says so of what `fill` found. Whatever goes wrong before leaves the
 * folder as it was, and nothing beside it.
 */
export async function replacing<Found>(
  folder: string,
  fill: (put: Put) => Promise<Found>,
  isWanted: (found: Found) => boolean = () => true,
): Promise<Found> {
  const beside = `${folder}.tmp`;
  const [made, old] = [path.join(beside, 'new'), path.join(beside, 'old')];
  const disk = <T>(act: () => T): T => attempt(`cannot write \`${folder}\``, act);
  disk(() => mkdirSync(path.dirname(beside), { recursive: true }));
  if (existsSync(beside))
    throw new Misuse(`\`${beside}\` is there: another run is at work, or one was killed; if so, remove it`);
  disk(() => mkdirSync(beside));
  try {
    disk(() => mkdirSync(made));
    const found = await fill(putInto(made, disk));
    if (isWanted(found)) disk(() => swap(folder, made, old));
    return found;
  } finally {
    // What was there before is only thrown away when something is there again.
    if (existsSync(folder) || !existsSync(old)) rmSync(beside, { recursive: true, force: true });
  }
}

/**
 * Puts one file in place whole: it is written beside and takes the place when all of it is on the disk. Throws
 * `Misuse` where that is not possible, and leaves what was there.
 */
export function replacingFile(file: string, text: string): void {
  const beside = `${file}.tmp`;
  attempt(`cannot write \`${file}\``, () => mkdirSync(path.dirname(file), { recursive: true }));
  if (existsSync(beside))
    throw new Misuse(`\`${beside}\` is there: another run is at work, or one was killed; if so, remove it`);
  attempt(`cannot write \`${file}\``, () => {
    const opened = openSync(beside, 'wx');
    try {
      try {
        writeAll(opened, text);
        fsyncSync(opened);
      } finally {
        closeSync(opened);
      }
      renameSync(beside, file);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  });
}

function putInto(made: string, disk: <T>(act: () => T) => T): Put {
  const folders = new Set<string>();
  return async (file, pieces, each) => {
    const at = path.join(made, file);
    const above = path.dirname(at);
    if (!folders.has(above)) disk(() => mkdirSync(above, { recursive: true }));
    folders.add(above);
    const opened = disk(() => openSync(at, 'wx'));
    try {
      for (const piece of pieces) {
        disk(() => writeAll(opened, piece));
        await each();
      }
    } finally {
      closeSync(opened);
    }
  };
}

function writeAll(opened: number, piece: Uint8Array | string): void {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
  for (let done = 0; done < bytes.length; ) done += writeSync(opened, bytes, done);
}

/** Puts one folder in the place of another, which goes to a third; if that fails, it is where it was. */
function swap(folder: string, made: string, old: string): void {
  const isThere = existsSync(folder);
  if (isThere) renameSync(folder, old);
  try {
    renameSync(made, folder);
  } catch (error) {
    if (isThere) renameSync(old, folder);
    throw error;
  }
}

/** Does something with the disk. A disk that says no is not a bug in plafond: it is thrown as `Misuse`. */
export function attempt<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Misuse(`${what}: ${reasonOf(error)}`);
  }
}
