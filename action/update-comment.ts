import { commentMarker } from '../compiler/print/diff/markdown.ts';
import { ActionError } from './action-error.ts';
import { type Api, awaitAnswer, readStatus } from './open-api.ts';

/** The outcome of updating a comment. */
export type Outcome = 'created' | 'edited' | 'unchanged' | 'none';

/** The length of the longest comment that GitHub accepts, in characters. */
const longestComment = 65_536;

const permission = 'pull-requests: write';

/**
 * Makes a text the only comment of plafond with this marker on a pull request: edits the comment that is there, unless it has
 * that text already, or else creates one, unless `create` is false. A comment is meant if it has both the hidden marker and
 * the author of the token; the comments of others, and those on other products, are never touched.
 */
export async function updateComment(
  api: Api,
  pullRequest: number,
  body: string,
  { create, marker = commentMarker }: { readonly create: boolean; readonly marker?: string },
): Promise<Outcome> {
  if (!body.startsWith(`${marker}\n`)) throw new Error('a comment without its marker is never found again');
  if ([...body].length > longestComment)
    throw new ActionError(`the comment is longer than ${longestComment} characters`);
  const [first, ...others] = await findOwnComments(api, pullRequest, marker);
  for (const { id } of others) await removeComment(api, pullRequest, id);
  if (first === undefined) return create ? await createComment(api, pullRequest, body, marker) : 'none';
  if (isSameComment(first.body, body)) return 'unchanged';
  await awaitAnswer(
    `edit the comment on pull request ${pullRequest}`,
    permission,
    api.octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      ...api.repository,
      comment_id: first.id,
      body,
    }),
  );
  return 'edited';
}

interface OwnComment {
  readonly id: number;
  readonly body: string;
}

/** Returns our comments with a marker, oldest first. There is more than one only if two runs made one at the same time. */
async function findOwnComments(
  api: Api,
  pullRequest: number,
  marker: string,
): Promise<readonly OwnComment[]> {
  const login = await findOwnLogin(api);
  const all = await awaitAnswer(
    `read the comments on pull request ${pullRequest}`,
    permission,
    api.octokit.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...api.repository,
      issue_number: pullRequest,
      per_page: 100,
    }),
  );
  return all
    .map(({ id, body = '', user }) => ({ id: Number(id), body, author: user?.login }))
    .filter(({ body, author }) => author === login && body.trimStart().startsWith(marker))
    .sort((a, b) => a.id - b.id);
}

/** Returns the login of the author of what the token writes: `github-actions[bot]` for a workflow's own token. */
async function findOwnLogin({ octokit }: Api): Promise<string> {
  const { viewer } = await awaitAnswer(
    'read the login of the token',
    permission,
    octokit.graphql<{ readonly viewer: { readonly login: string } }>('query { viewer { login } }'),
  );
  return viewer.login;
}

/**
 * Creates the comment. After a server error, which does not say if the comment was made, looks for the comment before it
 * repeats the request.
 */
async function createComment(api: Api, pullRequest: number, body: string, marker: string): Promise<Outcome> {
  const request = () =>
    api.octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...api.repository,
      issue_number: pullRequest,
      body,
      request: { retries: 0 },
    });
  try {
    await request();
  } catch (error) {
    const what = `comment on pull request ${pullRequest}`;
    if ((readStatus(error) ?? 0) < 500) await awaitAnswer(what, permission, Promise.reject(error));
    const made = await findOwnComments(api, pullRequest, marker);
    if (made.length === 0) await awaitAnswer(what, permission, request());
  }
  return 'created';
}

async function removeComment(api: Api, pullRequest: number, id: number): Promise<void> {
  await awaitAnswer(
    `remove a second comment on pull request ${pullRequest}`,
    permission,
    api.octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      ...api.repository,
      comment_id: id,
    }),
  );
}

/** Returns true if two comments have the same text but for line ends, which GitHub may change. */
const isSameComment = (a: string, b: string) => normalise(a) === normalise(b);
const normalise = (text: string) => text.replaceAll('\r\n', '\n').trim();
