import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Difference } from '../../model/change.ts';
import type { ControlResult } from '../../model/control.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Commit } from '../../text/commit.ts';

/** Everything that an evidence pack is made from. */
export interface Evidence {
  readonly matrix: Matrix;
  /** The findings of `plafond check` on the date of the pack. */
  readonly findings: readonly Diagnostic[];
  /** The results of all controls on that date. */
  readonly controls: readonly ControlResult[];
  /** The day on which waivers are judged, as `2027-03-31`. */
  readonly date: string;
  /** The duties that are asked to be separate, each a list of permissions or patterns. */
  readonly duties: readonly string[];
  /** The changes since another revision. */
  readonly difference?: Difference;
  /** The commits that changed the policies since, along first parents, newest first. */
  readonly history?: readonly Commit[];
  /** The findings about those changes, which only a comparison with the other revision shows. */
  readonly faults?: readonly Diagnostic[];
}

/** The source of a pack, without anything that could be different the next time: the same source, the same bytes. */
export interface Origin {
  /** The version of plafond. */
  readonly version: string;
  /** The command line, without the folder that was written. */
  readonly command: string;
  readonly policies: { readonly folder: string; readonly files: number; readonly sha256: string };
  /** The day on which waivers were judged. */
  readonly date: string;
  /** The only tenant of the pack; null if it holds all tenants. */
  readonly tenant: string | null;
  /** The duties that were asked to be separate; absent if none were. */
  readonly sod?: readonly string[];
  readonly since: { readonly revision: string; readonly commit: string } | null;
  /** The commit that is checked out; null outside a repository. `dirty`: the commit has other policies than the pack. */
  readonly git: { readonly commit: string; readonly dirty: boolean } | null;
}
