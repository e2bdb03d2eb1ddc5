import type { CompileOutcome } from '../../compile.ts';
import { compilePolicy } from '../../compile-policy.ts';
import type { Git } from '../../io/git.ts';
import { readHeads } from '../../model/document-head.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Policy } from '../../model/policy.ts';
import type { Origin, PastReach } from '../../questions/evidence/evidence.ts';
import type { PastRevision } from '../../questions/past/past.ts';
import { moveRoles } from '../../questions/renames/find-role-renames.ts';
import { followRenames } from '../../questions/renames/follow-renames.ts';
import { beforeFirstCommit, emptyMatrix } from '../../questions/since/policy-revision.ts';
import type { Files } from '../../text/files.ts';
import { renameRoot } from '../../text/rename-root.ts';
import { applyChange } from '../edit-role.ts';
import { addRows } from '../stored-rows.ts';

/** The policies of a pack, and how those of older commits are read. */
export interface PastPlan {
  readonly git: Git;
  readonly folder: string;
  readonly stored: Files['stored'];
  readonly head: NonNullable<Origin['git']>;
  readonly since: string;
  /** The matrix of the pack. */
  readonly today: Matrix;
  /** The extent of the past in a pack that is made again; absent for a new one. */
  readonly reached: PastReach | undefined;
  readonly compile: (files: Files) => CompileOutcome;
  /** Returns the part of a matrix that the pack is about. */
  readonly narrow: (matrix: Matrix) => Matrix;
}

/** Revisions of the policies, newest first, and how far back they were read once they were. */
export interface PastReading {
  readonly revisions: Iterable<PastRevision>;
  readonly reach: () => PastReach;
}

/**
 * The most commits before the period that are read to find out since when something is there. With more of them, a pack of
 * policies with a long history would take many times as long.
 */
const mostOlder = 200;

/** Opens the past of the policies of a pack, along first parents: the work tree if no commit has it, then commit by commit. */
export function openPast(plan: PastPlan): PastReading {
  let reach: PastReach = { oldest: '', end: 'first', commits: 0, unread: 0 };
  return {
    revisions: readRevisions(plan, (reached) => {
      reach = reached;
    }),
    reach: () => reach,
  };
}

function* readRevisions(plan: PastPlan, report: (reach: PastReach) => void): Iterable<PastRevision> {
  const { git, folder, head, since, today, stored, reached } = plan;
  const period = new Set(git.listSteps(head.commit, '.', [since]).map(({ hash }) => hash));
  if (head.dirty) yield { matrix: today, nameAs: () => today, isInPeriod: true };
  let [oldest, commits, unread, older] = ['', 0, 0, 0];
  let isRoot = true;
  for (const { commit, files } of git.readHistory(head.commit, '.')) {
    const isInPeriod = period.has(commit.hash);
    const isCut = reached && reached.oldest !== '' ? oldest === reached.oldest : older > mostOlder;
    if (isCut) {
      report({ oldest, end: reached && reached.end !== 'first' ? reached.end : 'limit', commits, unread });
      return;
    }
    const all = addRows(renameRoot(files, '.', folder), stored);
    const isToday = commits === 0 && !head.dirty;
    const { files: own, matrix } = isToday ? { files: all, matrix: today } : compilePast(plan, all);
    yield {
      commit,
      ...(matrix && { matrix }),
      nameAs: (later) => nameAs(plan, own, matrix, later),
      isInPeriod,
    };
    oldest = commit.hash;
    isRoot = commit.parents.length > 0 || git.isRoot(commit.hash);
    commits++;
    if (!matrix) unread++;
    if (!isInPeriod) older++;
  }
  report({ oldest, end: isRoot ? 'first' : 'shallow', commits, unread });
  if (isRoot) yield { ...beforeFirstCommit, nameAs: () => emptyMatrix, isInPeriod: false };
}

/** Compiles the policies of a commit, if need be without documents that give nobody anything, where only these hold errors. */
function compilePast(
  { compile, narrow }: PastPlan,
  files: Files,
): { readonly files: Files; readonly matrix?: Matrix } {
  const outcome = compile(files);
  if (outcome.compiled) return { files, matrix: narrow(outcome.compiled.matrix) };
  const errors = outcome.diagnostics.filter(({ severity }) => severity === 'error');
  const broken = new Map(errors.map(({ at }) => [at.source.path, at.source.text]));
  if (![...broken.values()].every(isIdle)) return { files };
  const rest = {
    ...files,
    list: (wanted: (file: string) => boolean) => files.list((file) => wanted(file) && !broken.has(file)),
  };
  const { compiled } = compile(rest);
  return compiled ? { files: rest, matrix: narrow(compiled.matrix) } : { files };
}

/** Returns true for a text that holds documents of idle kinds alone. */
const isIdle = (text: string): boolean => readHeads(text)?.every(({ kind }) => idleKinds.has(kind)) ?? false;

/** The kinds of documents that change nothing of what somebody may do, nor of what guards it. */
const idleKinds: ReadonlySet<DocumentKind> = new Set<DocumentKind>(['Test', 'Mapping', 'Runbook']);

/** Compiles policies under the names that things have in later ones. What cannot be written so is as it was. */
function nameAs(plan: PastPlan, files: Files, matrix: Matrix | undefined, later: Policy): Matrix {
  if (!matrix) return emptyMatrix;
  const { narrow, compile } = plan;
  return followNamesOf(matrix, later, {
    files,
    narrow,
    compileFiles: (some) => compile(some).compiled?.matrix,
  });
}

/** The files of policies, and how they are compiled under other names. */
export interface RenamablePolicies {
  readonly files: Files;
  readonly compileFiles: (files: Files) => Matrix | undefined;
  readonly narrow: (matrix: Matrix) => Matrix;
}

/** Returns the matrix of some files under the names that things have in later policies. */
export function followNamesOf(
  matrix: Matrix,
  later: Policy,
  { files, compileFiles, narrow }: RenamablePolicies,
): Matrix {
  const following = followRenames(matrix, later);
  let step = following.next();
  while (!step.done) {
    const { edited, moves } = step.value;
    const renamed = compileFiles(applyChange(files, { written: edited, removed: [] }));
    const moved =
      renamed && (moves.length > 0 ? compilePolicy(moveRoles(renamed.policy, moves)).matrix : renamed);
    step = following.next(moved && narrow(moved));
  }
  return step.value.matrix;
}
