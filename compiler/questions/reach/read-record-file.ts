import type { Catalog, Model } from '../../model/catalog.ts';
import { listNames, takeFirst } from '../../text/list.ts';
import { QuestionError } from '../question-error.ts';
import { hasColumn, type RecordFile, readRecords } from './read-records.ts';

/** The text of a file of records, as it was read. */
export interface RecordText {
  /** The path as it is shown. */
  readonly path: string;
  readonly text: string;
  readonly format: 'csv' | 'json';
}

/** The most mistakes that are shown. */
const mostShown = 10;

/** Tells how records are written: by the name of the file, or else by how they begin. */
export function findRecordFormat(file: string, text: string): 'csv' | 'json' {
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.(json|jsonl|ndjson)$/i.test(file)) return 'json';
  return /^\s*[[{]/.test(text) ? 'json' : 'csv';
}

/**
 * Reads the records of a model. Throws `QuestionError` with the places of what is wrong in the file, and for a column that decides
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
    const first = takeFirst(mistakes, mostShown);
    const lines = first.shown.map(({ line, column, message }) => `${shown}:${line}:${column}: ${message}`);
    throw new QuestionError(`${lines.join('; ')}${first.more > 0 ? `; and ${first.more} more` : ''}`);
  }
  const missing = file.records.length === 0 ? [] : deciding.filter((name) => !hasColumn(file, name));
  if (missing.length > 0)
    throw new QuestionError(
      `${shown} has no column ${listNames(missing)}, which decides who reaches a record of \`${model.name}\`; add it, empty where a record has none`,
    );
  return file;
}
