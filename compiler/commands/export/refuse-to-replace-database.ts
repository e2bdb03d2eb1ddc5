import { closeSync, existsSync, lstatSync, openSync, readSync } from 'node:fs';
import { listDuckDbTables } from '../../io/fleet/duckdb.ts';
import { listSqliteTables } from '../../io/fleet/sqlite.ts';
import { DiskError } from '../../io/writer/disk-calls.ts';
import { fleetViews } from '../../print/fleet/views.ts';
import { fleetTables } from '../../questions/fleet/tables.ts';
import { attempt } from '../attempt.ts';
import { MisuseError } from '../command.ts';

/** The bytes with which a database begins and where they stand, the files beside it that are part of it, and how its tables are listed. */
const formats = {
  duckdb: {
    at: 8,
    text: 'DUCK',
    words: 'DuckDB database',
    beside: ['.wal'],
    listTables: listDuckDbTables,
  },
  sqlite: {
    at: 0,
    text: 'SQLite format 3',
    words: 'SQLite database',
    beside: ['-wal', '-journal'],
    listTables: listSqliteTables,
  },
} as const;

const elsewhere = 'name another file with `--out`';

/**
 * Throws `MisuseError` if a file is there that no export wrote, as it may be somebody's work: it is no database of the format, or
 * one with other tables. Also if changes lie beside it that are not written into it yet: the next to open it would make
 * them in the new one. Throws `QuestionError` if the package of the format is not installed.
 */
export async function refuseToReplaceDatabase(
  file: string,
  format: keyof typeof formats,
  folder: string,
): Promise<void> {
  const { at, text, words, beside, listTables } = formats[format];
  const what = `cannot write \`${file}\``;
  for (const log of beside.map((ending) => `${file}${ending}`))
    if (existsSync(log))
      throw new MisuseError(
        `\`${log}\` holds changes that are not in \`${file}\` yet, and would be made in the new one: close the program that has it open, open and close it once, or ${elsewhere}`,
      );
  const status = attempt(what, () => lstatSync(file, { throwIfNoEntry: false }));
  if (status === undefined) return;
  if (status.isDirectory())
    throw new MisuseError(`\`${file}\` is a folder; for \`--format ${format}\`, \`--out\` names a file`);
  if (status.isFile() && status.size === 0) return;
  if (!status.isFile() || readBytes(file, at, text.length) !== text)
    throw new MisuseError(`\`${file}\` exists and is not a ${words}, so it is left alone; ${elsewhere}`);
  const foreign = findForeign(await listOrRefuse(file, () => listTables(folder, file)));
  if (foreign !== undefined)
    throw new MisuseError(
      `\`${file}\` holds \`${foreign}\`, which no export wrote, so it is left alone; ${elsewhere}`,
    );
}

async function listOrRefuse(
  file: string,
  list: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    return await list();
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    throw new MisuseError(
      `\`${file}\` ${error.message}; nobody can tell that an export wrote it, so it is left alone: ${elsewhere}`,
    );
  }
}

/** Returns a table that no export wrote: an export has all tables of a fleet and no other. An empty database has none. */
function findForeign(present: readonly string[]): string | undefined {
  const own = new Set([...fleetTables, ...fleetViews].map(({ name }) => name));
  const isWhole = fleetTables.every(({ name }) => present.includes(name));
  return present.find((name) => !isWhole || !own.has(name));
}

function readBytes(file: string, at: number, length: number): string {
  return attempt(`cannot read \`${file}\``, () => {
    const opened = openSync(file, 'r');
    try {
      const buffer = Buffer.alloc(length);
      return buffer.toString('latin1', 0, readSync(opened, buffer, 0, length, at));
    } finally {
      closeSync(opened);
    }
  });
}
