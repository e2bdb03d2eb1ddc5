import { collect, type Diagnostic } from './diagnostics/diagnostic.ts';
import type { Matrix } from './model/matrix.ts';
import type { Policy } from './model/policy.ts';
import { isPolicyFile, load } from './stages/1-load.ts';
import { validate } from './stages/2-validate.ts';
import { link } from './stages/3-link/link.ts';
import { resolve } from './stages/4-resolve/resolve.ts';
import type { Files } from './text/files.ts';

/** What compiling gives: everything that is wrong, in no order, and the policy if no error is. */
export interface Outcome {
  readonly diagnostics: readonly Diagnostic[];
  readonly policy?: Policy;
  /** How many files were read. */
  readonly files: number;
}

/**
 * Reads policy files into a policy. Within a stage every mistake is reported; between stages errors stop,
 * so that no mistake is the shadow of another. After link nothing can be wrong: resolve, lower and emit
 * take a policy and cannot fail.
 */
export function compile(files: Files, folder: string): Outcome {
  const { report, diagnostics, failed } = collect();
  const documents = load(files, folder, report);
  const count = files.list(isPolicyFile).length;
  const stopped = (): Outcome => ({ diagnostics, files: count });
  if (failed()) return stopped();
  validate(documents, report);
  if (failed()) return stopped();
  const policy = link(documents, report);
  if (failed()) return stopped();
  return { ...stopped(), policy };
}

/** Decides every cell of a policy: what all questions are answered from. */
export const matrixOf = (policy: Policy): Matrix => resolve(policy);
