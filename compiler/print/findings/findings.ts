import { type Diagnostic, sortDiagnostics, sortFileByFile } from '../../diagnostics/diagnostic.ts';
import type { Colours } from '../../text/colours.ts';
import { printFindingsGithub } from './github.ts';
import { listJsonPieces } from './json.ts';
import { printFindingsJunit } from './junit.ts';
import { listPrettyPieces } from './pretty.ts';
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
export function printFindings(diagnostics: readonly Diagnostic[], options: FindingOptions): string {
  return [...listFindingPieces(diagnostics, options)].join('');
}

/** Prints what `printFindings` does in pieces: the findings of a fleet may be more than one text can hold. */
export function* listFindingPieces(
  diagnostics: readonly Diagnostic[],
  options: FindingOptions,
): Iterable<string> {
  switch (options.format) {
    case 'pretty':
      return yield* listPrettyPieces(sortFileByFile(diagnostics), options);
    case 'json':
      return yield* listJsonPieces(sortFileByFile(diagnostics), options.fixed);
    case 'github':
      return yield printFindingsGithub(sortDiagnostics(diagnostics));
    case 'junit':
      return yield printFindingsJunit(sortDiagnostics(diagnostics), options.isStrict ?? false);
    case 'sarif':
      return yield printFindingsSarif(sortDiagnostics(diagnostics), options.version);
  }
}
