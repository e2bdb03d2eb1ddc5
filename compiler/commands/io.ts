import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesOnDisk, reasonOf } from '../io/disk.ts';
import { type Io, Misuse } from './command.ts';

/** What only the process knows. */
export type Surroundings = Pick<
  Io,
  'version' | 'folder' | 'width' | 'today' | 'signingKey' | 'colours' | 'follow'
>;

/** The real thing: reads and writes the disk, from the folder in which the process was started. */
export function ioOnDisk(surroundings: Surroundings): Io {
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
    write(at, text) {
      attempt(`cannot write \`${at}\``, () => {
        mkdirSync(path.dirname(at), { recursive: true });
        writeFileSync(at, text);
      });
    },
    remove(at) {
      attempt(`cannot remove \`${at}\``, () => rmSync(at));
    },
  };
}

/** A disk that says no is not a bug in plafond. */
function attempt(what: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new Misuse(`${what}: ${reasonOf(error)}`);
  }
}
