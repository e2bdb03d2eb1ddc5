import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Files, StoredRows } from '../text/files.ts';
import { attempt } from './attempt.ts';
import type { Io } from './command.ts';

/** The option `--roles` of the commands that can read the roles of a database too. */
export const rolesOption = {
  roles: {
    type: 'string',
    describe: 'roles of a database beside those of the files: its rows, as JSON or JSON lines',
  },
} as const;

/** Reads the rows that `--roles` names; undefined where it names none. Throws `MisuseError` if the disk refuses. */
export function readRows(file: string | undefined, { folder }: Io): StoredRows | undefined {
  if (file === undefined) return undefined;
  const bytes = attempt(`cannot read the roles \`${file}\``, () => readFileSync(path.resolve(folder, file)));
  const shown = path.relative(folder, path.resolve(folder, file)).replaceAll(path.sep, '/');
  return { path: shown, bytes };
}

/** Returns files with the rows of a database beside them. */
export const addRows = (files: Files, stored: StoredRows | undefined): Files =>
  stored ? { ...files, stored } : files;
