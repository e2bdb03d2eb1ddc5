import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Origin, PastReach } from '../../questions/evidence/evidence.ts';
import type { Files } from '../../text/files.ts';

/** The options of an evidence pack: which policies, of which day, for which tenant, since when. */
export interface PackOptions {
  /** The policies, under the name of their folder alone: a pack does not depend on where that folder lies. */
  readonly files: Files;
  readonly folder: string;
  readonly date: string;
  readonly tenant: string | null;
  /** The duties that are asked to be separate. */
  readonly sod: readonly string[];
  readonly since: Origin['since'];
  readonly git: Origin['git'];
  /** The layout of the pack: the current one, or that of a pack that is made again. */
  readonly layout: number;
  /** The extent of the past in a pack that is made again; absent for a new one. */
  readonly reached?: PastReach;
}

/** The diagnostics that prevent a pack; `revision` names the revision they are in. */
export interface PackMistakes {
  readonly mistakes: readonly Diagnostic[];
  readonly files: number;
  readonly revision?: string;
}
