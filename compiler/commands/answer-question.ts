import { readPolicy } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Policy } from '../model/policy.ts';
import { printFindings } from '../print/findings/findings.ts';
import { printLeftOut } from '../print/findings/print-left-out.ts';
import {
  isTouched,
  type PartialOutcome,
  type QuestionScope,
  readPastBrokenRows,
  readPastErrors,
} from '../read-past-errors.ts';
import type { Files } from '../text/files.ts';
import { askGit } from './ask-git.ts';
import type { Answer, CommonArguments, Io } from './command.ts';
import { addRows, readRows } from './stored-rows.ts';

/** The option `--at` of the commands that can also read the policies of a revision. */
export const atOption = {
  at: { type: 'string', describe: 'as of this revision, or the last one of this day in UTC' },
} as const;

/**
 * Answers a question about the policies of the folder or, with `at`, of a revision. If those policies hold an error, the
 * diagnostics are printed and the command exits 1: beside the answer if the question has a scope that no broken document
 * touches, else in its place.
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
  answer: (policy: Policy) => Answer,
  scope?: QuestionScope,
): Answer | Promise<Answer> {
  const readAll = scope ? readPastErrors : readWithoutErrors;
  const rows = readRows(roles, io);
  const read = (files: Files, folder: string) =>
    readPastBrokenRows((some) => readAll(some, folder), addRows(files, rows));
  if (at === undefined)
    return answerFromOutcome(read(io.files(policies), policies), { format, io, scope }, answer);
  return askGit(policies, io, (git) => {
    const { diagnostics, ...outcome } = read(git.filesAt(git.findCommit(at)), policies);
    const said = diagnostics.map((one) => ({ ...one, message: `in \`${at}\`: ${one.message}` }));
    return answerFromOutcome({ ...outcome, diagnostics: said }, { format, io, scope }, answer);
  });
}

const readWithoutErrors: typeof readPastErrors = (files, folder) => ({
  ...readPolicy(files, folder),
  leftOut: [],
});

interface QuestionPrinting {
  readonly format: string;
  readonly io: Io;
  readonly scope: QuestionScope | undefined;
}

function answerFromOutcome(
  outcome: PartialOutcome & { readonly brokenRows: readonly Diagnostic[] },
  { format, io, scope }: QuestionPrinting,
  answer: (policy: Policy) => Answer,
): Answer {
  const { policy, diagnostics, files, leftOut, brokenRows } = outcome;
  const { version } = io;
  const print = { format: 'pretty', colours: io.colours.err, version, files } as const;
  if (policy && leftOut.length === 0) {
    if (brokenRows.length === 0) return answer(policy);
    return { ...answer(policy), err: printFindings(brokenRows, print), exit: 1 };
  }
  if (policy && scope && !isTouched(outcome, scope)) {
    const err = `${printFindings(diagnostics, print)}${printLeftOut(leftOut)}`;
    return { ...answer(policy), err, exit: 1 };
  }
  if (format === 'json')
    return { out: printFindings(diagnostics, { format: 'json', colours: io.colours.out, version }), exit: 1 };
  return { out: '', err: printFindings(diagnostics, print), exit: 1 };
}
