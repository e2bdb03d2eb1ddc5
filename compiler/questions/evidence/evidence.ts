import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Difference } from '../../model/change.ts';
import type { ControlResult } from '../../model/control.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Commit } from '../../text/commit.ts';
import type { Past } from '../past/past.ts';
import type { RecordedDecision } from './reviews.ts';

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
  /** The decisions of access reviews; absent without a period, and in packs before the third layout. */
  readonly reviews?: readonly RecordedDecision[];
  /** The past of the policies: since when, by which commit, and whether what guards them was kept. */
  readonly past?: Past;
}

/** The layout in which packs are made. A pack of an older one is verified in its own. */
export const currentLayout = 3;

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
  /** The layout, which says the tables and columns; absent: the first, which says nothing of the past nor of what is left out. */
  readonly layout?: number;
  /** The roles of a database that are in the pack; null if none were given, absent in the first layout. */
  readonly stored?: { readonly file: string; readonly roles: number; readonly sha256: string } | null;
  /** The extent of the past that was read; absent without `--since`. */
  readonly past?: PastReach;
}

/** The extent of the past that was read. */
export interface PastReach {
  /** The oldest commit that was read; empty if no commit changed the policies. */
  readonly oldest: string;
  /** `first`: nothing is older; `limit`: as many were read as a pack reads; `shallow`: the clone has none that is older. */
  readonly end: 'first' | 'limit' | 'shallow';
  /** The number of commits that were read, and of those that do not compile. */
  readonly commits: number;
  readonly unread: number;
}
