import { statSync } from 'node:fs';
import { filesOnDisk } from '../io/disk.ts';
import { openWriter, type Running } from '../io/writer.ts';
import type { Io } from './command.ts';

/** What only the process knows. */
export interface Surroundings
  extends Pick<Io, 'version' | 'folder' | 'width' | 'today' | 'signingKey' | 'colours' | 'follow'> {
  /** The process itself: what killed ones have left is removed where it is known. */
  readonly running?: Running;
}

/** The real thing: reads and writes the disk, from the folder in which the process was started. */
export function ioOnDisk({ running, ...surroundings }: Surroundings): Io {
  const writer = openWriter(running);
  return {
    ...surroundings,
    kind(at) {
      try {
        return statSync(at).isDirectory() ? 'folder' : 'file';
      } catch {
        return 'nothing';
      }
    },
    files: filesOnDisk,
    write: writer.file,
    remove: writer.remove,
    writeFolder: writer.folder,
    recoverFolder: writer.recover,
  };
}
