import { createPolicyReader, type ReadOutcome } from '../compile.ts';
import { compilePolicy } from '../compile-policy.ts';
import type { Policy } from '../model/policy.ts';
import {
  beforeFirstCommit,
  type CellQuery,
  type PolicyRevision,
  restrictToRow,
} from '../questions/since/policy-revision.ts';
import type { RevisionReader } from '../questions/since/trace-cell.ts';
import { isTouched, readPastErrors } from '../read-past-errors.ts';
import { fileLimit, isPolicyFile, isSourceFile } from '../stages/1-load.ts';
import type { Commit } from '../text/commit.ts';
import type { Files } from '../text/files.ts';
import { hasSameFiles, shareContent } from '../text/share-content.ts';
import type { PolicyRepository } from './ask-git.ts';
import type { Following, Io } from './command.ts';

/** The history of the policies in git, of which one cell is asked for. */
interface CellInGit {
  readonly git: PolicyRepository;
  readonly folder: string;
  readonly asked: CellQuery;
  readonly files: Io['files'];
  /** Told of every revision that is read. */
  readonly following: Following | undefined;
}

/** Reads revisions from git, and remembers what it saw. */
export interface GitRevisionReader extends RevisionReader {
  /** Returns the newest revision that was read, and the newest policy that compiled. */
  readonly seen: () => Seen;
}

interface Seen {
  newest?: PolicyRevision;
  policy?: Policy;
}

/** A reader at work: one compiler for all revisions, and what it saw. */
interface Reading extends CellInGit {
  readonly compile: ReturnType<typeof createPolicyReader>;
  readonly seen: Seen;
}

/** Opens the history of the policies in git. Revisions are compiled one after the other, only as many as are read. */
export function openRevisionReader(cell: CellInGit): GitRevisionReader {
  const reading: Reading = { ...cell, compile: createPolicyReader(), seen: {} };
  return {
    revisions: readMainLine(reading),
    sidesOf: ({ parents }, without) => parents.slice(1).map((tip) => readSideLine(reading, tip, without)),
    seen: () => ({ ...reading.seen }),
  };
}

/** Reads the work tree and the first parents. Ends with `beforeFirstCommit`, or in a shallow clone with its last commit. */
async function* readMainLine(reading: Reading): AsyncIterable<PolicyRevision> {
  const { git, folder } = reading;
  const disk = reading.files(folder);
  const head = git.findCommit('HEAD');
  const committed = git.filesAt(head);
  if (!hasSameFiles(disk, committed, isSourceFile, fileLimit))
    yield readWorkTree(reading, shareContent(disk, committed));
  let oldest: Commit | undefined;
  for (const { commit, files } of git.readHistory(head)) {
    yield readRevision(reading, files, commit);
    oldest = commit;
  }
  if (!oldest || oldest.parents.length > 0 || git.isRoot(oldest.hash)) yield beforeFirstCommit;
}

/** Reads what a merge brought in: the commits from its tip on that are not in the line it was merged into. */
async function* readSideLine(
  reading: Reading,
  tip: string,
  without: readonly string[],
): AsyncIterable<PolicyRevision> {
  const { git } = reading;
  let oldest: Commit | undefined;
  for (const { commit, files } of git.readHistory(tip, without)) {
    yield readRevision(reading, files, commit);
    oldest = commit;
  }
  if (!oldest) return;
  const [parent] = oldest.parents;
  const files = parent === undefined ? undefined : git.filesAt(parent);
  if (files && files.list(isPolicyFile).length > 0) yield readRevision(reading, files);
  else if (files || git.isRoot(oldest.hash)) yield beforeFirstCommit;
}

async function readRevision(reading: Reading, files: Files, commit?: Commit): Promise<PolicyRevision> {
  await reading.following?.step();
  return recordRevision(reading, reading.compile(files, reading.folder), commit);
}

/** Reads the work tree, past errors that the cell does not depend on: those of a commit stay as they are told. */
async function readWorkTree(reading: Reading, files: Files): Promise<PolicyRevision> {
  await reading.following?.step();
  const outcome = reading.compile(files, reading.folder);
  const policy = outcome.policy ?? readWholePart(files, reading.folder, reading.asked);
  return recordRevision(reading, { ...outcome, ...(policy && { policy }) });
}

/** Returns a revision of what was read, and remembers it if it is the first. */
function recordRevision({ seen, asked }: Reading, outcome: ReadOutcome, commit?: Commit): PolicyRevision {
  const revision: PolicyRevision = {
    ...(commit && { commit }),
    diagnostics: outcome.diagnostics,
    ...(outcome.policy && { matrix: compilePolicy(restrictToRow(outcome.policy, asked)).matrix }),
  };
  seen.newest ??= revision;
  if (outcome.policy) seen.policy ??= outcome.policy;
  return revision;
}

/** Reads a revision with errors without what is broken; undefined if the cell may depend on that. */
function readWholePart(files: Files, folder: string, { tenant, role }: CellQuery): Policy | undefined {
  const partial = readPastErrors(files, folder);
  const isIn = !isTouched(partial, { tenant, role, needsAllRoles: false, needsAllUsers: false });
  return isIn ? partial.policy : undefined;
}
