import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Writer } from '../../io/writer.ts';
import { type ListedFile, packManifestPath, readPackManifest } from '../../print/evidence/manifest.ts';
import type { PackFile } from '../../print/evidence/pack.ts';
import { attempt } from '../attempt.ts';
import { Misuse } from '../command.ts';
import { refuseEditedPack } from '../compile/refuse-loss.ts';
import { refuseToReplace } from '../compile/replace.ts';

/** Is told of every piece that was written. */
export type EachPiece = () => Promise<void>;

/** A file that was written. */
export interface Written extends ListedFile {
  readonly path: string;
}

/** Makes a folder hold exactly a pack, whose files are written as they are made: as a whole or not at all. */
export const writePack = (
  writeFolder: Writer['folder'],
  folder: string,
  files: Iterable<PackFile>,
  each: EachPiece,
): Promise<readonly Written[]> =>
  writeFolder(folder, async (put) => {
    const written: Written[] = [];
    for (const { path: file, content, listed } of files) {
      await put(file, content, each);
      written.push({ path: file, ...listed() });
    }
    return written;
  });

/**
 * Refuses, by `Misuse`, to replace a folder that is neither empty nor a pack or that is needed where it is; and, unless
 * it is forced, a pack that holds what is not of it or was edited, as an attestation that somebody has filled in.
 */
export function refuseToReplacePack(
  folder: string,
  needed: ReadonlyMap<string, string>,
  isForced: boolean,
): void {
  refuseToReplace(folder, needed, 'evidence');
  const present = filesIn(folder);
  if (present.length === 0) return;
  const text = attempt(`cannot read \`${folder}\``, () =>
    readFileSync(path.join(folder, packManifestPath), 'utf8'),
  );
  if (!readPackManifest(text))
    throw new Misuse(
      `\`${folder}\` is no evidence pack, so it is left alone; empty it or name another folder with \`--out\``,
    );
  if (!isForced) refuseEditedPack(folder, present, text);
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
