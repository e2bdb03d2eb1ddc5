import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Artifact } from '../../model/artifact.ts';
import { reasonOf } from '../../text/files.ts';
import { Misuse } from '../command.ts';
import { type Comparison, compare, type EachArtifact } from './compare.ts';

/**
 * Makes a folder hold exactly these artifacts. They are written into `<folder>.tmp`, and take its place only when
 * all are there: whatever goes wrong before leaves the folder as it was, and nothing beside it. Says how the
 * folder was different; where it was not, it is not touched.
 */
export async function replace(
  folder: string,
  artifacts: Iterable<Artifact>,
  each: EachArtifact,
): Promise<Comparison> {
  const beside = `${folder}.tmp`;
  const made = path.join(beside, 'new');
  const write = <T>(act: () => T): T => attempt(`cannot write \`${folder}\``, act);
  write(() => mkdirSync(path.dirname(beside), { recursive: true }));
  if (existsSync(beside))
    throw new Misuse(`\`${beside}\` is there: another run is at work, or one was killed; if so, remove it`);
  write(() => mkdirSync(beside));
  try {
    write(() => mkdirSync(made));
    const folders = new Set<string>();
    const comparison = await compare(folder, artifacts, async (file, bytes) => {
      const at = path.join(made, file);
      const above = path.dirname(at);
      write(() => {
        if (!folders.has(above)) mkdirSync(above, { recursive: true });
        writeFileSync(at, bytes);
      });
      folders.add(above);
      await each(file, bytes);
    });
    if (isDifferent(comparison)) write(() => swap(folder, made, path.join(beside, 'old')));
    return comparison;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/** Whether a folder holds anything else than it should, or lacks something. */
export const isDifferent = ({ missing, different, orphans }: Comparison): boolean =>
  missing.length + different.length + orphans.length > 0;

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

/**
 * Refuses, by `Misuse`, to replace a folder that may hold somebody's work: one that was not compiled, a link, a
 * repository, or one that is or holds a folder needed where it is. `needed` says in words which those are.
 */
export function refuseToReplace(folder: string, needed: ReadonlyMap<string, string>): void {
  const status = statusOf(folder);
  if (status === undefined) return;
  if (status.isSymbolicLink())
    throw new Misuse(`\`${folder}\` is a symbolic link; name the folder that it leads to with \`--out\``);
  if (!status.isDirectory()) throw new Misuse(`\`${folder}\` is a file; \`--out\` names a folder`);
  const elsewhere = 'name another folder with `--out`';
  const real = realpathSync(folder);
  for (const [place, words] of needed) {
    const inner = realpathSync(place);
    if (inner === real) throw new Misuse(`\`${folder}\` is ${words}; ${elsewhere}`);
    if (`${inner}${path.sep}`.startsWith(`${real}${path.sep}`))
      throw new Misuse(`\`${folder}\` holds ${words} and would be replaced as a whole; ${elsewhere}`);
  }
  const names = attempt(`cannot read \`${folder}\``, () => readdirSync(folder));
  if (names.includes('.git'))
    throw new Misuse(`\`${folder}\` is a git repository and would be replaced as a whole; ${elsewhere}`);
  if (names.length > 0 && !isCompiled(folder))
    throw new Misuse(
      `\`${folder}\` is not empty and has no \`manifest.json\` of plafond, so it is left alone; empty it or ${elsewhere}`,
    );
}

function statusOf(folder: string) {
  try {
    return lstatSync(folder, { throwIfNoEntry: false });
  } catch {
    throw new Misuse(
      `\`${folder}\` cannot be a folder: something on the way there is a file or cannot be entered`,
    );
  }
}

/** By the manifest, of which a merge that failed leaves the head as it was. */
function isCompiled(folder: string): boolean {
  try {
    return /^ {2}"compiler": \{ "name": "plafond"/m.test(
      readFileSync(path.join(folder, 'manifest.json'), 'utf8'),
    );
  } catch {
    return false;
  }
}

/** A disk that says no is not a bug in plafond. */
function attempt<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Misuse(`${what}: ${reasonOf(error)}`);
  }
}
