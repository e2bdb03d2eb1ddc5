import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import {
  decodePath,
  type Files,
  isNotUtf8,
  refuseSize,
  type Unreadable,
  unreadableLink,
  unreadableName,
  unreadableSubmodule,
} from '../text/files.ts';

/**
 * Returns the files below a folder on disk. Symbolic links are not followed and repositories inside the folder are not
 * entered: the files are those that a commit of the folder would hold.
 */
export function filesOnDisk(folder: string): Files {
  const unreadable = new Map<string, Unreadable>();
  const link = findLinkTo(folder);
  const plainFolders = new Set<string>();
  return {
    list(wanted) {
      if (link !== undefined) return [link];
      const found: string[] = [];
      walk(spellBytes(folder), { found, unreadable, plainFolders, wanted });
      return found.sort();
    },
    read(file, limit) {
      if (link !== undefined) return unreadableLink;
      return unreadable.get(file) ?? explainRefusal(folder, file, plainFolders) ?? readBytes(file, limit);
    },
  };
}

interface Walk {
  readonly found: string[];
  readonly unreadable: Map<string, Unreadable>;
  /** The folders that were walked through: none of them is a link. */
  readonly plainFolders: Set<string>;
  readonly wanted: (path: string) => boolean;
}

/**
 * Walks through a folder, whose path is spelled by its bytes and so are the names that are read: a name that is not UTF-8 is
 * found and reported. Another repository is not entered, unless the walk begins there.
 */
function walk(folder: string, context: Walk, isFirst = true): void {
  const { found, unreadable, plainFolders, wanted } = context;
  const give = (at: string, reason: Unreadable) => {
    found.push(at);
    unreadable.set(at, reason);
  };
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(toDiskPath(folder), { encoding: 'latin1', withFileTypes: true });
  } catch (error) {
    give(readSpelled(path.posix.normalize(folder)), { unreadable: explainDiskError(error) });
    return;
  }
  if (!isFirst && entries.some(({ name }) => name === '.git')) {
    give(readSpelled(folder), unreadableSubmodule);
    return;
  }
  if (!isFirst) plainFolders.add(readSpelled(folder));
  for (const entry of entries) {
    if (entry.name === '.git') continue;
    const spelled = path.posix.normalize(`${folder}/${entry.name}`);
    const at = readSpelled(spelled);
    if (entry.isSymbolicLink()) give(at, unreadableLink);
    else if (entry.isDirectory()) walk(spelled, context, false);
    else if (wanted(at)) isNotUtf8(at) ? give(at, unreadableName) : found.push(at);
  }
}

const beyondAscii = /[^\0-\x7f]/;

/** Spells a path by its bytes, each as one character: what is ASCII is spelled by itself. */
const spellBytes = (at: string): string => (beyondAscii.test(at) ? Buffer.from(at).toString('latin1') : at);

/** Returns a path that is spelled by its bytes as the system takes it. */
const toDiskPath = (spelled: string): string | Buffer =>
  beyondAscii.test(spelled) ? Buffer.from(spelled, 'latin1') : spelled;

/** Reads a path that is spelled by its bytes. */
const readSpelled = (spelled: string): string =>
  beyondAscii.test(spelled) ? decodePath(Buffer.from(spelled, 'latin1')) : spelled;

/** Returns the folder itself, or the nearest one above it that is there now. */
export function findFolderAbove(folder: string): string {
  let found = folder;
  while (!statSync(found, { throwIfNoEntry: false })?.isDirectory() && path.dirname(found) !== found)
    found = path.dirname(found);
  return found;
}

/** Returns true if a folder is a repository. In another one git keeps its commit alone, and none of its files. */
const isRepository = (folder: string): boolean =>
  lstatSync(`${folder}/.git`, { throwIfNoEntry: false }) !== undefined;

/**
 * Returns the reason for which a file is not read without looking at it: it is outside the folder, or behind a link. Folders
 * on the way that are no link are noted in `plain` and not looked at again.
 */
function explainRefusal(folder: string, file: string, plain: Set<string>): Unreadable | undefined {
  // If the file itself is a link, `readBytes` is refused by the system where that can be asked for.
  if (constants.O_NOFOLLOW !== undefined && plain.has(path.posix.dirname(file))) return undefined;
  const steps = path.posix.relative(folder, file).split('/');
  if (steps[0] === '..') return { unreadable: 'it is outside of the folder' };
  try {
    for (const at of steps.keys()) {
      const step = path.posix.join(folder, ...steps.slice(0, at + 1));
      if (plain.has(step)) continue;
      if (lstatSync(step).isSymbolicLink()) return unreadableLink;
      if (at < steps.length - 1) plain.add(step);
    }
    return undefined;
  } catch (error) {
    return { unreadable: explainDiskError(error) };
  }
}

/**
 * Returns the reason for which a file below a folder is not to be written, in words that complete “not written: …”: it is
 * no file, or something on the way to it is a link, another repository or no folder. Undefined if nothing stands in its way.
 */
export function explainNoPlace(folder: string, file: string): string | undefined {
  if (findLinkTo(folder) !== undefined) return unreadableLink.unreadable;
  const steps = path.posix.relative(folder, file).split('/');
  if (steps[0] === '..') return 'it is outside of the folder';
  for (const at of steps.keys()) {
    const step = path.posix.join(folder, ...steps.slice(0, at + 1));
    const status = lstatSync(step, { throwIfNoEntry: false });
    if (status === undefined) return undefined;
    if (status.isSymbolicLink()) return unreadableLink.unreadable;
    if (at === steps.length - 1) return status.isFile() ? undefined : 'it is no file';
    if (!status.isDirectory()) return `\`${step}\` is no folder`;
    if (isRepository(step)) return unreadableSubmodule.unreadable;
  }
  return undefined;
}

/** Reads a file. A link that has taken its place is not followed, and a pipe is not waited for. */
function readBytes(file: string, limit: number): Uint8Array | Unreadable {
  try {
    const opened = openSync(
      file,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    try {
      const status = fstatSync(opened);
      if (!status.isFile()) return { unreadable: 'it is neither a file nor a folder' };
      if (status.size > limit) return refuseSize(status.size, limit);
      // Files that the system makes while they are read have no size.
      return status.size === 0 ? readFileSync(opened) : fill(takeRoom(status.size), opened);
    } finally {
      closeSync(opened);
    }
  } catch (error) {
    const isLink = error instanceof Error && 'code' in error && error.code === 'ELOOP';
    return isLink ? unreadableLink : { unreadable: explainDiskError(error) };
  }
}

/** Reads a file into memory of the size that it had, and returns what there was of it. */
function fill(room: Buffer, opened: number): Buffer {
  let length = 0;
  while (length < room.length) {
    const read = readSync(opened, room, length, room.length - length, null);
    if (read === 0) break;
    length += read;
  }
  return room.subarray(0, length);
}

/** The size of the pieces of memory that files share: to ask for some, and to give it back, takes as long as to read a short file. */
const pieceSize = 128 * 1024;
let piece = Buffer.alloc(0);
let taken = 0;

/** Returns memory for a file, which nobody else is given. */
function takeRoom(size: number): Buffer {
  if (size > pieceSize / 8) return Buffer.allocUnsafeSlow(size);
  if (taken + size > piece.length) {
    piece = Buffer.allocUnsafeSlow(pieceSize);
    taken = 0;
  }
  taken += size;
  return piece.subarray(taken - size, taken);
}

/**
 * Returns the first link on the way to a folder that lies in a git work tree: git holds the link there, and in another
 * revision it may lead elsewhere. Links outside of any work tree belong to the machine, as /tmp on a Mac.
 */
export function findLinkTo(folder: string): string | undefined {
  const whole = path.resolve(folder);
  const steps = whole.split(path.sep);
  for (let at = 2; at <= steps.length; at++) {
    const step = steps.slice(0, at).join(path.sep);
    const isLinked = lstatSync(step, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    if (isLinked && isInWorkTree(path.dirname(step)))
      return path.relative('.', step).replaceAll(path.sep, '/');
  }
  return undefined;
}

/** Returns true if a folder, or one above it, is that of a repository. */
export const isInWorkTree = (folder: string): boolean => findWorkTree(folder) !== undefined;

/** Returns the folder itself, or the nearest one above it, that is the root of a repository. */
export function findWorkTree(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (lstatSync(path.join(at, '.git'), { throwIfNoEntry: false })) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: unreadableLink.unreadable,
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'something on the way there is a file',
  ENOTEMPTY: 'another run has just written it; start this one again',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EROFS: 'the disk is read-only',
  EEXIST: 'it exists already',
};

/** Returns an error of the file system in words. */
export function explainDiskError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

/** Tells what lies at a path: a folder, anything else, or nothing. */
export function findKind(at: string): 'file' | 'folder' | 'nothing' {
  try {
    return statSync(at).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

/** Lists the names of the folders in a folder, sorted; none if it cannot be read. Links are not followed. */
export function listFolders(at: string): readonly string[] {
  try {
    const entries = readdirSync(at, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch {
    return [];
  }
}
