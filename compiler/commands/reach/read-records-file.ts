import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findRecordFormat, type RecordText } from '../../questions/reach/read-record-file.ts';
import type { RecordFile } from '../../questions/reach/read-records.ts';
import { listFirst } from '../../text/list.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { attempt } from '../attempt.ts';
import { type Io, MisuseError } from '../command.ts';

/** The most columns that are named. */
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
  return { path: isInput ? 'input' : file, text, format: findRecordFormat(file, text) };
}

/** Lists the remarks on a file of records that was read in spite of them. */
export const listAsideNotes = ({ asides }: RecordFile): string =>
  asides.length === 0
    ? ''
    : makeVisibleLine(
        `columns left aside, which the catalog does not have: ${listFirst(
          asides.map(
            ({ name, near }) => `\`${name}\`${near === undefined ? '' : ` (did you mean \`${near}\`?)`}`,
          ),
          mostShown,
        )}`,
      );

const makeVisibleLine = (words: string): string => `note: ${makeVisible(words)}\n`;
