import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Listed, manifestPath, readManifest } from '../../print/evidence/manifest.ts';
import type { PackFile } from '../../print/evidence/pack.ts';
import { Misuse } from '../command.ts';
import { refuseToReplace } from '../compile/replace.ts';
import { attempt, replacing } from '../replacing.ts';

/** Is told of every piece that was written. */
export type EachPiece = () => Promise<void>;

/** A file that was written. */
export interface Written extends Listed {
  readonly path: string;
}

/** Makes a folder hold exactly a pack, whose files are written as they are made: as a whole or not at all. */
export const writePack = (
  folder: string,
  files: Iterable<PackFile>,
  each: EachPiece,
): Promise<readonly Written[]> =>
  replacing(folder, async (put) => {
    const written: Written[] = [];
    for (const { path: file, content, listed } of files) {
      await put(file, content, each);
      written.push({ path: file, ...listed() });
    }
    return written;
  });

/**
 * Refuses, by `Misuse`, to replace a folder that is neither empty nor a pack, that is needed where it is, or that
 * holds what is not of the pack, as an attestation that somebody has filled in.
 */
export function refuseToReplacePack(folder: string, needed: ReadonlyMap<string, string>): void {
  refuseToReplace(folder, needed, 'evidence');
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
