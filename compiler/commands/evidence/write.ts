import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { type Listed, manifestPath, readManifest } from '../../print/evidence/manifest.ts';
import type { PackFile } from '../../print/evidence/pack.ts';
import { reasonOf } from '../../text/files.ts';
import { Misuse } from '../command.ts';
import { refuseToReplace } from '../compile/replace.ts';

/** Is told of every piece that was written. */
export type EachPiece = () => Promise<void>;

/** A file that was written. */
export interface Written extends Listed {
  readonly path: string;
}

/**
 * Makes a folder hold exactly a pack, whose files are written as they are made: into `<folder>.tmp`, which takes its
 * place only when all are there. Whatever goes wrong before leaves the folder as it was, and nothing beside it.
 */
export async function writePack(
  folder: string,
  files: Iterable<PackFile>,
  each: EachPiece,
): Promise<readonly Written[]> {
  const beside = `${folder}.tmp`;
  const [made, old] = [path.join(beside, 'new'), path.join(beside, 'old')];
  const disk = <T>(act: () => T): T => attempt(`cannot write \`${folder}\``, act);
  disk(() => mkdirSync(path.dirname(beside), { recursive: true }));
  if (existsSync(beside))
    throw new Misuse(`\`${beside}\` is there: another run is at work, or one was killed; if so, remove it`);
  disk(() => mkdirSync(made, { recursive: true }));
  try {
    const written: Written[] = [];
    for (const { path: file, content, listed } of files) {
      const at = path.join(made, file);
      disk(() => mkdirSync(path.dirname(at), { recursive: true }));
      const opened = disk(() => openSync(at, 'wx'));
      try {
        for (const piece of content) {
          disk(() => writeAll(opened, piece));
          await each();
        }
      } finally {
        closeSync(opened);
      }
      written.push({ path: file, ...listed() });
    }
    disk(() => swap(folder, made, old));
    return written;
  } finally {
    // What was there before is only thrown away when something is there again.
    if (existsSync(folder) || !existsSync(old)) rmSync(beside, { recursive: true, force: true });
  }
}

function writeAll(opened: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(opened, bytes, done);
}

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

/**
 * Refuses, by `Misuse`, to replace a folder that is neither empty nor a pack, that is needed where it is, or that
 * holds what is not of the pack, as an attestation that somebody has filled in.
 */
export function refuseToReplacePack(folder: string, needed: ReadonlyMap<string, string>): void {
  refuseToReplace(folder, needed);
  const present = filesIn(folder);
  if (present.length === 0) return;
  const elsewhere = 'name another folder with `--out`';
  const text = attempt(`cannot read \`${folder}\``, () =>
    readFileSync(path.join(folder, manifestPath), 'utf8'),
  );
  const manifest = readManifest(text);
  if (!manifest)
    throw new Misuse(`\`${folder}\` is no evidence pack, so it is left alone; empty it or ${elsewhere}`);
  const foreign = present.find((file) => file !== manifestPath && !Object.hasOwn(manifest.files, file));
  if (foreign !== undefined)
    throw new Misuse(
      `\`${folder}/${foreign}\` is not of the pack and would be lost; move it away or ${elsewhere}`,
    );
}

/** All but the folders in a folder, by path from there, sorted; none where there is no such folder. */
export function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return attempt(`cannot read \`${folder}\``, () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }),
  )
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}

/** Does something with the disk. A disk that says no is not a bug in plafond: it is thrown as `Misuse`. */
export function attempt<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Misuse(`${what}: ${reasonOf(error)}`);
  }
}
