import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { hashContent } from './hash-content.ts';
import { makeFolders } from './make-folders.ts';

/**
 * A store of results that can be made again, each under the digest of everything that it depends on. The store may lose
 * any result at any time, and then answers as if it had never been written. It never returns other bytes than were
 * written.
 */
export interface Cache {
  /** The absolute folder in which it is. */
  readonly folder: string;
  /** Returns the key of a result: the digest of the compiler and of facts, in their order. */
  keyOf(...facts: readonly unknown[]): string;
  /** Returns the text that was written under a key; undefined if there is nothing, or not all of it. */
  read(key: string): string | undefined;
  /** Returns what was written under a key, byte by byte. */
  readBytes(key: string): Buffer | undefined;
  /** Writes a result, whole or not at all. If the disk refuses, nothing happens. */
  write(key: string, content: string | Uint8Array): void;
}

/** The facts about a process that decide where its cache is. */
export interface CachePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
}

/** The facts about a process by which it shares a folder with others. */
export interface CacheUser {
  /** The digest of the compiler with the version of what runs it: another one's results are never read. */
  readonly compiler: string;
  readonly pid: number;
  /** The number of the user, on systems that have one. */
  readonly user?: number | undefined;
}

/** The most bytes that are kept of all results together; the oldest go first. */
const mostBytes = 256 * 1024 * 1024;

/** Opens the cache of a user; undefined if the environment says `PLAFOND_CACHE=off`, in any case, or names no place for it. */
export function openCache(place: CachePlace, by: CacheUser): Cache | undefined {
  const folder = findCacheFolder(place);
  return folder === undefined ? undefined : openCacheIn(folder, by);
}

/** Opens the cache in a folder, which need not be there. A folder that somebody else can write to is not used. */
export function openCacheIn(folder: string, { compiler, pid, user }: CacheUser, limit = mostBytes): Cache {
  const at = (key: string) => path.join(folder, key);
  const readBytes = (key: string) =>
    tolerate(() => (isOwn(folder, user) ? open(key, readFileSync(at(key))) : undefined));
  return {
    folder,
    keyOf: (...facts) => hashContent(`${JSON.stringify([compiler, facts])}`),
    read: (key) => readBytes(key)?.toString('utf8'),
    readBytes,
    write(key, content) {
      tolerate(() => {
        makeFolders(folder, 0o700);
        if (!isOwn(folder, user)) return;
        const beside = at(`${key}.${pid}.tmp`);
        // A killed run with the same number may have left one; every run in a container has the number 1.
        rmSync(beside, { force: true });
        writeFileSync(beside, seal(key, Buffer.from(content)), { flag: 'wx', mode: 0o600 });
        renameSync(beside, at(key));
        // Looking at every file takes time, so only about one in sixteen writes does it.
        if (key.startsWith('0')) removeOldest(folder, limit);
      });
    },
  };
}

/** Returns the folder of the cache: what `PLAFOND_CACHE` names, or the place where the system keeps caches of a user. */
export function findCacheFolder({ env, platform }: CachePlace): string | undefined {
  const { PLAFOND_CACHE: named, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (named?.toLowerCase() === 'off') return undefined;
  if (named) return path.resolve(named);
  if (xdg && path.isAbsolute(xdg)) return path.join(xdg, 'plafond');
  if (platform === 'win32') return local ? path.join(local, 'plafond', 'Cache') : undefined;
  const home = tolerate(homedir);
  if (!home || !path.isAbsolute(home)) return undefined;
  return path.join(home, ...(platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']), 'plafond');
}

/** The length of the seal before a result: a digest in hexadecimal digits, and a line break. */
const sealLength = 65;

/**
 * Returns the seal before a result: the digest of its key and of itself. By it `open` notices a result that is damaged
 * or misplaced.
 */
const makeSeal = (key: string, bytes: Uint8Array): string =>
  `${createHash('sha256').update(`${key}\n`).update(bytes).digest('hex')}\n`;

const seal = (key: string, bytes: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(makeSeal(key, bytes)), bytes]);

function open(key: string, sealed: Buffer): Buffer | undefined {
  const bytes = sealed.subarray(sealLength);
  return sealed.toString('latin1', 0, sealLength) === makeSeal(key, bytes) ? bytes : undefined;
}

/**
 * Returns true if a path is a folder to which nobody but this user can write. On systems whose users have no number,
 * the owner is not looked at.
 */
function isOwn(folder: string, user: number | undefined): boolean {
  const status = lstatSync(folder);
  if (!status.isDirectory()) return false;
  return user === undefined || (status.uid === user && (status.mode & 0o022) === 0);
}

/** Removes the oldest results until the others are small enough together. */
function removeOldest(folder: string, limit: number): void {
  const entries = readdirSync(folder)
    .filter((name) => /^[0-9a-f]{64}(\.\d+\.tmp)?$/.test(name))
    .flatMap((name) => tolerate(() => ({ at: path.join(folder, name), ...sizeOf(folder, name) })) ?? [])
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  let sum = 0;
  for (const { at, size } of entries) {
    sum += size;
    if (sum > limit) rmSync(at, { force: true });
  }
}

function sizeOf(folder: string, name: string): { readonly size: number; readonly mtimeMs: number } {
  const { size, mtimeMs } = statSync(path.join(folder, name));
  return { size, mtimeMs };
}

/** Runs a step whose failure does no harm; returns undefined if it fails. */
function tolerate<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
