/** @module-tag slow */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bot, type FakeGitHub, fakeGitHub, token } from './github.ts';
import { zipOf } from './reports.ts';

/** Both stages as they are bundled, on a real repository: what the one leaves is what the other takes. */
const dist = (file: string) => path.resolve('dist', file);
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-'));
const at = (name: string) => path.join(folder, name);

let github: FakeGitHub;
beforeAll(async () => {
  github = await fakeGitHub();
});
afterAll(async () => {
  await github.stop();
  rmSync(folder, { recursive: true });
});

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH, HOME, TMPDIR } = process.env;
  const identity = { GIT_AUTHOR_NAME: 'Ann', GIT_AUTHOR_EMAIL: 'ann@example.com' };
  const { stdout, stderr, status } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH, HOME, TMPDIR, ...identity, GIT_COMMITTER_NAME: 'Ann', GIT_COMMITTER_EMAIL: 'a@b.c', ...env },
  });
  return { out: stdout.trim(), err: stderr, status };
}

const git = (...args: readonly string[]) => run('git', args).out;

function commit(message: string): string {
  git('add', '-A');
  git('commit', '-qm', message);
  return git('rev-parse', 'HEAD');
}

/** Runs the bundled action in a process of its own; the loopback server stays in this one. */
async function action(name: string, payload: unknown, inputs: Readonly<Record<string, string>>) {
  writeFileSync(at('.git/event.json'), JSON.stringify(payload));
  writeFileSync(at('.git/output'), '');
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [dist('action.js')], {
    cwd: folder,
    env: {
      ...{ PATH, HOME, TMPDIR },
      GITHUB_REPOSITORY: 'acme/policies',
      GITHUB_API_URL: github.url,
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: at('.git/event.json'),
      GITHUB_WORKSPACE: folder,
      GITHUB_OUTPUT: at('.git/output'),
      GITHUB_STEP_SUMMARY: at('.git/summary.md'),
      RUNNER_TEMP: at('.git'),
      INPUT_TOKEN: token,
      ...inputs,
    },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  const exit = await new Promise((resolve) => child.on('close', resolve));
  return { exit, log };
}

test('from a pull request to its comment', { tags: ['slow'] }, async () => {
  git('init', '-q', '-b', 'main');
  run(process.execPath, [dist('plafond.js'), 'init', 'policies']);
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
  const report = readFileSync(at('.git/plafond/plafond-report.json'), 'utf8');
  expect(JSON.parse(readFileSync(at('.git/plafond/plafond.sarif'), 'utf8')).version).toBe('2.1.0');

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
  expect(comment?.body).toMatch(/^<!-- plafond:diff -->\n## Permissions: EXFILTRATION/);
  expect(comment?.body).toContain('Account:export');
  expect(comment?.body).toContain('`Agent @octocat <!-- plafond:diff -->`');
  expect(world.labels).toEqual(['plafond/escalation']);
});
