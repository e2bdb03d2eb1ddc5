import type { readPolicy } from '../compile.ts';
import { compilePolicy } from '../compile-policy.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Compiled } from '../model/artifact.ts';
import type { Matrix } from '../model/matrix.ts';
import type { Policy } from '../model/policy.ts';
import { QuestionError } from '../questions/question-error.ts';
import { judgeBearing, type QuestionScope } from '../questions/question-scope.ts';
import type { PartialOutcome } from '../read-past-errors.ts';
import type { Files } from '../text/files.ts';
import type { Policies } from './answers.ts';
import { BrokenPoliciesError } from './broken-policies-error.ts';

/** The compiled policies behind a value that `compile` returns. */
export interface KeptPolicies {
  readonly outcome: PartialOutcome & { readonly brokenRows: readonly Diagnostic[] };
  readonly files: Files;
  readonly folder: string;
  /** Reads the next policies after these, and of their files only those that changed. */
  readonly read: typeof readPolicy;
  compiled?: Compiled;
}

const keptPolicies = new WeakMap<Policies, KeptPolicies>();

/** Keeps what is behind a value, which nobody else gets to see. */
export const keepPolicies = (policies: Policies, behind: KeptPolicies): void => {
  keptPolicies.set(policies, behind);
};

/** Returns what is behind policies. Throws `QuestionError` if they are not what `compile` returned. */
export function keptOf(policies: Policies): KeptPolicies {
  const found = keptPolicies.get(policies);
  if (!found) throw new QuestionError('policies are what `compile` returns');
  return found;
}

/** Returns the compiled policies; compiles them once. Throws `BrokenPoliciesError` if nothing of them is whole. */
export function compiledOf(policies: Policies): Compiled {
  const found = keptOf(policies);
  const { policy } = found.outcome;
  if (!policy) throw new BrokenPoliciesError(policies.findings);
  found.compiled ??= compilePolicy(policy);
  return found.compiled;
}

/** Returns the matrix of policies. Throws `BrokenPoliciesError` if nothing of them is whole. */
export const matrixOf = (policies: Policies): Matrix => compiledOf(policies).matrix;

/** Returns the matrix for a question. Throws `BrokenPoliciesError` if what is broken may bear on it. */
export function matrixFor(policies: Policies, scope: QuestionScope): Matrix {
  const { policy, ...outcome } = keptOf(policies).outcome;
  const bearing = policy ? judgeBearing({ ...outcome, policy }, scope) : 'answer';
  if (bearing !== 'none') throw new BrokenPoliciesError(policies.findings);
  return matrixOf(policies);
}

/** Returns the policy without a part missing. Throws `BrokenPoliciesError` if one is. */
export function wholePolicyOf(policies: Policies): Policy {
  const { policy, leftOut } = keptOf(policies).outcome;
  if (!policy || leftOut.length > 0) throw new BrokenPoliciesError(policies.findings);
  return policy;
}
