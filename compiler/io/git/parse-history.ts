import type { Commit } from '../../text/commit.ts';
import { decodePath } from '../../text/files.ts';
import { approvalFormat, notesRef, readApprovals } from './read-approvals.ts';

/** A file of a tree as a history names it. */
export interface BlobVersion {
  readonly path: string;
  readonly mode: string;
  readonly hash: string;
}

/** A commit with its changes below a folder against its first parent. */
export interface HistoryStep extends Commit {
  readonly changes: readonly FileChange[];
}

/** A file before and after a change. */
export interface FileChange {
  readonly before: BlobVersion;
  readonly after: BlobVersion;
}

/** The mode that stands for a file that is not there. */
export const noMode = '000000';

/** The options of `git log` with which `parseSteps` can read its output, whatever the settings of the user are. */
export const stepFormat: readonly string[] = [
  '--first-parent',
  '--diff-merges=first-parent',
  '--root',
  '--raw',
  '-z',
  '--no-abbrev',
  '--no-renames',
  '--no-relative',
  '--no-follow',
  '--no-color',
  '--no-show-signature',
  '--ignore-submodules=none',
  '--encoding=UTF-8',
  `--notes=${notesRef}`,
  `--format=%H%x00%P%x00%an%x00%cI%x00%s%x00${approvalFormat}%x00`,
];

/** Reads the output of `git log` with `stepFormat`: the newest commit first. */
export function parseSteps(log: Buffer): readonly HistoryStep[] {
  const fields = splitFields(log);
  const steps: HistoryStep[] = [];
  let at = 0;
  while (at + 8 <= fields.length) {
    const [hash = '', parents = '', author = '', time = '', subject = '', ...rest] = fields.slice(at, at + 8);
    const [email = '', trailers = '', note = ''] = rest;
    at += 8;
    // A commit with changes has one more separator before them.
    if (fields[at] === '') at++;
    const changes = readChanges(fields, at);
    at += 2 * changes.length;
    const [who, what] = [author.toWellFormed(), subject.toWellFormed()];
    steps.push({
      hash,
      parents: parents.split(' ').filter(Boolean),
      author: who,
      time,
      subject: what,
      ...readApprovals({ author: who, subject: what }, { email, trailers, note }),
      changes,
    });
  }
  return steps;
}

/** Splits the output of git with `-z` at its zero bytes, and decodes each field as a path. */
export function splitFields(output: Buffer): readonly string[] {
  const fields: string[] = [];
  let start = 0;
  for (let end = output.indexOf(0); end !== -1; end = output.indexOf(0, start)) {
    fields.push(decodePath(output.subarray(start, end)));
    start = end + 1;
  }
  return [...fields, decodePath(output.subarray(start))];
}

/** Reads the output of `git diff-files` and `git diff-index` with `--raw -z`. */
export const parseChanges = (listing: Buffer): readonly FileChange[] => readChanges(splitFields(listing), 0);

function readChanges(fields: readonly string[], start: number): readonly FileChange[] {
  const changes: FileChange[] = [];
  for (let at = start; ; at += 2) {
    const change = readChange(fields, at);
    if (!change) return changes;
    changes.push(change);
  }
}

/** Reads a change: a line as `:100644 000000 <hash> <hash> D`, and the path after it. */
function readChange(fields: readonly string[], at: number): FileChange | undefined {
  const [, mode = '', newMode = '', hash = '', newHash = ''] =
    /^\n?:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) [A-Z]/.exec(fields[at] ?? '') ?? [];
  const path = fields[at + 1];
  if (mode === '' || path === undefined) return undefined;
  return { before: { path, mode, hash }, after: { path, mode: newMode, hash: newHash } };
}
