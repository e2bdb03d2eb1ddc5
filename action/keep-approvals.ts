import { printAnnotation } from '../compiler/print/github-annotations.ts';
import { ActionError } from './action-error.ts';
import { type Api, awaitAnswer, readStatus } from './open-api.ts';
import type { Surroundings } from './surroundings.ts';

/** A push to a branch, with the name of the default branch. */
export interface Push {
  /** The commit before it; undefined for the first push of the branch. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly branch: string;
  readonly isDefaultBranch: boolean;
}

/** The ref of the notes, without `refs/`. */
const notes = 'notes/plafond';

/** The most merges of one push that are looked at; the log says if there are more. */
const mostCommits = 250;

/** The most times that notes are written again because somebody else wrote meanwhile. */
const mostTries = 5;

/**
 * Keeps who approved what was merged, after a push to the default branch: for each commit of its first parents that came by a
 * pull request, a note with those who approved it by their own reviews. A note that is there stays as it is.
 */
export async function keepApprovals({ log }: Surroundings, github: Api, push: Push): Promise<void> {
  if (!push.isDefaultBranch) return log('nothing to do: the push is not to the default branch\n');
  if (push.after === undefined) throw new ActionError('the event does not say which commit was pushed');
  const { commits, isWhole } = await listPushed(github, push.before, push.after);
  if (!isWhole)
    log(
      printAnnotation('warning', `only the last ${mostCommits} commits of the push were looked at`, {
        title: 'plafond',
      }),
    );
  const found = new Map<string, Note>();
  for (const commit of commits) {
    const note = await findNote(github, commit, push.branch);
    if (note) found.set(commit.sha, note);
    else log(`${commit.sha.slice(0, 12)} came by no pull request\n`);
  }
  const written = found.size === 0 ? [] : await writeNotes(github, found);
  for (const [sha, { pullRequest, approvals }] of found) {
    const who = approvals.map(({ name }) => name).join(', ') || 'nobody';
    const state = written.includes(sha) ? '' : ' (there is a note already)';
    log(`${sha.slice(0, 12)} of #${pullRequest}: approved by ${who}${state}\n`);
  }
}

/** A note as `plafond since` and `plafond audit` read it. */
interface Note {
  readonly version: 1;
  readonly pullRequest: number;
  readonly approvals: readonly { readonly name: string }[];
}

interface PushedCommit {
  readonly sha: string;
  readonly subject: string;
}

/** Lists the first parents of a push, the newest first. Without a commit before it, only the last one counts. */
async function listPushed(
  { octokit, repository }: Api,
  before: string | undefined,
  after: string,
): Promise<{ readonly commits: readonly PushedCommit[]; readonly isWhole: boolean }> {
  const commits: PushedCommit[] = [];
  for (let sha: string | undefined = after; sha !== undefined && sha !== before; ) {
    if (commits.length === mostCommits) return { commits, isWhole: false };
    const { data }: { data: CommitAnswer } = await awaitAnswer(
      'read a commit of the push',
      'contents: read',
      octokit.request('GET /repos/{owner}/{repo}/commits/{ref}', { ...repository, ref: sha }),
    );
    commits.push({ sha, subject: data.commit.message.split('\n')[0] ?? '' });
    sha = before === undefined ? undefined : data.parents[0]?.sha;
  }
  return { commits, isWhole: true };
}

interface CommitAnswer {
  readonly commit: { readonly message: string };
  readonly parents: readonly { readonly sha: string }[];
}

/** Finds the note of a commit; undefined if it came by no pull request, or if it may be one of several. */
async function findNote(
  { octokit, repository }: Api,
  { sha, subject }: PushedCommit,
  branch: string,
): Promise<Note | undefined> {
  const pulls = await awaitAnswer(
    'find the pull request of a commit',
    'pull-requests: read',
    octokit.paginate('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
      ...repository,
      commit_sha: sha,
    }),
  );
  const merged = pulls.filter(({ merged_at, base }) => merged_at !== null && base.ref === branch);
  const exact = merged.filter(({ merge_commit_sha }) => merge_commit_sha === sha);
  const [pull, other] = exact.length > 0 ? exact : merged;
  if (!pull || other) return undefined;
  // A note that names another pull request than the subject would be believed by nobody.
  const named = /^Merge pull request #(\d+) |\(#(\d+)\)$/.exec(subject.trim());
  if (named && Number(named[1] ?? named[2]) !== pull.number) return undefined;
  const reviews = await awaitAnswer(
    'read the reviews of a pull request',
    'pull-requests: read',
    octokit.paginate('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
      ...repository,
      pull_number: pull.number,
    }),
  );
  const approvals = listApprovers(reviews, { head: pull.head.sha, author: pull.user?.login });
  return { version: 1, pullRequest: pull.number, approvals: approvals.map((name) => ({ name })) };
}

/** A review as GitHub tells it, the oldest first. */
interface Review {
  readonly user: { readonly login: string } | null;
  readonly state: string;
  readonly commit_id: string | null;
}

/**
 * Lists who approved the last commit of a pull request, sorted: a later review of the same person counts in place of an earlier
 * one, an approval of an earlier commit is none of what was merged, and nobody approves their own.
 */
function listApprovers(
  reviews: readonly Review[],
  { head, author }: { readonly head: string; readonly author: string | undefined },
): readonly string[] {
  const last = new Map<string, Review>();
  for (const review of reviews)
    if (review.user && review.state !== 'COMMENTED' && review.state !== 'PENDING')
      last.set(review.user.login, review);
  return [...last]
    .filter(([name, one]) => one.state === 'APPROVED' && one.commit_id === head && name !== author)
    .map(([name]) => name)
    .sort();
}

/** Writes notes as one commit on those there are, again if somebody else wrote meanwhile. Returns the commits that got one. */
async function writeNotes(github: Api, found: ReadonlyMap<string, Note>): Promise<readonly string[]> {
  for (let tries = 1; ; tries++) {
    const known = await readNotes(github);
    const missing = [...found].filter(([sha]) => !known.commits.has(sha));
    if (missing.length === 0) return [];
    try {
      await addNotes(github, known, missing);
      return missing.map(([sha]) => sha);
    } catch (error) {
      const isRace = [409, 422].includes(readStatus(error) ?? 0);
      if (!isRace || tries === mostTries) return refuseNotes(error);
    }
  }
}

/** Throws an `ActionError` that says why notes cannot be written. */
const refuseNotes = (error: unknown): Promise<never> =>
  awaitAnswer('write the notes of approvals', 'contents: write', Promise.reject(error));

/** The notes there are: the last commit of them, its tree, and the commits that have one. */
interface KnownNotes {
  readonly last?: { readonly commit: string; readonly tree: string };
  readonly commits: ReadonlySet<string>;
}

async function readNotes({ octokit, repository }: Api): Promise<KnownNotes> {
  const answer = await readRef({ octokit, repository });
  if (answer === undefined) return { commits: new Set() };
  const { data: commit } = await awaitAnswer(
    'read the notes of approvals',
    'contents: write',
    octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
      ...repository,
      commit_sha: answer,
    }),
  );
  const { data } = await awaitAnswer(
    'read the notes of approvals',
    'contents: write',
    octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
      ...repository,
      tree_sha: commit.tree.sha,
      recursive: '1',
    }),
  );
  if (data.truncated) throw new ActionError('there are more notes of approvals than GitHub lists');
  // Many notes lie in folders named after the first digits of their commits.
  const commits = data.tree.flatMap(({ path = '', type }) =>
    type === 'blob' ? [path.replaceAll('/', '')] : [],
  );
  return { last: { commit: answer, tree: commit.tree.sha }, commits: new Set(commits) };
}

/** Returns the last commit of the notes; undefined if there are none yet. */
async function readRef({ octokit, repository }: Api): Promise<string | undefined> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ...repository,
      ref: notes,
    });
    return data.object.sha;
  } catch (error) {
    if (readStatus(error) === 404) return undefined;
    return refuseNotes(error);
  }
}

async function addNotes(
  { octokit, repository }: Api,
  { last }: KnownNotes,
  missing: readonly (readonly [string, Note])[],
): Promise<void> {
  const tree = await octokit.request('POST /repos/{owner}/{repo}/git/trees', {
    ...repository,
    ...(last && { base_tree: last.tree }),
    tree: missing.map(([sha, note]) => ({
      path: sha,
      mode: '100644' as const,
      type: 'blob' as const,
      content: `${JSON.stringify(note)}\n`,
    })),
  });
  const commit = await octokit.request('POST /repos/{owner}/{repo}/git/commits', {
    ...repository,
    message: `Approvals of ${missing.map(([, { pullRequest }]) => `#${pullRequest}`).join(', ')}`,
    tree: tree.data.sha,
    parents: last ? [last.commit] : [],
  });
  const { sha } = commit.data;
  if (last)
    await octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
      ...repository,
      ref: notes,
      sha,
      force: false,
    });
  else
    await octokit.request('POST /repos/{owner}/{repo}/git/refs', {
      ...repository,
      ref: `refs/${notes}`,
      sha,
    });
}
