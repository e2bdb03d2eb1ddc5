import { createHash } from 'node:crypto';
import { impossible } from '../../diagnostics/impossible.ts';
import { totalsOf } from '../../questions/evidence/totals.ts';
import { lower } from '../../stages/5-lower.ts';
import { csv as matrices } from '../../targets/csv.ts';
import { printTableCsv } from './csv.ts';
import { printDeltaMarkdown } from './delta.ts';
import { type ListedFile, type Origin, packManifestPath, printManifest } from './manifest.ts';
import { printPackReadme } from './readme.ts';
import type { EvidenceTable } from './table.ts';
import { type Evidence, makeTables as tablesOf } from './tables.ts';
import { makeWorkbook } from './xlsx.ts';

/** A file of a pack; its content is made while it is read, and is read to its end before the next file. */
export interface PackFile {
  readonly path: string;
  readonly content: Iterable<Uint8Array>;
  /** What the manifest says of it: when the content was read. */
  readonly listed: () => ListedFile;
}

/**
 * The files of an evidence pack, one at a time and each in pieces, so that a fleet fits in memory. The manifest
 * comes last and lists the others. The same policies and the same origin are the same bytes.
 */
export function* printPack(evidence: Evidence, origin: Origin): Iterable<PackFile> {
  const { matrix, difference, faults = [] } = evidence;
  const { catalog } = matrix.policy;
  const files: Record<string, ListedFile> = {};
  function* file(
    path: string,
    content: Iterable<Uint8Array | string>,
    rows?: () => number,
  ): Iterable<PackFile> {
    const listed = () => files[path] ?? impossible(`${path} was not read`);
    const tell = (facts: ListedFile) => {
      files[path] = { ...facts, ...(rows && { rows: rows() }) };
    };
    yield { path, content: listing(content, tell), listed };
    listed();
  }
  const tables = tablesOf(evidence);
  const totals = totalsOf(matrix);
  for (const { path, content } of matrices({
    matrix,
    rulesOf: (row) => lower(catalog, row.effective, row.role.portfolio.reach),
  }))
    yield* file(path, [content], () => catalog.cells.length);
  for (const table of tables) {
    const [counted, rows] = counting(table);
    yield* file(table.file ?? table.name, printTableCsv(counted), rows);
  }
  if (difference) yield* file('delta.md', [printDeltaMarkdown(difference, faults, origin)]);
  yield* file('audit.xlsx', makeWorkbook(evidence, tables, origin));
  yield* file('README.md', [printPackReadme(origin, totals, tables, files)]);
  yield* file(packManifestPath, [printManifest(origin, totals, files)]);
}

/** Passes bytes on and tells, when all have passed, how many there were and what their digest is. */
function* listing(
  content: Iterable<Uint8Array | string>,
  tell: (listed: ListedFile) => void,
): Iterable<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const piece of joined(content)) {
    hash.update(piece);
    bytes += piece.length;
    yield piece;
  }
  tell({ bytes, sha256: hash.digest('hex') });
}

/** Joins small texts, so that a file of a million lines is not a million pieces. */
function* joined(content: Iterable<Uint8Array | string>): Iterable<Uint8Array> {
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

/** A table that counts its rows as they are asked for. */
function counting(table: EvidenceTable): readonly [EvidenceTable, () => number] {
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
