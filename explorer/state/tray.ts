import type { FileChanges } from './world.ts';

/** An edit that waits to be written. */
export interface TrayEdit {
  /** The sentence by which people know it. */
  readonly title: string;
  readonly files: FileChanges;
  /** The texts that these files had in the folder when it was made; null for one that was not there. */
  readonly started: FileChanges;
}

/** The edits that were made, in their order, and those that were taken back. */
export interface Tray {
  readonly edits: readonly TrayEdit[];
  readonly undone: readonly TrayEdit[];
}

/** The things that happen to a tray. */
export type TrayAction =
  | { readonly kind: 'edit'; readonly edit: TrayEdit }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'clear' };

/** The tray in which nothing is. */
export const emptyTray: Tray = { edits: [], undone: [] };

/** Returns a tray after something happened to it. */
export function changeTray(tray: Tray, action: TrayAction): Tray {
  const { edits, undone } = tray;
  switch (action.kind) {
    case 'edit':
      return { edits: [...edits, action.edit], undone: [] };
    case 'undo': {
      const last = edits.at(-1);
      return last ? { edits: edits.slice(0, -1), undone: [...undone, last] } : tray;
    }
    case 'redo': {
      const last = undone.at(-1);
      return last ? { edits: [...edits, last], undone: undone.slice(0, -1) } : tray;
    }
    case 'clear':
      return emptyTray;
  }
}

/** Returns the texts of all files that the edits leave otherwise than they were; null for a file that goes. */
export function collectChanges(
  { edits }: Pick<Tray, 'edits'>,
  textBefore: (path: string) => string | undefined,
): FileChanges {
  const all = new Map(edits.flatMap(({ files }) => [...files]));
  for (const [path, text] of all) if ((textBefore(path) ?? null) === text) all.delete(path);
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns the text that a file had in the folder when the first edit of it was made; null if it was not there. */
export const findStart = ({ edits }: Pick<Tray, 'edits'>, path: string): string | null =>
  edits.find(({ started }) => started.has(path))?.started.get(path) ?? null;

/** Lists the files that somebody else changed in the folder since they were edited here: to write them would undo that. */
export const listOvertaken = (
  tray: Pick<Tray, 'edits'>,
  changes: FileChanges,
  textNow: (path: string) => string | undefined,
): readonly string[] =>
  [...changes.keys()].filter((path) => findStart(tray, path) !== (textNow(path) ?? null));
