import { createContext, useContext } from 'react';
import type { ExplorerData } from './state/data.ts';
import type { Route, ViewName } from './state/route.ts';
import type { Tray, TrayAction, TrayEdit } from './state/tray.ts';
import type { FileChanges, World } from './state/world.ts';

/** All that the views share. */
export interface Explorer {
  readonly data: ExplorerData;
  /** The day by which waivers hold, as `2027-03-31`. */
  readonly today: string;
  /** The policies as the files are. */
  readonly tree: World;
  /** The policies with the edits that wait in the tray; the same as the tree if there are none. */
  readonly draft: World;
  /** The policies that those are compared with; absent if there is no base. */
  readonly base?: World;
  readonly tray: Tray;
  /** The files that the tray leaves otherwise. */
  readonly changes: FileChanges;
  /** The files in the tray that somebody else changed meanwhile. */
  readonly overtaken: readonly string[];
  readonly act: (action: TrayAction) => void;
  /** Puts an edit into the tray. */
  readonly addEdit: (edit: Pick<TrayEdit, 'title' | 'files'>) => void;
  readonly route: Route;
  /** Goes to another place of the page; choices that are undefined are gone. */
  readonly go: (params: Readonly<Record<string, string | undefined>>, view?: ViewName) => void;
  /** Returns the address of another place of the page. */
  readonly linkTo: (params: Readonly<Record<string, string | undefined>>, view?: ViewName) => string;
}

/** The context of all views, which `App` fills in. */
export const ExplorerContext = createContext<Explorer | undefined>(undefined);

/** Returns what the views share. */
export function useExplorer(): Explorer {
  const explorer = useContext(ExplorerContext);
  if (!explorer) throw new Error('a part of the explorer stands outside of it');
  return explorer;
}
