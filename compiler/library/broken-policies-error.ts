import type { PolicyFinding } from './answers.ts';

/** The error of a question that broken policies do not answer; `findings` says what is wrong with them. */
export class BrokenPoliciesError extends Error {
  readonly findings: readonly PolicyFinding[];

  constructor(findings: readonly PolicyFinding[]) {
    const [first] = findings.filter(({ severity }) => severity === 'error');
    super(`the policies have errors: ${first?.message} (${first?.path}:${first?.line}:${first?.column})`);
    this.name = 'BrokenPoliciesError';
    this.findings = findings;
  }
}
