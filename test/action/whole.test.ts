/** @module-tag slow */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bot, type FakeGitHub, fakeGitHub } from './github.ts';
import { zipOf } from './reports.ts';
import { type ActionClone, makeActionClone } from './run-action.ts';

/** Both stages as they are bundled, on a real repository: what the one leaves is what the other takes. */
let github: FakeGitHub;
let clone: ActionClone;
beforeEach(async () => {
  github = await fakeGitHub();
  clone = makeActionClone(github.url);
});
afterEach(async () => {
  await github.stop();
  clone.remove();
});

test('from a pull request to its comment', { tags: ['slow'] }, async () => {
  const { git, plafond, commit, at, action, read } = clone;
  git('init', '-q', '-b', 'main');
  plafond('init', '--name', '@acme/permissions');
  const base = commit('base');
  git('checkout', '-qb', 'more-rights');
  const file = at('policies/roles/agent.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text
      .replace('title: Agent', 'title: "Agent @octocat <!-- plafond:diff -->"')
      .replace('actions: [view, update]', 'actions: [view, update, export]')
      .replace('portfolio: [own]', 'portfolio: [everything]')
      .replace(/Ticket: .*/, 'Ticket: [view]'),
  );
  const tenant = at('policies/tenants/acme/tenant.yaml');
  writeFileSync(tenant, readFileSync(tenant, 'utf8').replace('{ except: [export] }', 'all'));
  const head = commit('head');
  const pullRequest = {
    number: 7,
    base: { sha: base },
    head: { sha: head, repo: { full_name: 'm/policies' } },
  };

  const first = await action('pull_request', { pull_request: pullRequest }, { INPUT_GENERATED: 'none' });
  expect(first.log).toContain('::error title=plafond::`--fail-on escalation`');
  expect(first.log).toContain('::warning file=policies/tenants/acme/tenant.yaml');
  expect(first.exit).toBe(1);
  const report = read('.git/plafond/plafond-report.json');
  expect(JSON.parse(read('.git/plafond/plafond.sarif')).version).toBe('2.1.0');

  const { world } = github;
  const from = 'm/policies';
  const branch = 'more-rights';
  world.pulls = [
    { number: 7, head, branch, from, base, state: 'open', files: [['policies/roles/agent.yaml']] },
  ];
  world.onBase = [base];
  world.artifacts = [{ id: 1, run: 42, name: 'plafond-report', zip: zipOf(report) }];
  const workflowRun = {
    id: 42,
    path: '.github/workflows/plafond.yml',
    event: 'pull_request',
    head_sha: head,
    head_branch: branch,
    head_repository: { full_name: from, owner: { login: 'm' } },
  };
  const second = await action('workflow_run', { workflow_run: workflowRun }, { INPUT_MODE: 'publish' });
  expect(second).toEqual({ exit: 0, log: 'comment: created\nlabel: escalation\n' });
  const [comment] = world.comments;
  expect(comment?.login).toBe(bot);
  expect(comment?.body).toMatch(/^<!-- plafond:diff -->\n## Permissions: ESCALATION \(exfiltration\)/);
  expect(comment?.body).toContain('Account:export');
  expect(comment?.body).toContain('`Agent @octocat <!-- plafond:diff -->`');
  expect(world.labels).toEqual(['plafond/escalation']);
});

/** Files beside the policies that a pull request can change, each with the first line that a reviewer reads. */
test.each([
  [
    'a generated file that was edited by hand',
    'generated/bundle.json',
    (text: string) => `${text}\n`,
    /^> \[!CAUTION\]\n> 1 generated file is not what the policies compile to/,
    'ESCALATION (generated files changed by hand)',
  ],
  [
    'an attribute that hides policies from reviewers',
    '.gitattributes',
    () => '*.yaml -diff\n',
    /^## Permissions: ESCALATION \(guard weakened\)/,
    'review-hidden',
  ],
  [
    'a filter that rewrites policies',
    'policies/.gitattributes',
    () => '*.yaml filter=wide\n',
    /^## Permissions: ESCALATION \(history\)/,
    'attribute-rewrites',
  ],
])('%s is an escalation, whatever is said to be committed', async (_, file, edit, first, said) => {
  const { git, plafond, commit, at, action } = clone;
  git('init', '-q', '-b', 'main');
  plafond('init', '--name', '@acme/permissions');
  expect(plafond('compile')).toBe(0);
  const base = commit('base');
  git('checkout', '-qb', 'more');
  writeFileSync(at(file), edit(file === '.gitattributes' ? '' : readFileSync(at(file), 'utf8')));
  const head = commit('head');
  const repo = { full_name: 'acme/policies' };
  const payload = { pull_request: { number: 7, base: { sha: base }, head: { sha: head, repo } } };
  const inputs = { INPUT_GENERATED: 'none', INPUT_MODE: 'both' };
  const { exit, log } = await action('pull_request', payload, inputs);
  expect([exit, log]).toEqual([1, expect.stringContaining('label: escalation')]);
  expect(github.world.labels).toEqual(['plafond/escalation']);
  const [, ...lines] = (github.world.comments[0]?.body ?? '').split('\n');
  expect(lines.join('\n').trim()).toMatch(first);
  expect(lines.join('\n')).toContain(said);
});
