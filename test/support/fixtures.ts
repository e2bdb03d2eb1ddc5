import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Io } from '../../compiler/commands/command.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import type { Files } from '../../compiler/text/files.ts';
import { ioInMemory } from './io.ts';

/** The folder of tests, as seen from where vitest is started. */
const tests = path.relative('.', path.join(import.meta.dirname, '..')).replaceAll(path.sep, '/');

/** One case: a folder that holds an input and the exact output expected of it. */
export interface Fixture {
  readonly name: string;
  readonly folder: string;
}

/** The cases of one sort, sorted by name; none where nobody has written any yet. */
export function fixturesIn(sort: string): readonly Fixture[] {
  const folder = `${tests}/${sort}`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: `${folder}/${name}` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Parts the cases that are of thousands of files or lines from the others: reading one of them alone takes seconds. */
export function bySize(fixtures: readonly Fixture[]): readonly [small: Fixture[], large: Fixture[]] {
  const isLarge = ({ name }: Fixture) => name.endsWith('too-large');
  return [fixtures.filter((one) => !isLarge(one)), fixtures.filter(isLarge)];
}

/** Lists the expected files of a case, by their paths from its folder: `expected.txt`, or everything in `expected/`. */
export function expectedOf({ folder }: Fixture): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => /^expected[./]/.test(file))
    .sort();
}

/** The command line that a case is about: what its `command.txt` says, or `check`. */
export function commandOf({ folder }: Fixture): readonly string[] {
  const file = `${folder}/command.txt`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(/\s+/) : ['check'];
}

/** The files on disk below a folder, with paths as they read from inside it: `policies/call.yaml`. */
export function filesBelow(root: string, folder: string): Files {
  const disk = filesOnDisk(`${root}/${folder}`);
  return {
    list: (wanted) => disk.list(wanted).map((file) => file.slice(root.length + 1)),
    read: (file, limit) => disk.read(`${root}/${file}`, limit),
  };
}

/**
 * Returns the same files, each as many times as `copies.txt` in the folder says: more than a repository should hold.
 */
function copiesBelow(root: string, folder: string): Files {
  const files = filesBelow(root, folder);
  const said = `${root}/copies.txt`;
  if (!existsSync(said)) return files;
  const copies = Array.from({ length: Number(readFileSync(said, 'utf8')) }, (_, at) => `${at}/`);
  const original = (file: string) => file.slice(file.indexOf('/') + 1);
  return {
    list(wanted) {
      const found = files.list(wanted);
      return copies.flatMap((copy) => found.map((file) => copy + file)).sort();
    },
    read: (file, limit) => files.read(original(file), limit),
  };
}

/** Returns the `Io` of a command that is started inside a case's folder. */
export function ioBelow(root: string): Io {
  const { io } = ioInMemory({}, { files: (folder) => copiesBelow(root, folder) });
  return {
    ...io,
    kind(at) {
      const status = statSync(`${root}/${at}`, { throwIfNoEntry: false });
      return status === undefined ? 'nothing' : status.isDirectory() ? 'folder' : 'file';
    },
  };
}
