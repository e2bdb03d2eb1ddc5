import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import type { Colours } from '../../text/colours.ts';
import { printFindingsGithub } from './github.ts';
import { printFindingsJson } from './json.ts';
import { printFindingsJunit } from './junit.ts';
import { printFindingsPretty } from './pretty.ts';
import { printFindingsSarif } from './sarif.ts';

/** The formats in which diagnostics are printed. */
export const findingFormats = ['pretty', 'json', 'github', 'junit', 'sarif'] as const;

/** One of the formats in which diagnostics are printed. */
export type FindingFormat = (typeof findingFormats)[number];

/** The options of a format. */
export interface FindingOptions {
  readonly format: FindingFormat;
  readonly colours: Colours;
  readonly version: string;
  /** The number of files that were read, for the summary line of pretty output; without it there is none. */
  readonly files?: number;
  /** True if warnings fail; absent if they do not. */
  readonly isStrict?: boolean;
  /** The findings whose fixes were applied before, for JSON; absent if nobody asked for that. */
  readonly fixed?: readonly Diagnostic[];
}

/** Prints diagnostics in a format, sorted by place and each once: empty, or text that ends in a line break. */
export function printFindings(unsorted: readonly Diagnostic[], options: FindingOptions): string {
  const diagnostics = sortDiagnostics(unsorted);
  switch (options.format) {
    case 'pretty':
      return printFindingsPretty(diagnostics, options);
    case 'json':
      return printFindingsJson(diagnostics, options.fixed);
    case 'github':
      return printFindingsGithub(diagnostics);
    case 'junit':
      return printFindingsJunit(diagnostics, options.isStrict ?? false);
    case 'sarif':
      return printFindingsSarif(diagnostics, options.version);
  }
}
