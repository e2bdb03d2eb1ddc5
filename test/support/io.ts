import type { Io } from '../../compiler/commands/command.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

/** An `Io` over files in memory, and what a command wrote and removed there. */
export function ioInMemory(texts: Readonly<Record<string, string>>, overrides: Partial<Io> = {}) {
  const disk: Record<string, string> = { ...texts };
  const isIn = (folder: string) => (path: string) => folder === '.' || path.startsWith(`${folder}/`);
  const below = (folder: string) => {
    const files = filesInMemory(disk);
    return {
      ...files,
      list: (wanted: (path: string) => boolean) => files.list((path) => isIn(folder)(path) && wanted(path)),
    };
  };
  const io: Io = {
    version: '1.2.3',
    folder: '/home/work',
    width: 100,
    today: '2027-01-31',
    colours: { out: chooseColours(false), err: chooseColours(false) },
    kind: (path) => (path in disk ? 'file' : Object.keys(disk).some(isIn(path)) ? 'folder' : 'nothing'),
    files: below,
    disk: below,
    write(path, text, mustBeNew = false) {
      if (mustBeNew && path in disk) throw new Error(`${path} exists already`);
      disk[path] = text;
    },
    remove(path) {
      delete disk[path];
    },
    changeFiles(changes, checks) {
      checks?.before?.();
      for (const { file, text } of changes)
        if (text === undefined) delete disk[file];
        else disk[file] = text;
      checks?.after?.();
    },
    writeFolder() {
      throw new Error('files in memory are in no folder that could be replaced');
    },
    writeLargeFile() {
      throw new Error('files in memory are made of no others');
    },
    recoverFolder() {},
    ...overrides,
  };
  return { io, disk };
}

/** Returns the whole answer of a command, which may come in pieces. */
export const textOf = (out: string | Iterable<string>): string =>
  typeof out === 'string' ? out : [...out].join('');
