import path from 'node:path';
import type { Git } from '../../io/git.ts';
import { recordColumns } from '../../print/review/record.ts';
import type { RecordedDecision, RecordState } from '../../questions/evidence/reviews.ts';
import { readTableText } from '../../text/table-text.ts';
import type { PackOptions } from './pack-options.ts';

/** The names that `audit --apply` gives to records: the day, and the digest of the sheet. */
const recordName = /^\d{4}-\d{2}-\d{2}-[0-9a-f]{12}\.csv$/;

/**
 * Reads the decisions of access reviews from the records in the commit of a pack, wherever in the repository they are: those that came,
 * changed or went in the period. Sorted by record.
 */
export function readReviews(
  { folder, tenant, since, git: head }: PackOptions & { readonly since: NonNullable<PackOptions['since']> },
  git: Git,
): readonly RecordedDecision[] {
  if (!head) return [];
  const now = readRecords(git, head.commit);
  const before = readRecords(git, since.commit);
  return [...new Set([...now.keys(), ...before.keys()])].sort().flatMap((file) => {
    const [was, is] = [before.get(file), now.get(file)];
    if (was === is) return [];
    const [commit] = git.listSteps(head.commit, file, []);
    const fact = {
      record: path.posix.join(folder, file),
      state: nameState(was, is),
      ...(commit && { commit }),
    };
    return readRows(is ?? was ?? '').flatMap((cells): readonly RecordedDecision[] =>
      tenant === null || cells.get('tenant') === tenant ? [{ ...fact, cells }] : [],
    );
  });
}

function nameState(was: string | undefined, is: string | undefined): RecordState {
  if (was === undefined) return 'new';
  return is === undefined ? 'removed' : 'changed';
}

/** Reads the records of a commit, by their paths from where git was opened. */
function readRecords(git: Git, commit: string): ReadonlyMap<string, string> {
  const files = git.findFiles(commit, recordName);
  return new Map(
    files
      .list((file) => recordName.test(path.posix.basename(file)))
      .flatMap((file) => {
        const bytes = files.read(file, mostBytes);
        const text = !(bytes instanceof Uint8Array)
          ? ''
          : Buffer.from(bytes).toString('utf8').replaceAll('\r\n', '\n');
        return isRecord(text) ? [[file, text] as const] : [];
      }),
  );
}

/** The most bytes that are read of a record: as many as git gives, so that none is left out for its size. */
const mostBytes = 1024 * 1024 * 1024;

const headOf = (text: string): readonly string[] =>
  readTableText(text.replace(/^\ufeff/, '')).rows[0]?.map((cell) => cell.text) ?? [];

const isRecord = (text: string): boolean => headOf(text).join() === recordColumns.join();

function readRows(text: string): readonly ReadonlyMap<string, string>[] {
  const [, ...rows] = readTableText(text.replace(/^\ufeff/, '')).rows;
  return rows.map((row) => new Map(recordColumns.map((name, at) => [name, row[at]?.text ?? ''])));
}
