/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerLine } from '../../../compiler/commands/answer-line.ts';
import { openIo } from '../../../compiler/commands/open-io.ts';
import { sinceCommand } from '../../../compiler/commands/since.ts';
import { chooseColours } from '../../../compiler/text/colours.ts';
import { textOf } from '../../support/io.ts';
import { bench, records } from './bench.ts';
import { base } from './policies.ts';

const place = bench(base);
afterAll(() => place.remove());
const work = path.join(place.folder, 'work');

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=Merger', '-c', 'user.email=merger@acme.example', ...args], {
    cwd: work,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: place.folder },
  }).trim();

const note = (text: string, commit = 'HEAD') =>
  git('notes', '--ref=refs/notes/plafond', 'add', '-f', '-m', text, commit);

const roles = base['policies/roles.yaml'] ?? '';
let start = '';

beforeAll(() => {
  start = git('rev-parse', 'HEAD');
  place.write({ 'policies/roles.yaml': roles.replace('Company: all', 'Company: [view]') });
  place.commit(
    'let the boss view alone (#12)\n\nWhy.\n\nReviewed-by: Grace <grace@acme.example>\nSigned-off-by: Ada <ada@acme.example>\nApproved-by: Other <ADA@acme.example>\nSigned-off-by: Linus <linus@acme.example>',
  );
  note('{ "version": 1, "pullRequest": 12, "approvals": [{ "name": "grace" }, { "name": "Ada" }] }');
  git('checkout', '-q', '-b', 'topic');
  place.write({ 'policies/roles.yaml': roles });
  place.commit('take it back');
  git('checkout', '-q', 'main');
  git('merge', '-q', '--no-ff', '-m', 'Merge pull request #13 from acme/topic', 'topic');
});

test('the pack has the commits along first parents, with approvers and pull requests; of oneself is none', async () => {
  expect(await place.audit('--out', '{}/pack', '--since', start)).toMatchObject({ exit: 0, err: '' });
  const history = records(place.read('pack')['history.csv']);
  expect(
    history.map(({ author, approvers, pullRequest, subject }) => [author, approvers, pullRequest, subject]),
  ).toEqual([
    ['Merger', '', '13', 'Merge pull request #13 from acme/topic'],
    [
      'Ada',
      'Grace (Reviewed-by); Linus (Signed-off-by); grace (review)',
      '12',
      'let the boss view alone (#12)',
    ],
  ]);
  expect(history[0]?.files).toBe('policies/roles.yaml');
  expect(await place.audit('--verify', '{}/pack')).toMatchObject({ exit: 0 });
});

test('`since` says who said yes, and by which pull request', async () => {
  const plain = chooseColours(false);
  const io = openIo({
    version: '1',
    folder: process.cwd(),
    width: 100,
    today: '2027-01-31',
    colours: { out: plain, err: plain },
  });
  const ask = async (...words: readonly string[]) => {
    const line = [
      'since',
      'Company:update',
      '--tenant',
      'hooli',
      '--role',
      'boss',
      '--policies',
      path.join(work, 'policies'),
      ...words,
    ];
    const { out } = await answerLine(
      line,
      [{ name: 'since', summary: '', load: async () => sinceCommand }],
      io,
    );
    return textOf(out);
  };
  const { history } = JSON.parse(await ask('--format', 'json'));
  expect(history.map(({ pullRequest }: { pullRequest: number }) => pullRequest).slice(0, 2)).toEqual([
    13, 12,
  ]);
  expect(history[1].approvals).toEqual([
    { name: 'Grace', by: 'Reviewed-by' },
    { name: 'Linus', by: 'Signed-off-by' },
    { name: 'grace', by: 'review' },
  ]);
  expect(await ask()).toContain('  #12, approved by ');
  expect(await ask('--format', 'markdown')).toContain('#13');
});

test('verifying finds notes that were changed, and those that do not fit their commit', async () => {
  await place.audit('--out', '{}/pack', '--since', start);
  for (const [text, reason] of [
    ['{ "version": 1, "pullRequest": 12, "approvals": [{ "name": "mallory" }] }', undefined],
    [
      '{ "version": 1, "pullRequest": 99, "approvals": [{ "name": "mallory" }] }',
      'it is of pull request #99',
    ],
    ['approved!', 'it is no JSON'],
    ['{ "version": 1, "pullRequest": 12, "approvals": [{ "name": "" }] }', 'it is no list of approvals'],
  ] as const) {
    note(text, 'HEAD~1');
    const { out, exit } = await place.audit('--verify', '{}/pack');
    expect(exit, text).toBe(1);
    expect(out).toContain('altered  history.csv');
    if (reason) expect(out).toContain(reason);
  }
});
