import { type Code, codes, type Severity } from './codes.ts';

/** The meaning of a diagnostic, wherever it is found. */
export interface CodeDescription {
  readonly code: Code;
  readonly severity: Severity;
  /** The sentence of a finding, with the names of its facts between ‹ ›. */
  readonly message: string;
  /** The reason why plafond minds, without a full stop. */
  readonly why: string;
  /** The advice, in whole sentences. */
  readonly remedy: string;
}

/** Every code, in the order of the table. */
export const allCodes = Object.keys(codes) as readonly Code[];

/** Describes the diagnostic of a code. */
export function describeCode(code: Code): CodeDescription {
  const { severity, why, remedy } = codes[code];
  const facts = new Proxy({}, { get: (_, name) => (name === 'more' ? 0 : `‹${String(name)}›`) });
  return { code, severity, message: (codes[code].message as (facts: unknown) => string)(facts), why, remedy };
}

/** Returns the word for a severity that people read. */
export const nameSeverity = (severity: Severity): string => (severity === 'info' ? 'note' : severity);
