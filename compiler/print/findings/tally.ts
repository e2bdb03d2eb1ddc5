import type { Severity } from '../../diagnostics/codes.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';

/** The number of diagnostics of each severity. */
export type Tally = Readonly<Record<Severity, number>>;

/** Counts diagnostics by severity. */
export function countBySeverity(diagnostics: readonly Diagnostic[]): Tally {
  const counted = { error: 0, warning: 0, info: 0 };
  for (const { severity } of diagnostics) counted[severity]++;
  return counted;
}
