/** @module-tag slow */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeGitHub, type FakePull, fakeGitHub } from './github.ts';
import { type ActionClone, makeActionClone } from './run-action.ts';

let github: FakeGitHub;
let clone: ActionClone;
beforeEach(async () => {
  github = await fakeGitHub();
  clone = makeActionClone(github.url);
  github.world.clone = clone;
  clone.git('init', '-q', '-b', 'main');
  clone.git('commit', '--allow-empty', '-qm', 'Begin');
});
afterEach(async () => {
  clone.remove();
  await github.stop();
});

const commit = (message: string): string => {
  clone.git('commit', '--allow-empty', '-qm', message);
  return clone.git('rev-parse', 'HEAD');
};

const pull = (number: number, merged: string, more: Partial<FakePull> = {}): FakePull => ({
  number,
  head: 'a'.repeat(40),
  branch: 'change',
  from: 'acme/policies',
  base: 'main',
  state: 'closed',
  files: [],
  merged,
  ...more,
});

const push = (before: string, after: string, ref = 'refs/heads/main') =>
  clone.action(
    'push',
    { before, after, ref, repository: { default_branch: 'main' } },
    { INPUT_MODE: 'approvals' },
  );

const noteOf = (sha: string): unknown => {
  const text = clone.git('notes', '--ref=refs/notes/plafond', 'show', sha);
  return text === '' ? undefined : JSON.parse(text);
};

test('keeps the last review of each reviewer, of the commit that was merged', async () => {
  const before = clone.git('rev-parse', 'HEAD');
  const after = commit('Let csms export (#12)');
  github.world.pulls = [
    pull(12, after, {
      author: 'ann',
      reviews: [
        { by: 'grace', state: 'CHANGES_REQUESTED' },
        { by: 'grace', state: 'APPROVED' },
        { by: 'grace', state: 'COMMENTED' },
        { by: 'bob', state: 'APPROVED', of: 'b'.repeat(40) },
        { by: 'carl', state: 'APPROVED' },
        { by: 'carl', state: 'DISMISSED' },
        { by: 'ann', state: 'APPROVED' },
        { by: null, state: 'APPROVED' },
        { by: 'ada', state: 'APPROVED' },
      ],
    }),
  ];
  expect(await push(before, after)).toMatchObject({ exit: 0 });
  expect(noteOf(after)).toEqual({
    version: 1,
    pullRequest: 12,
    approvals: [{ name: 'ada' }, { name: 'grace' }],
  });
  const shown = clone.git('log', '-1', '--notes=refs/notes/plafond', '--format=%N');
  expect(shown).toContain('"pullRequest":12');
});

test('adds to the notes there are, rewrites none, and tries again where somebody was faster', async () => {
  const before = clone.git('rev-parse', 'HEAD');
  const first = commit('One (#1)');
  const second = commit('Two (#2)');
  clone.git('notes', '--ref=refs/notes/plafond', 'add', '-m', '{"kept":true}', first);
  github.world.pulls = [pull(1, first, { reviews: [{ by: 'grace', state: 'APPROVED' }] }), pull(2, second)];
  github.world.upsets = [{ on: /^PATCH .*\/git\/refs\//, status: 422 }];
  const { exit, log } = await push(before, second);
  expect(exit, log).toBe(0);
  expect(noteOf(first)).toEqual({ kept: true });
  expect(noteOf(second)).toEqual({ version: 1, pullRequest: 2, approvals: [] });
  expect(log).toContain('of #2: approved by nobody');
  expect(log).toContain('of #1: approved by grace (there is a note already)');
  const writes = github.writes().length;
  await push(before, second);
  expect(github.writes()).toHaveLength(writes);
});

test('notes only what a pull request brought to the default branch, under its own number', async () => {
  const before = clone.git('rev-parse', 'HEAD');
  const direct = commit('Straight to main');
  const other = commit('Of another one (#9)');
  const elsewhere = commit('Merged elsewhere');
  github.world.pulls = [pull(3, other), pull(4, elsewhere, { base: 'release' })];
  const { exit, log } = await push(before, elsewhere);
  expect(exit, log).toBe(0);
  expect([direct, other, elsewhere].map(noteOf)).toEqual([undefined, undefined, undefined]);
  expect(github.writes()).toEqual([]);
  expect((await push(before, elsewhere, 'refs/heads/feature')).log).toContain('nothing to do');
});

test('follows the first parents of a merge, and each commit of a rebase', async () => {
  const before = clone.git('rev-parse', 'HEAD');
  clone.git('checkout', '-q', '-b', 'side');
  const inside = commit('On the branch');
  clone.git('checkout', '-q', 'main');
  clone.git('merge', '-q', '--no-ff', '-m', 'Merge pull request #5 from acme/side', 'side');
  const merge = clone.git('rev-parse', 'HEAD');
  const [one, two] = [commit('Rebased, first'), commit('Rebased, second')];
  const reviews = [{ by: 'grace', state: 'APPROVED' }];
  github.world.pulls = [
    pull(5, merge, { commits: [inside], reviews }),
    pull(6, two, { commits: [one], reviews }),
  ];
  expect((await push(before, two)).exit).toBe(0);
  expect([merge, one, two].map(noteOf)).toMatchObject([
    { pullRequest: 5, approvals: [{ name: 'grace' }] },
    { pullRequest: 6 },
    { pullRequest: 6 },
  ]);
  expect(noteOf(inside)).toBeUndefined();
});

test('says which permission the token lacks', async () => {
  const before = clone.git('rev-parse', 'HEAD');
  const after = commit('One (#1)');
  github.world.pulls = [pull(1, after)];
  github.world.upsets = [{ on: /^POST .*\/git\/trees/, status: 403 }];
  const { exit, log } = await push(before, after);
  expect(exit).toBe(1);
  expect(log).toContain('cannot write the notes of approvals (HTTP 403)');
  expect(log).toContain('`contents: write`');
  const pullRequest = await clone.action(
    'pull_request',
    { pull_request: { number: 7, base: { sha: before }, head: { sha: after } } },
    { INPUT_MODE: 'approvals' },
  );
  expect(pullRequest.log).toContain('`mode: approvals` is for `push`');
});
