import type { Severity } from '../diagnostics/codes.ts';

/** A place as JSON: line and column count from 1, columns in UTF-16 code units. */
export interface PlaceJson {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The output of `check --format json`: a contract. Lines and columns count from 1, columns in UTF-16 code units. */
export interface FindingsJson {
  readonly version: 1;
  readonly findings: readonly FindingJson[];
  readonly errors: number;
  readonly warnings: number;
  /** The findings whose edits `check --fix` made, at their places before; absent without `--fix`. */
  readonly fixed?: readonly FindingJson[];
}

/** A diagnostic. `endColumn` is the column after the last character; without advice there is no `help`. */
export interface FindingJson extends PlaceJson {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly endLine: number;
  readonly endColumn: number;
  readonly help?: string;
  /** The edits that `help` describes; absent where more than one text could be right. */
  readonly fix?: readonly FixEditJson[];
  readonly related: readonly RelatedJson[];
}

/** A text that takes the place of a piece of a file; the piece is empty where something is added. */
export interface FixEditJson extends PlaceJson {
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** Another place that explains a finding. */
export interface RelatedJson extends PlaceJson {
  readonly message: string;
}
