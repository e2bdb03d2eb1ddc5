import { stringify } from 'csv-stringify/sync';
import type { StartRowFile } from './sink.ts';

/** Starts a file of comma-separated values with a head. Texts are as they are, for databases; null is an empty field. */
export const startCsv: StartRowFile = ({ columns }, write) => {
  write(stringify([columns.map(({ name }) => name)]));
  return {
    append: (rows) =>
      write(stringify(rows as unknown[][], { cast: { boolean: String }, quoted_match: /^$/ })),
    end() {},
  };
};
