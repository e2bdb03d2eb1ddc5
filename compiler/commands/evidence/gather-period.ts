import path from 'node:path';
import type { CompileOutcome } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Git } from '../../io/git.ts';
import { judgeInvariants } from '../../lint/invariants/judge-invariants.ts';
import { judgeRules, lintRules } from '../../lint/rules.ts';
import type { ControlResult } from '../../model/control.ts';
import type { GitAttributes } from '../../model/git-attributes.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Policy } from '../../model/policy.ts';
import { isPolicyFile, isSourceFile } from '../../model/policy-files.ts';
import { compareAttributes } from '../../questions/diff/compare-attributes.ts';
import { findBrokenRows } from '../../questions/diff/find-broken-rows.ts';
import { findFaults } from '../../questions/diff/find-faults.ts';
import { diff } from '../../questions/diff.ts';
import type { Evidence, Origin, PastReach } from '../../questions/evidence/evidence.ts';
import type { Past } from '../../questions/past/past.ts';
import { type Period, tracePast } from '../../questions/past/trace-past.ts';
import { emptyMatrix } from '../../questions/since/policy-revision.ts';
import type { Files } from '../../text/files.ts';
import { renameRoot } from '../../text/rename-root.ts';
import { findAt, findFormerFolders, reportMoved } from '../diff/find-moved-policies.ts';
import { addRows } from '../stored-rows.ts';
import type { PackMistakes, PackOptions } from './pack-options.ts';
import { followNamesOf, openPast } from './read-past.ts';
import type { EachPiece } from './write-pack.ts';

/** The policies of a pack, and the repository in which those of the period are. */
interface PeriodPlan {
  readonly options: PackOptions;
  readonly git: Git;
  readonly since: NonNullable<Origin['since']>;
  readonly whole: Matrix;
  /** The part of `whole` that the pack is about. */
  readonly matrix: Matrix;
  readonly narrow: (matrix: Matrix) => Matrix;
  readonly read: (files: Files) => CompileOutcome & { readonly brokenRows: readonly Diagnostic[] };
  readonly brokenRows: readonly Diagnostic[];
}

/** The evidence of a period: what changed in it, and how. */
type PeriodEvidence = Required<Pick<Evidence, 'difference' | 'history' | 'faults'>> &
  Pick<Evidence, 'past'> & {
    readonly reach?: PastReach;
    /** The policies with which the period begins. */
    readonly filesBefore: Files;
  };

/** Gathers what changed since a revision, or the diagnostics of that revision if it does not compile. */
export async function gatherPeriod(
  plan: PeriodPlan,
  each: EachPiece,
): Promise<PeriodEvidence | PackMistakes> {
  const { options, git, since, read } = plan;
  const filesBefore = addRows(
    renameRoot(git.filesAt(since.commit, '.'), '.', options.folder),
    options.files.stored,
  );
  const base = read(filesBefore);
  // A revision without policies is one in which nobody may do anything.
  const isEmpty = filesBefore.list(isPolicyFile).length === 0;
  if (!base.compiled && !isEmpty)
    return { mistakes: base.diagnostics, files: base.files, revision: since.revision };
  const before = base.compiled?.matrix ?? emptyMatrix;
  return {
    ...compareWithBase(plan, before, filesBefore, base.brokenRows),
    history: listHistory(plan),
    ...(await readPast(plan, each)),
    filesBefore,
  };
}

/** Compares the policies with which the period begins with those of the pack. What was only renamed is compared with itself. */
function compareWithBase(
  { options, git, since, whole, matrix, narrow, read, brokenRows }: PeriodPlan,
  before: Matrix,
  files: Files,
  brokenBefore: readonly Diagnostic[],
): Pick<PeriodEvidence, 'difference' | 'faults'> {
  const compileFiles = (some: Files) => read(some).compiled?.matrix;
  const follow = (from: Matrix, later: Matrix, narrowed: (one: Matrix) => Matrix): Matrix =>
    options.layout > 1 && before !== emptyMatrix
      ? followNamesOf(from, later.policy, { files, compileFiles, narrow: narrowed })
      : from;
  return {
    difference: diff(follow(narrow(before), matrix, narrow), matrix),
    faults: [
      ...findFaults({ base: follow(before, whole, (one) => one), head: whole }),
      ...findBrokenRows({ base: brokenBefore, head: brokenRows }),
      ...(options.layout > 1 && before === emptyMatrix ? findMoved(git, since, whole.policy, options) : []),
      ...findChangesOfAttributes(git, since.commit, options),
    ],
  };
}

/** Reports that the period begins with the policies in another folder than the commit of the pack has them in. */
function findMoved(
  git: Git,
  { commit, revision }: PeriodPlan['since'],
  policy: Policy,
  { files, folder, git: head }: PackOptions,
): readonly Diagnostic[] {
  if (!head) return [];
  const folders = findFormerFolders({ folder, now: files }, git, commit, (names) =>
    findAt(git, head.commit, names),
  );
  // As all paths of a pack, these count from where the policies folder is.
  const named = folders.map((one) => path.posix.join(folder, one));
  return reportMoved({ folder, base: revision, folders: named }, policy);
}

/** Lists the commits of the period. In a pack of one tenant their files would name others. */
function listHistory({ options, git, since }: PeriodPlan): PeriodEvidence['history'] {
  const { folder, tenant } = options;
  const steps = options.git ? git.listSteps(options.git.commit, '.', [since.commit]) : [];
  return steps.map(({ files = [], ...step }) =>
    tenant === null ? { ...step, files: files.map((file) => `${folder}/${file}`) } : step,
  );
}

/** Reads the past of the policies of a pack: commit by commit to the beginning of the period, and further to date what is older. */
async function readPast(
  { options, git, since, matrix, narrow, read }: PeriodPlan,
  each: EachPiece,
): Promise<{ readonly past?: Past; readonly reach?: PastReach }> {
  const { folder, date, files, reached, layout, git: head } = options;
  if (layout < 2 || !head) return {};
  const reading = openPast({
    ...{ git, folder, head, since: since.commit, reached },
    ...{ stored: files.stored, today: matrix, compile: read, narrow },
  });
  const from = new Date(git.secondsOf(since.commit) * 1000).toISOString().slice(0, 10);
  const judge = layout < 3 ? judgeInvariants : prepareJudging();
  const past = await tracePast(reading.revisions, matrix, { from, to: date, judge }, each);
  return { past, reach: reading.reach() };
}

/** Prepares judging invariants on a day, and rules once for a matrix: no day changes what a rule finds. */
function prepareJudging(): Period['judge'] {
  const known = new WeakMap<Matrix, readonly ControlResult[]>();
  return (matrix, day) => {
    const rules = known.get(matrix) ?? judgeRules(lintRules(matrix));
    known.set(matrix, rules);
    return [...judgeInvariants(matrix, day), ...rules];
  };
}

/** Finds the attributes that changed since a commit, up to the commit of the pack or, if that has other policies, on disk. */
function findChangesOfAttributes(
  git: Git,
  since: string,
  { folder, git: head }: PackOptions,
): readonly Diagnostic[] {
  const read = (commit: string | undefined) => renameAttributes(git.readAttributes(commit, ['.']), folder);
  const sides = { base: read(since), head: read(head && !head.dirty ? head.commit : undefined) };
  return compareAttributes(sides, isSourceFile);
}

/** Returns attributes whose paths begin with the name of the policies folder. */
function renameAttributes({ settings, texts }: GitAttributes, folder: string): GitAttributes {
  const rename = <T>(map: ReadonlyMap<string, T>) =>
    new Map([...map].map(([file, value]) => [path.posix.join(folder, file), value]));
  return { settings: rename(settings), texts: rename(texts) };
}
