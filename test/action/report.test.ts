/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { runAction } from '../../action/run-action.ts';
import type { GroupJson } from '../../compiler/questions/diff/report.ts';
import { bot, type FakeGitHub, fakeGitHub, token } from './github.ts';
import { differenceOf, groupOf, reportOf } from './reports.ts';

let github: FakeGitHub | undefined;
afterEach(() => github?.stop());

/** A clone as actions/checkout leaves it: the merge of a pull request, and the commits it is made of. */
function clone() {
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-'));
  const git = (...args: readonly string[]) => {
    const identity = [
      '-c',
      'user.name=Ann',
      '-c',
      'user.email=ann@example.com',
      '-c',
      'commit.gpgsign=false',
    ];
    const { stdout, stderr, status } = spawnSync('git', ['-C', folder, ...identity, ...args], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const commit = (name: string) => {
    mkdirSync(path.join(folder, 'deep'), { recursive: true });
    writeFileSync(path.join(folder, 'deep', name), name);
    git('add', '.');
    git('commit', '-qm', name);
    return git('rev-parse', 'HEAD');
  };
  git('init', '-q', '-b', 'main');
  const fork = commit('first');
  git('checkout', '-qb', 'branch');
  const head = commit('of the branch');
  git('checkout', '-q', 'main');
  const tip = commit('of another');
  git('checkout', '-q', '--detach');
  git('merge', '-q', '--no-ff', '-m', 'merge', 'branch');
  return { folder, git, fork, head, tip, merge: git('rev-parse', 'HEAD') };
}

/** A command line that answers as it is told, and notes what it was asked and what it could see. */
function plafondThat(folder: string, answers: Readonly<Record<string, unknown>>) {
  const [script, notes] = [path.join(folder, 'plafond.mjs'), path.join(folder, 'asked.jsonl')];
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs';
     const args = process.argv.slice(2);
     appendFileSync(${JSON.stringify(notes)}, JSON.stringify({ args, env: process.env, cwd: process.cwd() }) + '\\n');
     const answer = ${JSON.stringify(answers)}[args.includes('sarif') ? 'sarif' : args[0]];
     process.stderr.write(answer.err ?? '');
     process.stdout.write(JSON.stringify(answer.out ?? {}));
     process.exitCode = answer.exit ?? 0;`,
  );
  const asked = () =>
    readFileSync(notes, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { args: string[]; env: Record<string, string>; cwd: string });
  return { script, asked };
}

const clean = { version: 1, findings: [], errors: 0, warnings: 0 };

interface Asked {
  readonly groups?: readonly GroupJson[];
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly event?: string;
  readonly from?: string;
  readonly at?: ReturnType<typeof clone>;
}

/** Runs the first stage on a pull request and returns all that it leaves. */
async function report({
  groups = [],
  answers,
  inputs,
  event = 'pull_request',
  from,
  at = clone(),
}: Asked = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-'));
  const { script, asked } = plafondThat(folder, {
    check: { out: clean },
    sarif: { out: { version: '2.1.0' } },
    compile: { out: clean },
    explore: {},
    diff: { out: { ...differenceOf(groups), changes: [] } },
    ...answers,
  });
  const file = (name: string, text = '') => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const pullRequest = {
    number: 7,
    base: { sha: at.fork },
    head: { sha: at.head, repo: { full_name: from ?? 'acme/policies' } },
  };
  const payload = event === 'pull_request' ? { pull_request: pullRequest } : { before: at.fork };
  const env = {
    ...process.env,
    GITHUB_REPOSITORY: 'acme/policies',
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(payload)),
    GITHUB_WORKSPACE: at.folder,
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary.md'),
    RUNNER_TEMP: folder,
    INPUT_TOKEN: token,
    ...inputs,
  };
  let log = '';
  const exit = await runAction({
    env,
    version: '1.2.3',
    plafond: script,
    second: 5,
    log: (text) => {
      log += text;
    },
  });
  expect(log).not.toContain(token);
  const outputs = Object.fromEntries(
    [...readFileSync(env.GITHUB_OUTPUT, 'utf8').matchAll(/^(\w+)<<(.+)\n([\s\S]*?)\n\2$/gm)].map(
      ([, name, , value]) => [name, value] as const,
    ),
  );
  return { exit, log, asked, outputs, at, summary: readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8') };
}

test('names the product in all that it leaves', async () => {
  const shop = await report({ groups: [groupOf()], inputs: { INPUT_POLICIES: './shop/policies/' } });
  for (const { args } of shop.asked()) expect(args.join(' ')).toContain('--policies shop/policies --quiet');
  expect(shop.outputs.suffix).toBe('-shop.policies');
  for (const name of ['report', 'sarif', 'explorer'])
    expect(path.basename(path.dirname(shop.outputs[name] ?? ''))).toBe('plafond-shop.policies');
  expect(shop.summary).toMatch(/^<!-- plafond:diff shop\/policies -->\n## Permissions of `shop\/policies`: /);
  expect(shop.log).toMatch(/verdict for `shop\/policies` on commit/);
  const below = await report({ inputs: { INPUT_WORKING_DIRECTORY: 'deep' } });
  expect(below.outputs.suffix).toBe('-deep.policies');
});

test('names no product where the policies have the usual folder', async () => {
  const { outputs, summary, log } = await report({
    groups: [groupOf()],
    inputs: { INPUT_POLICIES: 'policies/' },
  });
  expect(outputs.suffix).toBe('');
  expect(path.basename(path.dirname(outputs.report ?? ''))).toBe('plafond');
  expect(summary).toMatch(/^<!-- plafond:diff -->\n## Permissions: /);
  expect(log).toContain('verdict on commit');
});

test('compares the merge with the branch it is merged into', async () => {
  const { asked, at, exit } = await report();
  expect(exit).toBe(0);
  expect(asked().findLast(({ args }) => args[0] === 'diff')?.args).toEqual([
    ...['diff', at.tip, at.merge, '--format', 'json', '--fail-on', 'escalation'],
    ...['--policies', 'policies', '--quiet'],
  ]);
});

test('compares the branch itself with where it left', async () => {
  const at = clone();
  at.git('checkout', '-q', 'branch');
  const { asked } = await report({ at });
  expect(
    asked()
      .findLast(({ args }) => args[0] === 'diff')
      ?.args.slice(1, 3),
  ).toEqual([at.fork, at.head]);
});

test('compares with what it is told to, and a push with what was before', async () => {
  const at = clone();
  const told = await report({ at, inputs: { INPUT_BASE: 'branch', INPUT_FAIL_ON: 'never' } });
  expect(
    told
      .asked()
      .findLast(({ args }) => args[0] === 'diff')
      ?.args.slice(0, 5),
  ).toEqual(['diff', at.head, at.merge, '--format', 'json']);
  const pushed = await report({ at, event: 'push' });
  expect(
    pushed
      .asked()
      .findLast(({ args }) => args[0] === 'diff')
      ?.args.slice(1, 3),
  ).toEqual([at.fork, at.merge]);
  expect([pushed.outputs.report, pushed.outputs.explorer]).toEqual([undefined, undefined]);
});

test('takes a branch that is named as base for where it was left, and a commit for itself', async () => {
  const at = clone();
  at.git('checkout', '-q', 'branch');
  const between = async (base: string) => {
    const { asked } = await report({ at, inputs: { INPUT_BASE: base, INPUT_FAIL_ON: 'never' } });
    return asked()
      .findLast(({ args }) => args[0] === 'diff')
      ?.args.slice(1, 3);
  };
  expect(await between('main')).toEqual([at.fork, at.head]);
  expect(await between(at.tip)).toEqual([at.tip, at.head]);
  at.git('tag', 'v1', at.tip);
  expect(await between('v1')).toEqual([at.tip, at.head]);
  // Whoever may push a tag would choose what is compared.
  at.git('tag', 'main', at.head);
  const { exit, log } = await report({ at, inputs: { INPUT_BASE: 'main' } });
  expect([exit, log]).toEqual([1, expect.stringContaining('names refs/heads/main and refs/tags/main')]);
  expect(await between('refs/heads/main')).toEqual([at.fork, at.head]);
});

test('works below the root: paths in what it prints start at the root', async () => {
  const { asked } = await report({ inputs: { INPUT_WORKING_DIRECTORY: 'deep' } });
  const [check] = asked();
  expect(check?.args).toContain('deep/policies');
  expect(check?.cwd.endsWith('/deep')).toBe(false);
  const compile = asked().find(({ args }) => args[0] === 'compile');
  expect(compile?.args).not.toContain('--out');
  const named = await report({ inputs: { INPUT_WORKING_DIRECTORY: 'deep', INPUT_GENERATED: 'out' } });
  const compiled = named.asked().find(({ args }) => args[0] === 'compile');
  expect(compiled?.args).toContain('deep/out');
});

test('the compiler sees neither the token nor anything else of the runner', async () => {
  const { asked } = await report();
  for (const { env, args } of asked()) {
    expect(JSON.stringify([env, args])).not.toContain(token);
    expect(Object.keys(env).filter((name) => /GITHUB|INPUT|RUNNER|ACTIONS/.test(name))).toEqual([]);
  }
});

test('leaves a report for the second stage, a SARIF file and a verdict', async () => {
  const { asked, outputs, at, summary } = await report({ groups: [groupOf()] });
  const left = JSON.parse(readFileSync(outputs.report ?? '', 'utf8'));
  expect(left).toEqual(reportOf([groupOf()], { head: at.head, base: at.tip }));
  expect(readFileSync(outputs.sarif ?? '', 'utf8')).toBe('{"version":"2.1.0"}');
  expect(outputs.verdict).toBe('wider');
  expect(asked().at(-1)?.args).toEqual([
    ...['explore', '--out', outputs.explorer, '--base', at.tip, '--policies', 'policies', '--quiet'],
  ]);
  expect(summary).toContain('Deal:view');
});

test('fails where the gate says no, and says why', async () => {
  const groups = [groupOf({ risk: 'escalation' })];
  const diff = {
    out: { ...differenceOf(groups), changes: [] },
    err: 'plafond: `--fail-on escalation`: no\n',
    exit: 1,
  };
  const { exit, log, outputs } = await report({ groups, answers: { diff } });
  expect(exit).toBe(1);
  expect(log).toContain('::error title=plafond::`--fail-on escalation`: no');
  expect(log).toContain('::error file=policies/roles/analyst.yaml,line=4');
  expect(outputs.verdict).toBe('escalation');
});

test('fails where the policies do not compile, and leaves a report all the same', async () => {
  const finding = {
    code: 'above-cap',
    severity: 'error',
    message: 'no\n::error::x',
    path: 'a.yaml',
    related: [],
  };
  const place = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  const broken = { out: { ...clean, findings: [{ ...finding, ...place }], errors: 1 }, exit: 1 };
  const { exit, log, outputs, asked } = await report({ answers: { check: broken, diff: broken } });
  expect(exit).toBe(1);
  expect(log.match(/^::error file=a.yaml/gm)).toHaveLength(1);
  expect(log).not.toMatch(/^::error::x/m);
  expect(asked().some(({ args }) => args[0] === 'compile')).toBe(false);
  const left = JSON.parse(readFileSync(outputs.report ?? '', 'utf8'));
  expect([left.diff, left.broken.errors]).toEqual([null, 1]);
});

test('fails where generated files are stale, unless there are none', async () => {
  const stale = {
    ...clean,
    findings: [
      {
        code: 'stale',
        severity: 'error',
        message: 'stale',
        path: 'generated/a',
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 1,
        related: [],
      },
    ],
    errors: 1,
  };
  const compile = { out: stale, exit: 1 };
  expect((await report({ answers: { compile } })).log).toContain(
    'the compiled folder is not what the policies compile to',
  );
  expect((await report({ answers: { compile }, inputs: { INPUT_GENERATED: 'none' } })).exit).toBe(0);
});

test('what the compiler says on the side is printed while commands are off', async () => {
  const { log } = await report({
    answers: { check: { out: clean, err: '::set-output name=verdict::fine' } },
  });
  expect(log).toMatch(/^::stop-commands::(\S+)\n::set-output name=verdict::fine\n::\1::$/m);
});

test('says what is the matter with a bug, a shallow clone and a folder outside', async () => {
  const bug = await report({ answers: { diff: { err: 'Error: oh\n', exit: 70 } } });
  expect([bug.exit, bug.log]).toEqual([1, expect.stringContaining('ended with status 70: Error: oh')]);
  const shallow = await report({ inputs: { INPUT_BASE: 'f'.repeat(40) } });
  expect(shallow.log).toContain('give actions/checkout `fetch-depth: 0`');
  const option = await report({ inputs: { INPUT_BASE: '--output=/tmp/x' } });
  expect(option.exit).toBe(1);
  const outside = await report({ inputs: { INPUT_WORKING_DIRECTORY: '..' } });
  expect(outside.log).toContain('lies outside of the workspace');
  const misused = await report({ inputs: { INPUT_FAIL_ON: 'always' } });
  expect(misused.log).toContain(
    'input `fail-on` cannot be `always`; it is one of wider, escalation, exfiltration, destructive, write, read, people, vendor, any, never',
  );
});

test('fails on one of several sorts of changes, with commas or line breaks between', async () => {
  for (const written of ['escalation,vendor', ' escalation, vendor ', 'escalation\nvendor\n']) {
    const { asked } = await report({ inputs: { INPUT_FAIL_ON: written } });
    expect(
      asked()
        .findLast(({ args }) => args[0] === 'diff')
        ?.args.slice(5, 7),
    ).toEqual(['--fail-on', 'escalation,vendor']);
  }
  for (const [written = '', reason] of [
    ['vendor,peopel', 'cannot be `peopel`; it is one of'],
    ['never,vendor', 'cannot be `never,vendor`; `never` stands alone'],
    [',', 'cannot be `,`; it is one of'],
  ])
    expect((await report({ inputs: { INPUT_FAIL_ON: written } })).log).toContain(reason);
});

test('does not run on `pull_request_target`', async () => {
  const { exit, log, asked } = await report({ event: 'pull_request_target' });
  expect(exit).toBe(1);
  expect(log).toContain('run this on `pull_request`');
  expect(asked).toThrow();
});

test('in one job, comments on a pull request of the repository itself', async () => {
  github = await fakeGitHub();
  const inputs = { INPUT_MODE: 'both', GITHUB_API_URL: github.url };
  const { exit } = await report({ groups: [groupOf()], inputs });
  expect(exit).toBe(0);
  expect(github.world.comments).toEqual([expect.objectContaining({ login: bot })]);
  expect(github.world.labels).toEqual(['plafond/wider']);
});

test('in one job, only reports for a fork', async () => {
  github = await fakeGitHub();
  const inputs = { INPUT_MODE: 'both', GITHUB_API_URL: github.url };
  const { exit, log, outputs } = await report({ inputs, from: 'mallory/policies' });
  expect([exit, github.requests]).toEqual([0, []]);
  expect(log).toContain(
    '::warning title=plafond::no comment: the token of a pull request from a fork may not write',
  );
  expect(outputs.report).toBeDefined();
});

test('in one job, a missing permission is a warning', async () => {
  const upsets = [{ on: /^POST .*comments/, status: 403, message: 'Resource not accessible by integration' }];
  github = await fakeGitHub({ upsets });
  const inputs = { INPUT_MODE: 'both', GITHUB_API_URL: github.url };
  const { exit, log } = await report({ groups: [groupOf()], inputs });
  expect(exit).toBe(0);
  expect(log).toContain('::warning title=plafond::cannot comment on pull request 7 (HTTP 403)');
});
