import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { inputDefinitions, variableOf } from '../../action/read-inputs.ts';
import { artifactName, explorerArtifact } from '../../action/schema.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Hook {
  readonly id: string;
  readonly entry: string;
}

const expression = (text: string) => `\${{ ${text} }}`;
const read = (file: string): unknown => parse(readFileSync(file, 'utf8'));
const workflow = (name: string) => read(`.github/workflows/${name}.yml`) as Workflow;
const action = read('action.yml') as Action;
const names = readdirSync('.github/workflows').map((file) => file.replace(/\.yml$/, ''));
const jobsOf = (name: string) => Object.values(workflow(name).jobs);
const steps = [...action.runs.steps, ...names.flatMap((name) => jobsOf(name).flatMap((job) => job.steps))];

test('the inputs of action.yml are those that the script reads, with the same defaults', () => {
  expect(Object.keys(action.inputs).sort()).toEqual(Object.keys(inputDefinitions).sort());
  for (const [name, input] of Object.entries(inputDefinitions))
    expect(action.inputs[name]?.default, name).toBe(
      name === 'token' ? expression('github.token') : input.default,
    );
});

test('action.yml names every value of an input that takes only some', () => {
  for (const [name, input] of Object.entries(inputDefinitions))
    for (const choice of 'choices' in input && name !== 'labels' ? input.choices : [])
      expect(action.inputs[name]?.description, name).toContain(`\`${choice}\``);
});

test('action.yml hands every input over under the name that the script looks for', () => {
  const handed = action.runs.steps.find(({ run }) => run?.includes('dist/action.js"'))?.env;
  const wanted = Object.keys(inputDefinitions).map((name) => [
    variableOf(name),
    expression(`inputs.${name}`),
  ]);
  expect(handed).toEqual(Object.fromEntries(wanted));
});

test('action.yml gives out what the script leaves', () => {
  const script = readFileSync('action/report.ts', 'utf8');
  for (const [name, { value }] of Object.entries(action.outputs)) {
    expect(value).toBe(expression(`steps.run.outputs.${name}`));
    expect(script).toContain(`output('${name}'`);
  }
});

test('the artifacts of action.yml are those that the script looks for, and end with the product', () => {
  const uploads = action.runs.steps.filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
  const suffix = expression('steps.run.outputs.suffix');
  expect(uploads.map(({ with: given }) => given?.name)).toEqual([
    `${artifactName}${suffix}`,
    `${explorerArtifact}${suffix}`,
  ]);
  expect(readFileSync('action/report.ts', 'utf8')).toContain(`output('suffix'`);
});

test('no script has an expression in it: what a pull request says never becomes code', () => {
  for (const { run } of steps) expect(run ?? '').not.toContain('${{');
});

test('no step reads from an event but to choose a commit or a condition', () => {
  const texts = steps.flatMap((step) => [
    step.if,
    ...Object.values(step.with ?? {}),
    ...Object.values(step.env ?? {}),
  ]);
  const allowed = [
    'github.event.pull_request.base.sha',
    'github.event.merge_group.base_sha',
    'github.event.pull_request.head.repo.full_name',
    'github.event.workflow_run.event',
    'github.event.workflow_run.conclusion',
  ];
  const reads = texts.flatMap(
    (text) => String(text ?? '').match(/github\.(?:event\.[\w.]+|head_ref|ref_name)/g) ?? [],
  );
  expect(new Set(reads).size).toBeGreaterThan(1);
  expect(reads.filter((read) => !allowed.includes(read))).toEqual([]);
});

test('actions of others are pinned to a commit, with the version beside it', () => {
  const lines = ['action.yml', ...names.map((name) => `.github/workflows/${name}.yml`)].flatMap(
    (file) => readFileSync(file, 'utf8').match(/uses: (?!\.\/).*/g) ?? [],
  );
  expect(lines.length).toBeGreaterThan(names.length);
  expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

const docs = readFileSync('docs/github.md', 'utf8');
const blocksOf = (language: string) =>
  [...docs.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text);
const documented = blocksOf('yaml').filter((text) => text.startsWith('# .github/workflows/'));

test('the documented workflows pin the same commits, and ours by a full commit', () => {
  const pins = new Set(
    names.flatMap((name) => readFileSync(`.github/workflows/${name}.yml`, 'utf8').match(/uses: .*/g)),
  );
  const uses = documented.flatMap((text) => text.match(/uses: .*/g) ?? []);
  expect(uses).toHaveLength(4);
  for (const one of uses) if (one !== 'uses: REPOSITORY@COMMIT') expect([...pins]).toContain(one);
});

test('package.json alone names the owner of the repository, which the page leaves to its reader', () => {
  const { repository } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(repository).toMatch(/^github:[\w-]+\/plafond$/);
  const name = repository.replace('github:', '');
  const found = spawnSync(
    'git',
    ['grep', '--no-index', '--exclude-standard', '-lwF', name, '--', '.', ':!test'],
    { encoding: 'utf8' },
  );
  expect(found.stdout.trim().split('\n')).toEqual(['package.json']);
  expect(docs.match(/REPOSITORY(?=@COMMIT$|$)/gm)).toHaveLength(4);
  expect(docs).toContain('`REPOSITORY` stands for');
});

const moments = ['opened', 'synchronize', 'reopened', 'edited', 'ready_for_review'];
const byHand = ['labeled', 'unlabeled'];

test.each<[where: string, workflow: () => Workflow, types: readonly string[]]>([
  ['ci.yml', () => workflow('ci'), moments],
  ['plafond.yml', () => workflow('plafond'), [...moments, ...byHand]],
  ['docs/github.md', () => parse(documented[0] ?? '') as Workflow, [...moments, ...byHand]],
])('%s runs whenever a verdict may have become another one, and skips no job', (_, read, types) => {
  const { on, jobs } = read();
  expect(on).toMatchObject({ pull_request: { types } });
  expect(Object.keys(on)).toContain('merge_group');
  expect(JSON.stringify(on)).not.toMatch(/paths|branches-ignore/);
  for (const job of Object.values(jobs)) expect(job).not.toHaveProperty('if');
});

test('only a push to the default branch is let off the gate', () => {
  const step = jobsOf('plafond')[0]?.steps.find(({ uses }) => uses === './plafond');
  expect(step?.with?.['fail-on']).toBe(expression("github.event_name == 'push' && 'never' || 'escalation'"));
});

test('the documented owners are those of the guard, of what is loaded and of what judges', () => {
  const [owners = ''] = blocksOf('text').filter((text) => text.includes('CODEOWNERS'));
  const lines = owners.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const paths = lines.map((line) => line.split(/ +/)[0]);
  for (const path of [
    '/policies/invariants/',
    '/policies/waivers/',
    '/generated/',
    '/.gitattributes',
    '/.github/',
  ])
    expect(paths).toContain(path);
  for (const line of lines) expect(line).toMatch(/^\S+ +@[\w-]+\/[\w-]+$/);
  // The last line that matches counts: what is narrower has to come later.
  expect(paths.indexOf('/policies/')).toBeLessThan(paths.indexOf('/policies/invariants/'));
});

test('no checkout leaves its token behind', () => {
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts).toHaveLength(5);
  for (const { with: given } of checkouts) expect(given?.['persist-credentials']).toBe(false);
});

test('the checkout of ci.yml has the commits that .ci/run proves one by one', () => {
  expect(readFileSync('.ci/run', 'utf8')).toContain('\nbash scripts/each-commit.sh\n');
  const checkouts = jobsOf('ci').flatMap((job) =>
    job.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')),
  );
  expect(checkouts.map(({ with: given }) => given?.['fetch-depth'])).toEqual([0]);
});

test('no workflow has a permission that its jobs do not ask for, and each ends in time', () => {
  expect(names.sort()).toEqual(['ci', 'plafond', 'plafond-publish', 'release']);
  for (const name of names) {
    expect(workflow(name).permissions, name).toEqual({});
    for (const job of jobsOf(name)) expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
  }
});

test('no workflow meets a fork with a token that may write', () => {
  for (const name of names) expect(Object.keys(workflow(name).on)).not.toContain('pull_request_target');
});

test('what runs on a pull request may not write to it', () => {
  expect(jobsOf('ci').map(({ permissions }) => permissions)).toEqual([{ contents: 'read' }]);
  expect(jobsOf('plafond').map(({ permissions }) => permissions)).toEqual([
    { contents: 'read', 'security-events': 'write' },
  ]);
});

test('the report is made by the plafond of the base branch', () => {
  const [code, looked] = jobsOf('plafond').flatMap(({ steps: all }) => all);
  expect(code?.with).toMatchObject({
    path: 'plafond',
    ref: expression('github.event.pull_request.base.sha || github.event.merge_group.base_sha || github.sha'),
  });
  expect(looked?.with).toMatchObject({ path: 'pull-request', 'fetch-depth': 0 });
  const used = jobsOf('plafond').flatMap(({ steps: all }) =>
    all.filter(({ uses }) => uses?.startsWith('./')),
  );
  expect(used.map(({ uses }) => uses)).toEqual(['./plafond']);
});

test('what may write never has the pull request on its disk', () => {
  const { on } = workflow('plafond-publish');
  expect(on).toEqual({ workflow_run: { workflows: [workflow('plafond').name], types: ['completed'] } });
  const [job] = jobsOf('plafond-publish');
  expect(job?.permissions).toEqual({ actions: 'read', contents: 'read', 'pull-requests': 'write' });
  const checkouts = job?.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')) ?? [];
  expect(checkouts.map(({ with: given }) => given)).toEqual([{ 'persist-credentials': false }]);
  const others = job?.steps.filter(
    ({ uses, run }) => run !== undefined || uses?.includes('download-artifact'),
  );
  expect(others).toEqual([]);
  expect(job?.steps.at(-1)).toMatchObject({ uses: './', with: { mode: 'publish' } });
});

test('the publishing workflow waits for the workflow whose file the script looks for', () => {
  expect(readFileSync(inputDefinitions.workflow.default, 'utf8')).toContain(
    `name: ${workflow('plafond').name}\n`,
  );
});

test('a SARIF file is uploaded only where the token may', () => {
  const upload = jobsOf('plafond')
    .flatMap(({ steps: all }) => all)
    .find(({ uses }) => uses?.includes('upload-sarif'));
  expect(upload?.if).toContain('github.event.pull_request.head.repo.full_name == github.repository');
});

test('continuous integration runs the same on every supported version of Node', () => {
  const [job] = jobsOf('ci');
  expect(job?.strategy?.matrix.node).toEqual([20, 22, 24]);
  expect(job?.steps.at(-1)?.run).toBe('.ci/run');
});

test('the documented hooks of pre-commit are all that there are', () => {
  const [shown = ''] = blocksOf('yaml').filter((text) => text.startsWith('# .pre-commit-config.yaml'));
  const { repos } = parse(shown) as { readonly repos: readonly { readonly hooks: readonly Hook[] }[] };
  const hooks = read('.pre-commit-hooks.yaml') as readonly Hook[];
  expect(repos.flatMap((repo) => repo.hooks.map(({ id }) => id))).toEqual(hooks.map(({ id }) => id));
});

test('the hooks of pre-commit look at everything at once, at every commit', () => {
  const hooks = read('.pre-commit-hooks.yaml') as readonly Hook[];
  expect(hooks.map(({ id, entry }) => [id, entry])).toEqual([
    ['plafond-check', 'npm exec --no -- plafond check'],
    ['plafond-test', 'npm exec --no -- plafond test'],
    ['plafond-compile-check', 'npm exec --no -- plafond compile --check'],
  ]);
  for (const hook of hooks) {
    expect(hook).toMatchObject({
      language: 'system',
      always_run: true,
      pass_filenames: false,
      require_serial: true,
    });
    expect(Object.keys(hook)).not.toContain('files');
  }
  const { bin, files } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect([bin, files]).toEqual([
    { plafond: 'dist/start.cjs' },
    [
      'dist',
      '!dist/scripts',
      '!dist/action.js',
      'schema',
      'docs/library.md',
      'docs/rules.md',
      'CHANGELOG.md',
    ],
  ]);
});
