import type { Severity } from '../../diagnostics/codes.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';

/** The number of diagnostics of each severity. */
export type Tally = Readonly<Record<Severity, number>>;

/** Starts to count diagnostics by severity, one after the other. */
export function startTally(): { readonly counted: Tally; readonly add: (diagnostic: Diagnostic) => void } {
  const counted = { error: 0, warning: 0, info: 0 };
  return {
    counted,
    add({ severity }) {
      counted[severity]++;
    },
  };
}
