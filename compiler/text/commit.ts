/** A commit of git. `time` is the committer's, in ISO 8601. */
export interface Commit {
  readonly hash: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly time: string;
  readonly subject: string;
}
