import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalog, Model } from '../../model/catalog.ts';
import { hasColumn, type RecordFile, readRecords } from '../../questions/reach/read-records.ts';
import { listNames } from '../../text/list.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { attempt } from '../attempt.ts';
import { type Io, MisuseError } from '../command.ts';

/** The text of a file of records, as it was read. */
export interface RecordText {
  /** The path as it is shown. */
  readonly path: string;
  readonly text: string;
  readonly format: 'csv' | 'json';
}

/** The most mistakes that are shown. */
const mostShown = 10;

/** Reads the text of a file of records, or of the input where the file is `-`. Throws `MisuseError` if the disk refuses. */
export function readRecordText(file: string, { folder }: Pick<Io, 'folder'>): RecordText {
  const isInput = file === '-';
  const bytes = attempt(isInput ? 'cannot read the input' : `cannot read the records \`${file}\``, () =>
    readFileSync(isInput ? 0 : path.resolve(folder, file)),
  );
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new MisuseError(`the records \`${file}\` are not UTF-8; save them as UTF-8`);
  }
  return { path: isInput ? 'input' : file, text, format: findFormat(file, text) };
}

/** Tells how records are written: by the name of the file, or else by how they begin. */
function findFormat(file: string, text: string): 'csv' | 'json' {
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.(json|jsonl|ndjson)$/i.test(file)) return 'json';
  return /^\s*[[{]/.test(text) ? 'json' : 'csv';
}

/**
 * Reads the records of a model. Throws `MisuseError` with the places of what is wrong in the file, and for a column that decides
 * who reaches a record and that the file does not have: without it the answer would be a guess.
 */
export function readRecordFile(
  { path: shown, text, format }: RecordText,
  model: Model,
  catalog: Catalog,
  deciding: readonly string[],
): RecordFile {
  const file = readRecords({ path: shown, text }, format, model, catalog);
  const { mistakes } = file;
  if (mistakes.length > 0) {
    const lines = mistakes
      .slice(0, mostShown)
      .map(({ line, column, message }) => `${shown}:${line}:${column}: ${message}`);
    const rest = mistakes.length - lines.length;
    throw new MisuseError(`${lines.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`);
  }
  const missing = file.records.length === 0 ? [] : deciding.filter((name) => !hasColumn(file, name));
  if (missing.length > 0)
    throw new MisuseError(
      `${shown} has no column ${listNames(missing)}, which decides who reaches a record of \`${model.name}\`; add it, empty where a record has none`,
    );
  return file;
}

/** Lists what is to be told of a file of records that was read all the same. */
export const listAsideNotes = ({ asides }: RecordFile): string =>
  asides.length === 0
    ? ''
    : makeVisibleLine(
        `columns left aside, which the catalog does not have: ${asides
          .slice(0, mostShown)
          .map(({ name, near }) => `\`${name}\`${near === undefined ? '' : ` (did you mean \`${near}\`?)`}`)
          .join(', ')}${asides.length > mostShown ? ` and ${asides.length - mostShown} more` : ''}`,
      );

const makeVisibleLine = (words: string): string => `note: ${makeVisible(words)}\n`;
