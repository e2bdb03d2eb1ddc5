/** Errors stop a compile. Warnings and notes do not; `--strict` makes warnings fail a check. */
export type Severity = 'error' | 'warning' | 'info';

/** One thing that can be wrong with a policy, whole: adding one is an entry here and a folder in the tests. */
export interface DiagnosticDefinition {
  readonly severity: Severity;
  /** States the mistake: lower case, no full stop, one line, what the author wrote in backticks. */
  readonly message: (facts: never) => string;
  /** The reason why plafond minds. */
  readonly why: string;
  /** The advice that is true of every case, for the page of rules; a finding's own `help` is closer to its case. */
  readonly remedy: string;
  /** The weight in code scanning, from 0.1 to 10, for what bears on who may do what: 9 is critical, 7 high, 4 medium. */
  readonly securitySeverity?: string;
}

/** The facts of a sentence about one name. */
export type NameFacts = { readonly name: string };

/** The facts of a sentence about one name in a model. */
export type ModelNameFacts = { readonly name: string; readonly model: string };

/** Returns the words ` of …` with the name of whose it is; an empty text if there is no name. */
export const ofWhom = (p: { readonly of?: string }): string => ('of' in p ? ` of \`${p.of}\`` : '');
