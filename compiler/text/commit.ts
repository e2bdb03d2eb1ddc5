/** The words of a trailer by which somebody says yes to a commit, and `review` for a review of its pull request. */
export type ApprovalKind = 'Reviewed-by' | 'Approved-by' | 'Signed-off-by' | 'review';

/** A person other than the author who said yes to a commit. */
export interface Approval {
  readonly name: string;
  readonly by: ApprovalKind;
}

/** A commit of git. `time` is the committer's, in ISO 8601. */
export interface Commit {
  readonly hash: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly time: string;
  readonly subject: string;
  /** Whoever said yes to it, in the order written; absent if nobody did. */
  readonly approvals?: readonly Approval[];
  /** The files that it changed below a folder, by their paths in it; absent if nobody asks. */
  readonly files?: readonly string[];
  /** The number of the pull request that was merged or squashed into it. */
  readonly pullRequest?: number;
  /** The reason why the note on its approvals cannot be believed. */
  readonly noteFault?: string;
}

/** Prints who said yes to a commit: `Grace (Reviewed-by); grace (review)`; an empty text if nobody is known to have. */
export const printApprovals = (commit: Pick<Commit, 'approvals'> | undefined): string =>
  (commit?.approvals ?? []).map(({ name, by }) => `${name} (${by})`).join('; ');
