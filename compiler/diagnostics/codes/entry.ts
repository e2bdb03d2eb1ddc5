/** Errors stop a compile. Warnings and notes do not; `--strict` makes warnings fail a check. */
export type Severity = 'error' | 'warning' | 'info';

/** One sentence that plafond can say, how grave it is, and why plafond minds. */
export interface Entry {
  readonly severity: Severity;
  readonly message: (facts: never) => string;
  readonly why: string;
}

/** The facts of a sentence about one name. */
export type Named = { readonly name: string };

/** The facts of a sentence about one name in a model. */
export type In = { readonly name: string; readonly model: string };

/** The words ` of …` where it is known of whom. */
export const ofWhom = (p: { readonly of?: string }): string => ('of' in p ? ` of \`${p.of}\`` : '');
