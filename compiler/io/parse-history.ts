import type { Commit } from '../text/commit.ts';
import { decodePath } from '../text/files.ts';

/** One file of a tree, as far as a history tells it. */
export interface BlobVersion {
  readonly path: string;
  readonly mode: string;
  readonly hash: string;
}

/** A commit and what it changed below a folder, against its first parent. */
export interface HistoryStep extends Commit {
  readonly changes: readonly { readonly before: BlobVersion; readonly after: BlobVersion }[];
}

/** The mode of a file that is not there. */
export const noMode = '000000';

/** What `git log` is told so that `parseSteps` can read it, whatever the settings of whoever runs it. */
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
  '--format=%H%x00%P%x00%an%x00%cI%x00%s%x00',
];

/** Reads what `git log` says with `stepFormat`: newest first. */
export function parseSteps(log: Buffer): readonly HistoryStep[] {
  const fields = splitFields(log);
  const steps: HistoryStep[] = [];
  let at = 0;
  while (at + 5 <= fields.length) {
    const [hash = '', parents = '', author = '', time = '', subject = ''] = fields.slice(at, at + 5);
    at += 5;
    const changes: HistoryStep['changes'][number][] = [];
    // Between a commit and its changes there is one more separator, and only where there are changes.
    if (fields[at] === '') at++;
    for (let change = changeIn(fields, at); change; change = changeIn(fields, at)) {
      changes.push(change);
      at += 2;
    }
    const [who, what] = [author.toWellFormed(), subject.toWellFormed()];
    steps.push({
      hash,
      parents: parents.split(' ').filter(Boolean),
      author: who,
      time,
      subject: what,
      changes,
    });
  }
  return steps;
}

/** What git says with `-z`, at its zero bytes; each field is decoded as a path may be. */
export function splitFields(output: Buffer): readonly string[] {
  const fields: string[] = [];
  let start = 0;
  for (let end = output.indexOf(0); end !== -1; end = output.indexOf(0, start)) {
    fields.push(decodePath(output.subarray(start, end)));
    start = end + 1;
  }
  return [...fields, decodePath(output.subarray(start))];
}

/** A line as `:100644 000000 <hash> <hash> D`, and the path after it. */
function changeIn(fields: readonly string[], at: number): HistoryStep['changes'][number] | undefined {
  const [, mode = '', newMode = '', hash = '', newHash = ''] =
    /^\n?:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) [A-Z]/.exec(fields[at] ?? '') ?? [];
  const path = fields[at + 1];
  if (mode === '' || path === undefined) return undefined;
  return { before: { path, mode, hash }, after: { path, mode: newMode, hash: newHash } };
}
