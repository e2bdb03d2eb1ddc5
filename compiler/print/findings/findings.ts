import { type Diagnostic, sorted } from '../../diagnostics/diagnostic.ts';
import type { Colours } from '../../text/colours.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { pretty } from './pretty.ts';
import { sarif } from './sarif.ts';

/** The formats in which diagnostics are printed. */
export const findingFormats = ['pretty', 'json', 'github', 'sarif'] as const;

/** One of the formats in which diagnostics are printed. */
export type FindingFormat = (typeof findingFormats)[number];

/** What a format needs to know beside the diagnostics. */
export interface FindingOptions {
  readonly format: FindingFormat;
  readonly colours: Colours;
  readonly version: string;
  /** How many files were read, for the summary line of pretty output; without it there is none. */
  readonly files?: number;
}

/** Diagnostics in any format, sorted by place and each said once: empty, or text that ends in a line break. */
export function findings(unsorted: readonly Diagnostic[], options: FindingOptions): string {
  const diagnostics = sorted(unsorted);
  switch (options.format) {
    case 'pretty':
      return pretty(diagnostics, options);
    case 'json':
      return json(diagnostics);
    case 'github':
      return github(diagnostics);
    case 'sarif':
      return sarif(diagnostics, options.version);
  }
}
