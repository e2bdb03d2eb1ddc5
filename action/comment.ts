import { marker } from '../compiler/print/diff/markdown.ts';
import { type Api, answered, statusOf } from './api.ts';
import { Failure } from './failure.ts';

/** What became of the comment. */
export type Outcome = 'created' | 'edited' | 'unchanged' | 'none';

/** GitHub refuses a longer comment. */
const limit = 65_536;

const permission = 'pull-requests: write';

/**
 * Keeps one comment of ours on a pull request, known by its hidden marker and its author together: edits it in place, and writes nothing where it says the same
 * already. Without a comment of ours it makes one, unless `create` is false. What others wrote is not touched,
 * whatever it holds.
 */
export async function comment(
  api: Api,
  pullRequest: number,
  body: string,
  { create }: { readonly create: boolean },
): Promise<Outcome> {
  if (!body.startsWith(`${marker}\n`)) throw new Error('a comment without its marker is never found again');
  if ([...body].length > limit) throw new Failure(`the comment is longer than ${limit} characters`);
  const [first, ...others] = await ownComments(api, pullRequest);
  for (const { id } of others) await remove(api, pullRequest, id);
  if (first === undefined) return create ? await created(api, pullRequest, body) : 'none';
  if (sameText(first.body, body)) return 'unchanged';
  await answered(
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

interface Own {
  readonly id: number;
  readonly body: string;
}

/** Our comments, the oldest first. There is more than one only where two runs made one at the same time. */
async function ownComments(api: Api, pullRequest: number): Promise<readonly Own[]> {
  const login = await ownLogin(api);
  const all = await answered(
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

/** As whom the token writes: of a workflow's own token `github-actions[bot]`. */
async function ownLogin({ octokit }: Api): Promise<string> {
  const { viewer } = await answered(
    'learn as whom the token writes',
    permission,
    octokit.graphql<{ readonly viewer: { readonly login: string } }>('query { viewer { login } }'),
  );
  return viewer.login;
}

/**
 * A server error does not say whether the comment was made. So this one request is not repeated blindly: it is
 * looked up first.
 */
async function created(api: Api, pullRequest: number, body: string): Promise<Outcome> {
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
    if ((statusOf(error) ?? 0) < 500) await answered(what, permission, Promise.reject(error));
    const made = await ownComments(api, pullRequest);
    if (made.length === 0) await answered(what, permission, request());
  }
  return 'created';
}

async function remove(api: Api, pullRequest: number, id: number): Promise<void> {
  await answered(
    `remove a second comment on pull request ${pullRequest}`,
    permission,
    api.octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      ...api.repository,
      comment_id: id,
    }),
  );
}

/** GitHub may keep other line ends than it was given. */
const sameText = (a: string, b: string) => normal(a) === normal(b);
const normal = (text: string) => text.replaceAll('\r\n', '\n').trim();
