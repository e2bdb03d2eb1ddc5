import type { Code, Params } from '../../diagnostics/codes.ts';
import type { Report } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../text/source.ts';

/** The facts of a finding that can repeat in many rows. */
type UnknownFacts = Omit<Params<'import-unknown'>, 'more'>;
type ValueFacts = Omit<Params<'import-value'>, 'more'>;

/**
 * A reporter of mistakes in exports. A mistake that repeats in thousands of rows is reported once for each file, with
 * the number of the others.
 */
export interface Repeats {
  readonly unknown: (at: Span, facts: UnknownFacts, help?: string) => void;
  readonly value: (at: Span, facts: ValueFacts, help?: string) => void;
  readonly once: <C extends Code>(code: C, at: Span, facts: Params<C>, help?: string) => void;
  /** Reports the mistakes that repeat, whose number is known only at the end. */
  readonly flush: () => void;
}

/** Starts to collect what repeats. */
export function collectRepeats(report: Report): Repeats {
  const waiting = new Map<string, { readonly pass: (more: number) => void; more: number }>();
  const wait = (key: readonly string[], pass: (more: number) => void) => {
    const known = waiting.get(key.join('\n'));
    if (known) known.more++;
    else waiting.set(key.join('\n'), { pass, more: 0 });
  };
  return {
    unknown: (at, facts, help) =>
      wait(['unknown', at.source.path, facts.what, facts.name], (more) =>
        report('import-unknown', at, { ...facts, more }, help),
      ),
    value: (at, facts, help) =>
      wait(['value', at.source.path, facts.what, facts.value], (more) =>
        report('import-value', at, { ...facts, more }, help),
      ),
    once: (code, at, facts, help) => report(code, at, facts, help),
    flush() {
      for (const { pass, more } of waiting.values()) pass(more);
      waiting.clear();
    },
  };
}
