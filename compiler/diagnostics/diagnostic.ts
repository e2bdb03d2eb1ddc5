import { groupBy } from '../text/group-by.ts';
import { makeVisible } from '../text/make-visible.ts';
import { byCodeUnit } from '../text/order.ts';
import { findPosition, type Span } from '../text/source.ts';
import { type Code, codes, type Params, type Severity } from './codes.ts';
import type { Fix } from './fix.ts';

/** One thing that is wrong or worth knowing, with every place it concerns. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** The reason why it is wrong; fixed for each code. */
  readonly why: string;
  readonly at: Span;
  readonly related: readonly Related[];
  /** The advice on what to do; present only if it was computed, and then true. */
  readonly help?: string;
  /** The edit that the advice describes; present only if exactly one text is right. */
  readonly fix?: Fix;
}

/** A second place that explains a diagnostic. */
export interface Related {
  readonly at: Span;
  readonly note: string;
}

/**
 * Reports one mistake. The code decides which facts the sentence needs; `help` says what to do, and is given only
 * when it is computed and true. A fix is advice that `check --fix` can follow.
 */
export type Report = <C extends Code>(
  code: C,
  at: Span,
  facts: Params<C>,
  help?: Advice | undefined,
  more?: {
    readonly related?: readonly Related[] | undefined;
    /** The severity that the policy itself gives, in place of that of the code. */
    readonly severity?: Severity | undefined;
  },
) => void;

/** A sentence on what to do, or the fix that says it and does it. */
export type Advice = string | Fix;

/** A place to report to, and what was reported. */
export interface Collected {
  readonly report: Report;
  readonly diagnostics: readonly Diagnostic[];
  /** Returns true if an error was reported; warnings and notes stop nothing. */
  readonly failed: () => boolean;
}

/** Starts a collection of diagnostics. */
export function collect(): Collected {
  const diagnostics: Diagnostic[] = [];
  let errors = 0;
  const report: Report = (code, at, facts, help, more) => {
    const entry = codes[code];
    const message = (entry.message as (facts: unknown) => string)(shortenFacts(facts));
    const severity = more?.severity ?? entry.severity;
    if (severity === 'error') errors++;
    diagnostics.push({
      code,
      severity,
      message: makeOneLine(message),
      why: entry.why,
      at,
      related: (more?.related ?? []).map(({ at: other, note }) => ({ at: other, note: makeOneLine(note) })),
      ...(help !== undefined && { help: makeOneLine(typeof help === 'string' ? help : help.help) }),
      ...(typeof help === 'object' && { fix: help }),
    });
  };
  return { report, diagnostics, failed: () => errors > 0 };
}

/** Returns a `Report` that passes everything on, and tells if none of it was an error: warnings and notes stop nothing. */
export function watchErrors(report: Report): { readonly report: Report; readonly isWhole: () => boolean } {
  let errors = 0;
  const watching: Report = (code, at, facts, help, more) => {
    if ((more?.severity ?? codes[code].severity) === 'error') errors++;
    report(code, at, facts, help, more);
  };
  return { report: watching, isWhole: () => errors === 0 };
}

/** Shows line breaks, which a name in quotes can hold: a sentence is one line in every format. */
const makeOneLine = (text: string): string => text.replace(/[\n\r\u0085\u2028\u2029]/g, makeVisible);

/** The most characters that a fact has in a sentence, which can then be read however long a name is. */
const factLimit = 200;

function shortenFacts(facts: unknown): object {
  const cut = (fact: unknown) =>
    typeof fact === 'string' && fact.length > factLimit ? `${fact.slice(0, factLimit)}…` : fact;
  return Object.fromEntries(Object.entries(facts as object).map(([name, fact]) => [name, cut(fact)]));
}

/** Sorts diagnostics by path, place and code, each once, so that the order in which they were found never shows. */
export function sortDiagnostics<D extends Diagnostic>(diagnostics: readonly D[]): readonly D[] {
  return [...sortFileByFile(diagnostics)];
}

/**
 * Sorts as `sortDiagnostics` does, file after file. Places are found by reading a file again: whoever prints the diagnostics of
 * one file before they ask for those of the next lets each file be read once.
 */
export function* sortFileByFile<D extends Diagnostic>(diagnostics: readonly D[]): Iterable<D> {
  const byPath = groupBy(diagnostics, ({ at }) => at.source.path);
  for (const path of [...byPath.keys()].sort(byCodeUnit)) yield* sortOfFile(byPath.get(path) ?? []);
}

function sortOfFile<D extends Diagnostic>(diagnostics: readonly D[]): readonly D[] {
  const unique = new Map(
    diagnostics.map((one) => [[one.at.start, one.at.end, one.code, one.message].join('\n'), one]),
  );
  return [...unique.values()].sort(
    (a, b) => byPosition(a.at, b.at) || byCodeUnit(a.code, b.code) || byCodeUnit(a.message, b.message),
  );
}

function byPosition(a: Span, b: Span): number {
  if (a.source === b.source) return a.start - b.start;
  const [left, right] = [findPosition(a.source, a.start), findPosition(b.source, b.start)];
  return left.line - right.line || left.column - right.column;
}
