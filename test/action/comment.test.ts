import { afterEach, expect, test, vi } from 'vitest';
import { openApi } from '../../action/open-api.ts';
import { updateComment } from '../../action/update-comment.ts';
import { commentMarker } from '../../compiler/print/diff/markdown.ts';
import { bot, type FakeGitHub, fakeGitHub, token, type World } from './github.ts';

/** The waits that were asked for, in milliseconds. None of them is waited for, so that no test depends on a clock. */
const waits = vi.hoisted((): number[] => []);

vi.mock('node:timers/promises', async (original) => ({
  ...(await original<typeof import('node:timers/promises')>()),
  setTimeout: async (milliseconds: number) => {
    waits.push(milliseconds);
  },
}));

let github: FakeGitHub;
afterEach(() => github.stop());

const text = `${commentMarker}\n## 3 changes\n`;

async function publish(world: Partial<World>, body = text, create = true) {
  github = await fakeGitHub(world);
  const env = { GITHUB_REPOSITORY: 'acme/policies', GITHUB_API_URL: github.url };
  return updateComment(openApi({ env, second: 5 }, token), 7, body, { create });
}

const bodies = () => github.world.comments.map(({ body }) => body);

test('makes the comment', async () => {
  expect(await publish({})).toBe('created');
  expect(github.world.comments).toEqual([{ id: 1, login: bot, body: text }]);
});

test('makes none where none is wanted', async () => {
  expect(await publish({}, text, false)).toBe('none');
  expect(github.writes()).toEqual([]);
});

test('edits its own in place, also where none would be made', async () => {
  const world = { comments: [{ id: 4, login: bot, body: `${commentMarker}\nold` }] };
  expect(await publish(world, text, false)).toBe('edited');
  expect(github.writes()).toEqual(['PATCH /repos/acme/policies/issues/comments/4']);
  expect(bodies()).toEqual([text]);
});

test('writes nothing where the comment says the same', async () => {
  const body = `${text.trimEnd().replaceAll('\n', '\r\n')}`;
  expect(await publish({ comments: [{ id: 4, login: bot, body }] })).toBe('unchanged');
  expect(github.writes()).toEqual([]);
});

test('does not touch what others wrote under the same marker', async () => {
  const others = [
    { id: 1, login: 'another-app[bot]', body: `${commentMarker}\nof another app` },
    { id: 2, login: 'mallory', body: `${commentMarker}\n## No effective change` },
    { id: 3, login: 'github-actions', body: `${commentMarker}\nof a user with nearly our name` },
  ];
  const world = { comments: [...others, { id: 4, login: bot, body: `${commentMarker}\nold` }] };
  expect(await publish(world)).toBe('edited');
  expect(bodies()).toEqual([...others.map(({ body }) => body), text]);
});

test('makes its own beside a forged one', async () => {
  const forged = { id: 1, login: 'mallory', body: `${commentMarker}\n## No effective change` };
  expect(await publish({ comments: [forged] })).toBe('created');
  expect(github.world.comments).toEqual([forged, { id: 2, login: bot, body: text }]);
});

test('takes no other comment of the same bot for its own', async () => {
  const other = { id: 1, login: bot, body: `a deployment\n\n> quoting ${commentMarker}` };
  expect(await publish({ comments: [other] })).toBe('created');
  expect(bodies()).toEqual([other.body, text]);
});

test('takes no comment on another product for its own', async () => {
  const comments = [
    '<!-- plafond:diff shop/policies -->',
    '<!-- plafond:diff shop -->',
    '<!-- plafond:diff-->',
  ].map((marker, at) => ({ id: at + 1, login: bot, body: `${marker}\n## ESCALATION` }));
  expect(await publish({ comments: [...comments] })).toBe('created');
  expect(bodies()).toEqual([...comments.map(({ body }) => body), text]);
});

test('finds its own on the third page', async () => {
  const others = Array.from({ length: 230 }, (_, at) => ({ id: at + 1, login: 'ann', body: 'hm' }));
  const comments = [...others, { id: 231, login: bot, body: `${commentMarker}\nold` }];
  expect(await publish({ comments })).toBe('edited');
  expect(github.requests.filter((line) => line.startsWith('GET'))).toHaveLength(3);
  expect(github.writes()).toEqual(['PATCH /repos/acme/policies/issues/comments/231']);
});

test('leaves one where two runs made one each', async () => {
  const comments = [
    { id: 8, login: bot, body: `${commentMarker}\nsecond` },
    { id: 5, login: bot, body: `${commentMarker}\nfirst` },
  ];
  expect(await publish({ comments })).toBe('edited');
  expect(github.world.comments).toEqual([{ id: 5, login: bot, body: text }]);
});

test('names the permission that is missing', async () => {
  const upsets = [{ on: /^POST .*comments/, status: 403, message: 'Resource not accessible by integration' }];
  const refusal = await publish({ upsets }).catch((error: unknown) => String(error));
  expect(refusal).toContain(
    'cannot comment on pull request 7 (HTTP 403): the token lacks a permission; give the job `permissions:` with `pull-requests: write`',
  );
  expect(refusal).not.toContain(token);
});

test('says that the token is not valid', async () => {
  github = await fakeGitHub();
  const env = { GITHUB_REPOSITORY: 'acme/policies', GITHUB_API_URL: github.url };
  const stale = openApi({ env, second: 5 }, 'ghs_stale');
  await expect(updateComment(stale, 7, text, { create: true })).rejects.toThrow(
    '(HTTP 401): the token is not valid',
  );
});

test('tries again after a server error', async () => {
  const upsets = [
    { on: /^POST \/graphql/, status: 502 },
    { on: /^GET .*comments/, status: 503 },
    { on: /^PATCH/, status: 502 },
  ];
  const world = { upsets, comments: [{ id: 4, login: bot, body: `${commentMarker}\nold` }] };
  expect(await publish(world)).toBe('edited');
  expect(bodies()).toEqual([text]);
});

test('gives up on a server that stays broken', async () => {
  const upsets = Array.from({ length: 9 }, () => ({
    on: /^GET .*comments/,
    status: 502,
    message: 'Bad Gateway',
  }));
  await expect(publish({ upsets })).rejects.toThrow('cannot read the comments on pull request 7 (HTTP 502)');
  expect(github.requests.filter((line) => line.startsWith('GET'))).toHaveLength(4);
});

test('makes no second comment where only the answer was lost', async () => {
  expect(await publish({ upsets: [{ on: /^POST .*comments/, status: 502, butDone: true }] })).toBe('created');
  expect(github.world.comments).toHaveLength(1);
});

test('makes the comment at the second attempt where the first did nothing', async () => {
  expect(await publish({ upsets: [{ on: /^POST .*comments/, status: 502 }] })).toBe('created');
  expect(github.world.comments).toHaveLength(1);
});

const limits = [
  { status: 429, message: 'You have exceeded a secondary rate limit.', headers: { 'retry-after': '60' } },
  { status: 403, message: 'You have exceeded a secondary rate limit.', headers: { 'retry-after': '60' } },
  {
    status: 403,
    message: 'API rate limit exceeded for installation.',
    headers: { 'x-ratelimit-remaining': '0' },
    resetsIn: 60,
  },
];

test.each(limits)(
  'waits as long as a limit asks: $status $message',
  async ({ status, message, headers, resetsIn }) => {
    const reset = String(Math.ceil(Date.now() / 1000) + (resetsIn ?? 0));
    const upset = {
      status,
      message,
      headers: { ...headers, ...(resetsIn && { 'x-ratelimit-reset': reset }) },
    };
    waits.length = 0;
    expect(await publish({ upsets: [{ on: /^POST .*comments/, ...upset }] })).toBe('created');
    expect(github.world.comments).toHaveLength(1);
    // 60 seconds, of 5 milliseconds each.
    expect(Math.round(Math.max(...waits) / 5)).toBeGreaterThanOrEqual(59);
  },
);

test('does not wait for an hour', async () => {
  const headers = { 'retry-after': '3600' };
  const upsets = [
    { on: /^GET .*comments/, status: 429, message: 'You have exceeded a secondary rate limit.', headers },
  ];
  await expect(publish({ upsets })).rejects.toThrow('(HTTP 429): You have exceeded a secondary rate limit.');
});
