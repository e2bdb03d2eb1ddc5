/** @module-tag slow */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DiffReport } from '../../compiler/questions/diff/report.ts';
import { makePlace, type Place, policyFor } from '../support/checkout.ts';

let place: Place;
let base: string;

beforeAll(() => {
  place = makePlace();
  place.write('repo/apps/policies/all.yaml', policyFor('view'));
  place.write('repo/apps/generated/bundle.json', '{}\n');
  place.write('repo/apps/src/main.ts', 'export {};\n');
  place.git('repo', 'init', '-q');
  // Attributes that this clone alone adds are in no revision.
  place.write('repo/.git/info/attributes', '*.yaml -filter !ident diff\n');
  base = commit();
});
afterAll(() => place.remove());
beforeEach(() => {
  place.git('repo', 'reset', '-q', '--hard', base);
  place.git('repo', 'clean', '-qfd');
});

function commit(): string {
  place.git('repo', 'add', '-A');
  place.git('repo', 'commit', '-qm', 'a change', '--allow-empty');
  return place.git('repo', 'rev-parse', 'HEAD');
}

const write = (file: string, text: string) => place.write(`repo/${file}`, text);
const reportOf = async (line: string): Promise<DiffReport> =>
  JSON.parse((await place.plafond('repo/apps', `diff ${line} --format json`)).out);
const codesIn = ({ faults }: DiffReport) => faults.map(({ code, path: at, line }) => `${code} ${at}:${line}`);

/** Changes of a file of attributes, each with its text, the finding that is reported, and the line of that finding. */
const changes: readonly (readonly [file: string, text: string, code: string, said: string, line: number])[] =
  [
    [
      '.gitattributes',
      '# first\n*.yaml filter=wide\n',
      'attribute-rewrites',
      '`filter=wide` now rewrites `policies/all.yaml`',
      2,
    ],
    ['.gitattributes', '[attr]soft ident\napps/** soft\n', 'attribute-rewrites', '`ident` now rewrites', 1],
    [
      'apps/.gitattributes',
      'generated/** filter=lfs -text\n',
      'attribute-rewrites',
      '`filter=lfs` now rewrites `generated/bundle.json`',
      1,
    ],
    [
      'apps/policies/.gitattributes',
      '* working-tree-encoding=ISO-8859-1\n',
      'attribute-rewrites',
      '`working-tree-encoding=ISO-8859-1`',
      1,
    ],
    [
      'apps/.gitattributes',
      'generated export-ignore\n',
      'attribute-changed',
      '`export-ignore` now counts for `generated/bundle.json`',
      1,
    ],
    [
      'apps/policies/.gitattributes',
      'all.yaml export-subst\n',
      'attribute-changed',
      '`export-subst` now counts for `policies/all.yaml`',
      1,
    ],
    [
      '.gitattributes',
      '*.yaml binary\n',
      'review-hidden',
      '`-diff` now hides changes of `policies/all.yaml`',
      1,
    ],
    [
      'apps/.gitattributes',
      'policies/** linguist-generated=true\n',
      'review-hidden',
      '`linguist-generated` now hides',
      1,
    ],
  ];

test.each(changes)('%s with %j is told as %s', async (file, text, code, said, line) => {
  write(file, text);
  const head = commit();
  const report = await reportOf(`${base} ${head}`);
  const at = path.posix.relative('apps', file);
  expect(codesIn(report)).toEqual([`${code} ${at}:${line}`]);
  expect(report).toMatchObject({ direction: 'none', verdict: 'escalation' });
  expect(report.faults[0]?.message).toContain(said);
  const ask = (more: string) => place.plafond('repo/apps', `diff ${base} ${head} ${more}`.trimEnd());
  for (const more of ['--fail-on escalation']) expect((await ask(more)).exit, more).toBe(1);
  expect((await ask('')).exit).toBe(code === 'attribute-rewrites' ? 1 : 0);
  for (const format of ['markdown', 'sarif'])
    expect((await ask(`--format ${format}`)).out, format).toContain(code);
  const against = await place.plafond('repo/apps', `check --against ${base} --strict`);
  expect(against).toMatchObject({ exit: 1, out: expect.stringContaining(`[${code}]`) });
});

test('a table of users is hidden from reviewers as any policy is', async () => {
  write('apps/policies/users.csv', 'id,userType\n');
  const before = commit();
  write('apps/policies/.gitattributes', '*.csv -diff\n');
  commit();
  expect(codesIn(await reportOf(`${before} HEAD`))).toEqual(['review-hidden policies/.gitattributes:1']);
});

test('a file that is new comes with the attributes it has', async () => {
  write('apps/policies/.gitattributes', 'more/** ident\n');
  const before = commit();
  write('apps/policies/more/new.yaml', '{ kind: Feature, name: New }\n');
  const head = commit();
  expect(codesIn(await reportOf(`${base} ${before}`))).toEqual([]);
  expect(codesIn(await reportOf(`${before} ${head}`))).toEqual([
    'attribute-rewrites policies/.gitattributes:1',
  ]);
  expect(codesIn(await reportOf(`${head} ${head}`))).toEqual([]);
});

test('an attribute that goes is told, with the line that gave it', async () => {
  write('.gitattributes', '*.txt text\n*.yaml ident -diff\n');
  const before = commit();
  rmSync(path.join(place.root, 'repo/.gitattributes'));
  const head = commit();
  const { faults } = await reportOf(`${before} ${head}`);
  expect(faults).toMatchObject([
    { code: 'attribute-changed', path: '../.gitattributes', line: 2, severity: 'warning' },
  ]);
  expect(faults[0]?.message).toBe('git attribute `ident` no longer counts for `policies/all.yaml`');
});

test('the working tree is told of before it is committed', async () => {
  write('apps/policies/.gitattributes', '*.yaml -diff\n');
  expect(codesIn(await reportOf(base))).toEqual(['review-hidden policies/.gitattributes:1']);
});

test.each([
  [
    '.gitattributes',
    '* text=auto eol=lf\n*.yaml text eol=crlf diff=yaml merge=union linguist-language=YAML\n',
  ],
  ['.gitattributes', 'apps/generated/** linguist-generated -diff\n'],
  ['.gitattributes', 'apps/src/** filter=lfs ident\n*.png filter=lfs diff=lfs binary\n'],
  ['apps/policies/.gitattributes', '* filter=lfs ident\n* -filter -ident\n'],
  ['apps/policies/.gitattributes', '*.yaml working-tree-encoding=utf8 filter ident=yes\n'],
])('%s with %j rewrites and hides nothing', async (file, text) => {
  write(file, text);
  expect(codesIn(await reportOf(`${base} ${commit()}`))).toEqual([]);
});

test('attributes above that the policies take back do not count', async () => {
  write('apps/policies/.gitattributes', '* text eol=lf -filter -ident !working-tree-encoding\n');
  const before = commit();
  write('.gitattributes', '*.yaml filter=wide ident working-tree-encoding=UTF-16\n');
  const head = commit();
  expect(codesIn(await reportOf(`${before} ${head}`))).toEqual([]);
});

const workflow = (more = '') =>
  `on: pull_request\njobs:\n  report:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: acme/plafond@abc # pinned\n${more}`;

test('a workflow that runs plafond and is another one now is a weaker guard', async () => {
  const file = '.github/workflows/plafond.yml';
  write(file, workflow());
  const before = commit();
  expect(codesIn(await reportOf(`${base} ${before}`))).toEqual([]);
  write(file, workflow('        with: { fail-on: never }\n'));
  const head = commit();
  const report = await reportOf(`${before} ${head}`);
  expect(codesIn(report)).toEqual([`workflow-changed ../${file}:7`]);
  expect(report).toMatchObject({ direction: 'none', verdict: 'escalation' });
  expect(report.faults[0]?.message).toMatch(
    /is another one now, first by `with: \{ fail-on: never \}` in place of nothing$/,
  );
  expect((await place.plafond('repo/apps', `diff ${before} ${head} --fail-on escalation`)).exit).toBe(1);
  expect((await place.plafond('repo/apps', `check --against ${before} --strict`)).out).toContain(
    'workflow-changed',
  );
  write(file, `# only a remark\n${workflow('        with: { fail-on: never }\n')}`);
  expect(codesIn(await reportOf(`${head}`))).toEqual([]);
  write('.github/workflows/other.yml', workflow());
  write('.github/workflows/tests.yml', 'on: push # not plafond\n');
  expect(codesIn(await reportOf(`${head}`))).toEqual(['workflow-changed ../.github/workflows/other.yml:1']);
  rmSync(path.join(place.root, `repo/${file}`));
  const gone = await reportOf(`${before}`);
  expect(gone.faults.map(({ message }) => message)).toEqual([
    'the workflow `../.github/workflows/other.yml`, which runs plafond, is new',
    'the workflow `../.github/workflows/plafond.yml`, which runs plafond, is gone',
  ]);
});

test('a workflow counts if it calls one that runs plafond, or one that nobody here can read', async () => {
  const calling = (name: string, more = '') =>
    `on: pull_request\njobs:\n  report:\n    uses: ${name}\n${more}`;
  const folder = '.github/workflows';
  write(`${folder}/reusable.yml`, workflow());
  write(`${folder}/outer.yml`, calling(`./${folder}/inner.yml`));
  write(`${folder}/inner.yml`, calling(`'./${folder}/reusable.yml'`));
  write(`${folder}/shared.yml`, calling(`acme/ci/${folder}/policies.yml@v1 # pinned`));
  write(`${folder}/tests.yml`, calling(`./${folder}/build.yml`));
  write(`${folder}/build.yml`, 'on: workflow_call\n');
  const before = commit();
  expect(codesIn(await reportOf(`${base} ${before}`))).toEqual([]);
  const skipped = '    if: false\n';
  for (const [name, called] of [
    ['outer', `./${folder}/inner.yml`],
    ['inner', `'./${folder}/reusable.yml'`],
    ['shared', `acme/ci/${folder}/policies.yml@v2 # pinned`],
    ['tests', `./${folder}/build.yml`],
  ])
    write(`${folder}/${name}.yml`, calling(called ?? '', skipped));
  expect(codesIn(await reportOf(before))).toEqual([
    `workflow-changed ../${folder}/inner.yml:5`,
    `workflow-changed ../${folder}/outer.yml:5`,
    `workflow-changed ../${folder}/shared.yml:4`,
  ]);
});
