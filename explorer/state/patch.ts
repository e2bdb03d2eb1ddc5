import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import type { FileChanges } from './world.ts';

/** The difference of one file, in hunks. */
export interface FilePatch {
  readonly path: string;
  readonly kind: 'new' | 'changed' | 'gone';
  readonly patch: StructuredPatch;
}

/** Compares the files that changes leave otherwise with what they were. */
export const listPatches = (
  changes: FileChanges,
  textBefore: (path: string) => string | undefined,
): readonly FilePatch[] =>
  [...changes].map(([path, text]) => {
    const before = textBefore(path);
    const [from, to] = [
      before === undefined ? '/dev/null' : `a/${path}`,
      text === null ? '/dev/null' : `b/${path}`,
    ];
    return {
      path,
      kind: before === undefined ? 'new' : text === null ? 'gone' : 'changed',
      patch: structuredPatch(from, to, before ?? '', text ?? '', undefined, undefined, { context: 3 }),
    };
  });

/** Writes a patch that `git apply` takes, of files below the policies folder. */
export const writePatch = (patches: readonly FilePatch[]): string =>
  patches.map(({ patch }) => formatPatch(patch, FILE_HEADERS_ONLY)).join('');
