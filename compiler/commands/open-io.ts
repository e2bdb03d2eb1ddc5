import { filesOfCheckout } from '../io/checkout.ts';
import { filesOnDisk, findKind, listFolders } from '../io/disk.ts';
import type { Running } from '../io/writer/disk-calls.ts';
import { openWriter } from '../io/writer.ts';
import type { Io } from './command.ts';

/** The facts about the process that a command cannot find out itself. */
export interface ProcessFacts
  extends Pick<
    Io,
    | 'version'
    | 'folder'
    | 'cache'
    | 'threads'
    | 'policiesFolder'
    | 'width'
    | 'today'
    | 'signingKey'
    | 'colours'
    | 'follow'
    | 'stay'
    | 'explorerPage'
  > {
  /** The process itself; if it is known, the temporary files of killed processes are removed. */
  readonly running?: Running;
}

/** Opens the disk for a command, seen from the folder in which the process was started. */
export function openIo({ running, ...surroundings }: ProcessFacts): Io {
  const writer = openWriter(running);
  return {
    ...surroundings,
    kind: findKind,
    folders: listFolders,
    files: filesOfCheckout,
    disk: filesOnDisk,
    write: writer.file,
    remove: writer.remove,
    changeFiles: writer.changes,
    writeFolder: writer.folder,
    writeLargeFile: writer.largeFile,
    recoverFolder: writer.recover,
  };
}
