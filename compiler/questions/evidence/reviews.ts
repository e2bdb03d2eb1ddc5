import type { Commit } from '../../text/commit.ts';

/** The state of a record of an access review: `new` in the period, or `changed` in it, or `removed`, after it was written. */
export type RecordState = 'new' | 'changed' | 'removed';

/** A decision of an access review, as the record says that `audit --apply` wrote. */
export interface RecordedDecision {
  /** The path of the record. */
  readonly record: string;
  readonly state: RecordState;
  /** The cells of the record by the names of its columns. */
  readonly cells: ReadonlyMap<string, string>;
  /** The commit that brought the record, changed it last or removed it; absent if it is not known. */
  readonly commit?: Commit;
}
