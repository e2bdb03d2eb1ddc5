import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { attempt } from '../attempt.ts';
import { MisuseError } from '../command.ts';

/** The bytes with which a database begins, and where they stand. */
const marks = {
  duckdb: { at: 8, text: 'DUCK', words: 'DuckDB database' },
  sqlite: { at: 0, text: 'SQLite format 3', words: 'SQLite database' },
} as const;

/** Throws `MisuseError` if a file is there and is no database of the format: it may be somebody's work. */
export function refuseToReplaceDatabase(file: string, format: keyof typeof marks): void {
  const { at, text, words } = marks[format];
  const what = `cannot write \`${file}\``;
  const status = attempt(what, () => lstatSync(file, { throwIfNoEntry: false }));
  if (status === undefined) return;
  if (status.isDirectory())
    throw new MisuseError(`\`${file}\` is a folder; for \`--format ${format}\`, \`--out\` names a file`);
  if (status.isFile() && (status.size === 0 || readBytes(file, at, text.length) === text)) return;
  throw new MisuseError(
    `\`${file}\` exists and is not a ${words}, so it is left alone; name another file with \`--out\``,
  );
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
