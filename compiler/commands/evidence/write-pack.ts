import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Writer } from '../../io/writer.ts';
import { type ListedFile, packManifestPath, readPackManifest } from '../../print/evidence/manifest.ts';
import type { PackFile } from '../../print/evidence/pack.ts';
import { attempt } from '../attempt.ts';
import { MisuseError } from '../command.ts';
import { refuseEditedPack } from '../compile/refuse-loss.ts';
import { refuseToReplace } from '../compile/replace-folder.ts';

/** A function that is called after every piece of a pack. */
export type EachPiece = () => Promise<void>;

/** A file of a pack that was written. */
export interface WrittenFile extends ListedFile {
  readonly path: string;
}

/** Makes a folder hold exactly a pack, whole or not at all; each file is written as it is made. */
export const writePack = (
  writeFolder: Writer['folder'],
  folder: string,
  files: Iterable<PackFile>,
  each: EachPiece,
): Promise<readonly WrittenFile[]> =>
  writeFolder(folder, async (put) => {
    const written: WrittenFile[] = [];
    for (const { path: file, content, listed } of files) {
      await put(file, content, each);
      written.push({ path: file, ...listed() });
    }
    return written;
  });

/**
 * Throws `MisuseError` if a folder is neither empty nor a pack, or is one of the folders in `needed`. Unless it is
 * forced, also if the pack holds other files or was edited, as an attestation that somebody has filled in.
 */
export function refuseToReplacePack(
  folder: string,
  needed: ReadonlyMap<string, string>,
  isForced: boolean,
): void {
  refuseToReplace(folder, needed, 'evidence');
  const present = listFiles(folder);
  if (present.length === 0) return;
  const text = attempt(`cannot read \`${folder}\``, () =>
    readFileSync(path.join(folder, packManifestPath), 'utf8'),
  );
  if (!readPackManifest(text))
    throw new MisuseError(
      `\`${folder}\` is not an evidence pack, so it is left alone; empty it or name another folder with \`--out\``,
    );
  if (!isForced) refuseEditedPack(folder, present, text);
}

/** Returns the paths of everything below a folder that is no folder itself, sorted; none if it does not exist. */
export function listFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return attempt(`cannot read \`${folder}\``, () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }),
  )
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}
