import { createHash } from 'node:crypto';
import { impossible } from '../../diagnostics/impossible.ts';
import type { Artifact } from '../../model/artifact.ts';
import type { Evidence, Origin } from '../../questions/evidence/evidence.ts';
import { addUpTotals } from '../../questions/evidence/totals.ts';
import type { Workbook } from '../../text/sheet.ts';
import { coverPagePath, explorerPath, printCoverPage } from './cover-page.ts';
import { printTableCsv } from './csv.ts';
import { printDeltaMarkdown } from './delta.ts';
import { describeOrigin } from './describe-origin.ts';
import { describeScope } from './describe-scope.ts';
import { makeWorkbook } from './make-workbook.ts';
import { type ListedFile, packManifestPath, printManifest } from './manifest.ts';
import { printPackReadme } from './readme.ts';
import { type EvidenceTable, listTablesOf } from './table.ts';
import { makeTables } from './tables.ts';

/** A file of a pack. Its content is made while it is read, and is to be read to its end before the next file. */
export interface PackFile {
  readonly path: string;
  readonly content: Iterable<Uint8Array>;
  /** Returns the entry of the file in the manifest; only possible when the content was read. */
  readonly listed: () => ListedFile;
}

/** The parts of a pack that other rooms make. */
export interface PackParts {
  /** The matrices of the tenants as CSV, each with a row for every permission of the catalog. */
  readonly matrices: Iterable<Artifact>;
  /** The page of the explorer, filled; absent where it would show more than the pack is about. */
  readonly explorer?: string;
  readonly writeWorkbook: (workbook: Workbook) => Iterable<Uint8Array>;
}

/**
 * Prints the files of an evidence pack, one at a time and each in pieces, so that a fleet fits in memory. The manifest
 * comes last and lists the others. The same policies and the same origin are the same bytes.
 */
export function* printPack(evidence: Evidence, origin: Origin, parts: PackParts): Iterable<PackFile> {
  const { matrix, difference, faults = [] } = evidence;
  const files: Record<string, ListedFile> = {};
  function* add(
    path: string,
    content: Iterable<Uint8Array | string>,
    rows?: () => number,
  ): Iterable<PackFile> {
    const listed = () => files[path] ?? impossible(`${path} was not read`);
    const list = (facts: ListedFile) => {
      files[path] = { ...facts, ...(rows && { rows: rows() }) };
    };
    yield { path, content: digestPieces(content, list), listed };
    listed();
  }
  const { layout = 1 } = origin;
  const tables = listTablesOf(layout, makeTables(evidence));
  const totals = addUpTotals(matrix);
  const facts = [...describeOrigin(origin), ...(layout > 1 ? describeScope(evidence, origin) : [])];
  for (const { path, content } of parts.matrices)
    yield* add(path, [content], () => matrix.policy.catalog.cells.length);
  for (const table of tables) {
    const [counted, rows] = countRows(table);
    yield* add(table.file ?? table.name, printTableCsv(counted), rows);
  }
  if (difference) yield* add('delta.md', [printDeltaMarkdown(difference, faults, origin)]);
  yield* add('audit.xlsx', parts.writeWorkbook(makeWorkbook(evidence, tables, facts)));
  if (parts.explorer !== undefined) yield* add(explorerPath, [parts.explorer]);
  yield* add(coverPagePath, printCoverPage(facts, totals, tables, files));
  yield* add('README.md', [printPackReadme(facts, totals, tables, files)]);
  yield* add(packManifestPath, [printManifest(origin, totals, files)]);
}

/** Passes bytes on and, when all have passed, hands their number and their digest to `list`. */
function* digestPieces(
  content: Iterable<Uint8Array | string>,
  list: (listed: ListedFile) => void,
): Iterable<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const piece of joinPieces(content)) {
    hash.update(piece);
    bytes += piece.length;
    yield piece;
  }
  list({ bytes, sha256: hash.digest('hex') });
}

/** Joins small texts, so that a file of a million lines is not a million pieces. */
function* joinPieces(content: Iterable<Uint8Array | string>): Iterable<Uint8Array> {
  let text = '';
  for (const piece of content) {
    if (typeof piece === 'string') {
      text += piece;
      if (text.length < 65_536) continue;
    }
    if (text !== '') yield Buffer.from(text);
    text = '';
    if (typeof piece !== 'string') yield piece;
  }
  if (text !== '') yield Buffer.from(text);
}

/** Returns a table that counts its rows as they are asked for, and a function that returns their number. */
function countRows(table: EvidenceTable): readonly [EvidenceTable, () => number] {
  let count = 0;
  const counted: EvidenceTable = {
    ...table,
    *rows() {
      count = 0;
      for (const row of table.rows()) {
        count++;
        yield row;
      }
    },
  };
  return [counted, () => count];
}
