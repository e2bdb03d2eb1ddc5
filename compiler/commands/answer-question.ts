import { readPolicy } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Policy } from '../model/policy.ts';
import { printFindings } from '../print/findings/findings.ts';
import { printLeftOut } from '../print/findings/print-left-out.ts';
import { QuestionError } from '../questions/question-error.ts';
import { forgetUsers, judgeBearing, lacksUsers, type QuestionScope } from '../questions/question-scope.ts';
import { type PartialOutcome, readPastBrokenRows, readPastErrors } from '../read-past-errors.ts';
import type { Files } from '../text/files.ts';
import { adviseRevision } from './advise-revision.ts';
import { askGit } from './ask-git.ts';
import { type Answer, type CommonArguments, type Io, MisuseError } from './command.ts';
import { addRows, readRows } from './stored-rows.ts';

/** The option `--at` of the commands that can also read the policies of a revision. */
export const atOption = {
  at: { type: 'string', describe: 'as of this revision, or the last one of this day in UTC' },
} as const;

/**
 * Answers the question from a policy. `isCut` is true if the policy is without something that a list of the answer may lack
 * for that.
 */
type AnswerFromPolicy = (policy: Policy, isCut: boolean) => Answer;

/**
 * Answers a question about the policies of the folder or, with `at`, of a revision. If those policies hold an error, the
 * diagnostics are printed and the command exits 1: beside the answer if the question has a scope and what is broken can make
 * nothing of the answer untrue, else in its place.
 */
export function answerQuestion(
  {
    policies,
    at,
    roles,
    format,
  }: Pick<CommonArguments<string>, 'policies' | 'format'> & {
    readonly at?: string | undefined;
    readonly roles?: string | undefined;
  },
  io: Io,
  answer: AnswerFromPolicy,
  scope?: QuestionScope,
): Answer | Promise<Answer> {
  const readAll = scope ? readPastErrors : readWithoutErrors;
  const rows = readRows(roles, io);
  const read = (files: Files, folder: string) =>
    readPastBrokenRows((some) => readAll(some, folder), addRows(files, rows));
  if (at === undefined)
    return answerFromOutcome(read(io.files(policies), policies), { format, io, scope }, answer);
  return askGit(policies, io, (git) => {
    const commit = git.findCommit(at);
    const { diagnostics, ...outcome } = read(git.filesAt(commit), policies);
    const said = adviseRevision(diagnostics, git, commit).map((one) => ({
      ...one,
      message: `in \`${at}\`: ${one.message}`,
    }));
    return answerFromOutcome({ ...outcome, diagnostics: said }, { format, io, scope }, answer);
  });
}

const readWithoutErrors: typeof readPastErrors = (files, folder) => ({
  ...readPolicy(files, folder),
  leftOut: [],
  bereft: new Set(),
});

interface QuestionPrinting {
  readonly format: string;
  readonly io: Io;
  readonly scope: QuestionScope | undefined;
}

function answerFromOutcome(
  outcome: PartialOutcome & { readonly brokenRows: readonly Diagnostic[] },
  { format, io, scope }: QuestionPrinting,
  answer: AnswerFromPolicy,
): Answer {
  const { policy, files, leftOut, brokenRows } = outcome;
  const diagnostics = [...outcome.diagnostics, ...brokenRows];
  const { version } = io;
  const print = { format: 'pretty', colours: io.colours.err, version, files } as const;
  if (policy && leftOut.length === 0) {
    if (brokenRows.length === 0) return answer(policy, false);
    return { ...answer(policy, false), err: printFindings(brokenRows, print), exit: 1 };
  }
  const partial = policy && scope && answerInPart({ ...outcome, policy }, scope, answer);
  const why = partial && 'why' in partial ? `${partial.why}\n` : '';
  if (partial && 'answer' in partial) {
    const err = `${printFindings(diagnostics, print)}${printLeftOut(leftOut, partial.isCut)}`;
    return { ...partial.answer, err, exit: 1 };
  }
  if (format === 'json') {
    const out = printFindings(diagnostics, { format: 'json', colours: io.colours.out, version });
    return { out, ...(why && { err: why }), exit: 1 };
  }
  return { out: '', err: `${printFindings(diagnostics, print)}${why}`, exit: 1 };
}

/** An answer past errors, or why there is none. */
type PartialAnswer = { readonly answer: Answer; readonly isCut: boolean } | { readonly why: string };

/**
 * Answers a question from what is whole; undefined if what is broken may make the answer another. That something is not there
 * is no answer: it may be in what is broken.
 */
function answerInPart(
  partial: PartialOutcome & { readonly policy: Policy },
  scope: QuestionScope,
  answer: AnswerFromPolicy,
): PartialAnswer | undefined {
  const bearing = judgeBearing(partial, scope);
  if (bearing === 'answer') return undefined;
  const policy = scope.countsUsers
    ? forgetUsers(partial.policy, (tenant) => lacksUsers(partial, tenant))
    : partial.policy;
  const isCut = bearing === 'list';
  try {
    return { answer: answer(policy, isCut), isCut };
  } catch (error) {
    if (!(error instanceof QuestionError) || error instanceof MisuseError) throw error;
    return { why: `${error.message}, as far as the policies are whole` };
  }
}
