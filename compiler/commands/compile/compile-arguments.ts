import type { FindingFormat } from '../../print/findings/findings.ts';
import type { CommonArguments } from '../command.ts';

/** The arguments of `plafond compile`. */
export interface CompileArguments extends CommonArguments<FindingFormat> {
  readonly out: string | undefined;
  readonly tenant: string | undefined;
  readonly check: boolean;
  readonly force: boolean;
  readonly 'no-rules': boolean;
}

/** The settings by which compile finds and names what it writes. */
export interface PackageSettings {
  readonly out: string;
  readonly package: { readonly name: string };
}

/** The folder that is compiled into, and the one that the settings say. */
export interface ChosenFolder {
  readonly folder: string;
  readonly usual: string;
}
