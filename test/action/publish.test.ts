import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { runAction } from '../../action/run-action.ts';
import { commentMarker } from '../../compiler/print/diff/markdown.ts';
import { bot, type FakeGitHub, type FakePull, fakeGitHub, token, type World } from './github.ts';
import { base, differenceOf, groupOf, head, reportOf, zipOf } from './reports.ts';

let github: FakeGitHub;
afterEach(() => github.stop());

const workflow = '.github/workflows/plafond.yml';
const pull: FakePull = {
  number: 7,
  head,
  branch: 'more-rights',
  from: 'mallory/policies',
  base,
  state: 'open',
  files: [['policies/roles/analyst.yaml']],
};
const run = {
  id: 42,
  path: workflow,
  event: 'pull_request',
  head_sha: head,
  head_branch: pull.branch,
  head_repository: { full_name: pull.from, owner: { login: 'mallory' } },
  pull_requests: [],
};
const artifactOf = (zip: Uint8Array, name = 'plafond-report', id = 9) => ({ id, run: 42, name, zip });
const worldOf = (report: unknown): Partial<World> => ({
  pulls: [pull],
  onBase: [base],
  artifacts: [artifactOf(zipOf(report))],
});

/** Runs the second stage and returns its exit status and its log. */
async function publish(world: Partial<World>, inputs: Record<string, string> = {}, about: object = {}) {
  github = await fakeGitHub(world);
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-'));
  const eventPath = path.join(folder, 'event.json');
  writeFileSync(eventPath, JSON.stringify({ action: 'completed', workflow_run: { ...run, ...about } }));
  let log = '';
  const env = {
    GITHUB_REPOSITORY: 'acme/policies',
    GITHUB_API_URL: github.url,
    GITHUB_EVENT_NAME: 'workflow_run',
    GITHUB_EVENT_PATH: eventPath,
    INPUT_MODE: 'publish',
    INPUT_TOKEN: token,
    ...inputs,
  };
  const exit = await runAction({
    env,
    version: '1.2.3',
    plafond: '/nowhere',
    second: 5,
    log: (text) => {
      log += text;
    },
  });
  expect(log).not.toContain(token);
  return { exit, log };
}

const bodies = () => github.world.comments.map(({ body }) => body);

test('comments and labels for a fork', async () => {
  const { exit, log } = await publish(worldOf(reportOf([groupOf({ risk: 'escalation' })])));
  expect([exit, log]).toEqual([0, 'comment: created\nlabel: escalation\n']);
  expect(bodies()).toEqual([expect.stringContaining('ESCALATION')]);
  expect(github.world.labels).toEqual(['plafond/escalation']);
});

test('writes nothing the second time', async () => {
  const world = worldOf(reportOf([groupOf()]));
  await publish(world);
  const [comment] = github.world.comments;
  await github.stop();
  const { log } = await publish({ ...world, comments: comment ? [comment] : [], labels: ['plafond/wider'] });
  expect(log).toBe('comment: unchanged\nlabel: wider, as it was\n');
  expect(github.writes()).toEqual([]);
});

/** The reports of two products and of the usual folder, of which the first alone changes something. */
const severalProducts = (): Partial<World> => ({
  ...worldOf(reportOf()),
  artifacts: [
    artifactOf(zipOf(reportOf()), 'plafond-report', 1),
    artifactOf(zipOf(reportOf([groupOf({ risk: 'escalation' })])), 'plafond-report-billing.policies', 2),
    artifactOf(zipOf(reportOf()), 'plafond-report-shop.policies', 3),
  ],
});

/** Publishes the report on each folder in turn on the same pull request. */
async function publishEach(world: Partial<World>, folders: readonly string[]) {
  const exits: number[] = [];
  let reached = world;
  for (const folder of folders) {
    const { exit } = await publish(reached, { INPUT_POLICIES: folder, INPUT_COMMENT: 'always' });
    exits.push(exit);
    await github.stop();
    reached = github.world;
  }
  return exits;
}

const heads = () => bodies().map((body) => body.split(/ ·|\n\n/)[0]);

test.each([
  [['billing/policies', 'shop/policies', 'policies']],
  [['policies', 'shop/policies', 'billing/policies']],
  [['shop/policies', 'billing/policies', 'policies', 'shop/policies', 'policies']],
])('keeps a verdict for each product, in whatever order they come: %j', async (folders) => {
  expect(new Set(await publishEach(severalProducts(), folders))).toEqual(new Set([0]));
  expect(heads().sort()).toEqual([
    '<!-- plafond:diff -->\n## Permissions: No effect',
    expect.stringMatching(
      /^<!-- plafond:diff billing\/policies -->\n## Permissions of `billing\/policies`: ESCALATION/,
    ),
    '<!-- plafond:diff shop/policies -->\n## Permissions of `shop/policies`: No effect',
  ]);
  expect([...github.world.labels].sort()).toEqual([
    'plafond/billing/policies/escalation',
    'plafond/no-effect',
    'plafond/shop/policies/no-effect',
  ]);
  const [shown = ''] = bodies().filter((body) => body.includes('ESCALATION'));
  expect(shown).toContain('--policies billing/policies`');
  expect(shown).not.toContain('--policies policies');
});

test('takes away the verdict of the product alone whose report is missing', async () => {
  const world = severalProducts();
  await publishEach(world, ['billing/policies', 'shop/policies']);
  const before = bodies();
  const artifacts = world.artifacts?.filter(({ name }) => !name.includes('shop')) ?? [];
  expect(await publishEach({ ...github.world, artifacts }, ['shop/policies'])).toEqual([1]);
  expect(bodies()).toEqual([
    before[0],
    expect.stringMatching(
      /^<!-- plafond:diff shop\/policies -->\n## Permissions of `shop\/policies`: no verdict/,
    ),
  ]);
  expect(bodies()[1]).toContain('`plafond-report-shop.policies`');
  expect(github.world.labels).toEqual(['plafond/billing/policies/escalation']);
});

test('finds the report of a folder below a working directory', async () => {
  const inputs = { INPUT_WORKING_DIRECTORY: './billing', INPUT_POLICIES: 'policies/' };
  expect((await publish(severalProducts(), inputs)).log).toBe('comment: created\nlabel: escalation\n');
  expect(github.world.labels).toEqual(['plafond/billing/policies/escalation']);
});

test('says it when changes vanish', async () => {
  const comments = [{ id: 3, login: bot, body: `${commentMarker}\n## 4 gained` }];
  await publish({ ...worldOf(reportOf()), comments, labels: ['plafond/wider', 'bug'] });
  expect(bodies()).toEqual([expect.stringContaining('No effect')]);
  expect(github.world.labels).toEqual(['bug', 'plafond/no-effect']);
});

test('makes no comment where nothing changes, unless asked to', async () => {
  await publish(worldOf(reportOf()));
  expect(bodies()).toEqual([]);
  await github.stop();
  await publish(worldOf(reportOf()), { INPUT_COMMENT: 'always' });
  expect(bodies()).toHaveLength(1);
});

test('neither comments nor labels where it is told not to', async () => {
  await publish(worldOf(reportOf([groupOf()])), { INPUT_COMMENT: 'never', INPUT_LABELS: 'false' });
  expect(github.writes()).toEqual([]);
});

test('shows why there is no verdict where a side does not compile', async () => {
  const finding = {
    code: 'above-cap' as const,
    severity: 'error' as const,
    message: 'role `viewer` names `Company:create`',
    path: 'policies/roles/viewer.yaml',
    line: 11,
    column: 15,
    endLine: 11,
    endColumn: 20,
    related: [],
  };
  const broken = { version: 1 as const, findings: [finding], errors: 1, warnings: 0 };
  await publish({ ...worldOf(reportOf([], { diff: null, broken })), labels: ['plafond/no-effect'] });
  expect(bodies()).toEqual([expect.stringContaining('policies/roles/viewer.yaml:11')]);
  expect(github.world.labels).toEqual([]);
});

/** Reports that do not hold, with what is said of them. */
const forged: Readonly<Record<string, readonly [Partial<World>, string]>> = {
  'another repository': [worldOf(reportOf([], { repository: 'mallory/policies' })), 'another repository'],
  'another commit': [worldOf(reportOf([], { head: 'c'.repeat(40) })), 'another commit'],
  'another pull request': [worldOf(reportOf([], { pullRequest: 8 })), 'another pull request'],
  'a base of its own': [worldOf(reportOf([], { base: 'd'.repeat(40) })), 'not on `main`'],
  'a direction that its changes are not': [
    worldOf(reportOf([], { diff: differenceOf([groupOf()], { direction: 'none' }) })),
    'contradicts itself',
  ],
  'an unknown kind': [worldOf(reportOf([groupOf({ kind: 'approved' as 'lost' })])), 'expected shape'],
  'no JSON': [worldOf('## all policies passed'), 'not JSON'],
  'no zip': [{ ...worldOf(''), artifacts: [artifactOf(new TextEncoder().encode('hm'))] }, 'not a zip'],
  'a list that says it is too large': [
    { ...worldOf(''), artifacts: [{ ...artifactOf(zipOf(reportOf())), size: 9 * 1_048_576 }] },
    'too large',
  ],
  'too many bytes behind a small size': [
    { ...worldOf(''), artifacts: [{ ...artifactOf(new Uint8Array(9 * 1_048_576)), size: 10 }] },
    'too large',
  ],
  'an expired artifact': [
    { ...worldOf(''), artifacts: [{ ...artifactOf(zipOf(reportOf())), expired: true }] },
    'no artifact',
  ],
  'no artifact': [{ ...worldOf(''), artifacts: [] }, 'no artifact'],
  'two artifacts': [
    { ...worldOf(''), artifacts: [artifactOf(zipOf(reportOf())), artifactOf(zipOf(reportOf()))] },
    '2 artifacts',
  ],
};

test.each(Object.entries(forged))('takes the verdict away for %s', async (_, [world, reason]) => {
  const comments = [{ id: 3, login: bot, body: `${commentMarker}\n## no effective change` }];
  const { exit, log } = await publish({ ...world, comments, labels: ['plafond/no-effect', 'bug'] });
  expect(exit).toBe(1);
  expect(log).toContain(reason);
  expect(bodies()).toEqual([expect.stringMatching(/no verdict/)]);
  expect(bodies()[0]).toContain(reason);
  expect(github.world.labels).toEqual(['bug']);
});

const elsewhere: Readonly<Record<string, object>> = {
  'a workflow of the same name in another file': { path: '.github/workflows/forged.yml' },
  'the same file in another folder': { path: '.github/workflows/x/plafond.yml' },
};

test.each(Object.entries(elsewhere))('reads no artifact of %s', async (_, about) => {
  const { exit, log } = await publish(worldOf(reportOf()), {}, about);
  expect(exit).toBe(1);
  expect(log).toContain('its report is not read');
  expect(github.requests).toEqual([]);
});

const others: Readonly<Record<string, Partial<FakePull>>> = {
  'has moved on': { head: 'e'.repeat(40) },
  'is closed': { state: 'closed' },
  'is of another fork of the same owner': { from: 'mallory/policies-2' },
};

test.each(Object.entries(others))('does nothing where the pull request %s', async (_, facts) => {
  const { exit, log } = await publish({ ...worldOf(reportOf()), pulls: [{ ...pull, ...facts }] });
  expect([exit, github.writes()]).toEqual([0, []]);
  expect(log).toContain('nothing to do');
});

test('does nothing for a run that no pull request started', async () => {
  const { exit } = await publish(worldOf(reportOf()), {}, { event: 'push' });
  expect([exit, github.requests]).toEqual([0, []]);
});

test.each([[[workflow]], [['.github/workflows/new.yml', workflow]]] as const)(
  'trusts no report of a workflow that the pull request changes: %j',
  async (file) => {
    const many = Array.from({ length: 250 }, (_, at) => [`docs/${at}.md`] as const);
    const world = { ...worldOf(reportOf()), pulls: [{ ...pull, files: [...many, file] }] };
    await publish(world);
    expect(bodies()).toEqual([expect.stringContaining('changes the workflow that makes this report')]);
    expect(github.world.labels).toEqual(['plafond/escalation']);
  },
);

test('trusts no report where the list of files is not whole', async () => {
  const files = Array.from({ length: 3_000 }, (_, at) => [`docs/${at}.md`] as const);
  await publish({ ...worldOf(reportOf()), pulls: [{ ...pull, files }] });
  expect(bodies()).toEqual([expect.stringContaining('more files than GitHub lists')]);
});

test('names the permission that is missing', async () => {
  const upsets = [{ on: /^GET .*artifacts$/, status: 403, message: 'Resource not accessible' }];
  const { exit, log } = await publish({ ...worldOf(reportOf()), upsets });
  expect(exit).toBe(1);
  expect(log).toContain('cannot read the artifacts of the run (HTTP 403)');
  expect(log).toContain('`actions: read`');
});
