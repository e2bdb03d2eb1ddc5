import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { ioInMemory, textOf } from '../support/io.ts';

/** The small world that the first example of docs/language.md shows. */
const world = /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync('docs/language.md', 'utf8'))?.[1] ?? '';

const holding = `# Two that hold.
kind: Test
name: a customer success manager keeps to their accounts
tenant: acme
as: { user: ada@acme.example }
records:
  theirs: { model: Company, owner: ada@acme.example }
  other: { model: Company, owner: somebody-else }
  call: { model: Task, company: theirs }
  visit: { model: Task, company: { owner: somebody-else } }
  loop: { model: Task, company: null }
expect:
  Company:view: { theirs: allow, other: deny }
  Company.arr:update: { theirs: allow, other: deny }
  Task:remove: { call: allow, visit: deny, loop: deny }
  Task:create: allow
  Company:export: deny
  EmailSync:use: deny
---
kind: Test
name: whoever has no role may do nothing
tenant: acme
as: { roles: [], userType: Core }
expect: { Company:view: deny, Revenue:use: deny }
`;

const failing = `kind: Test
name: exports are for everybody
tenant: acme
as: { roles: [csm], userType: Core, attributes: { id: u1 } }
records:
  theirs: { model: Company, owner: u1 }
  other: { model: Company, owner: u2 }
expect:
  Company:view: { theirs: deny, other: allow }
  Company:export: allow
`;

async function run(line: readonly string[], files: Readonly<Record<string, string>>) {
  const all = { 'policies/base.yaml': world, ...files };
  const { out, err = '', exit } = await answerLine(['test', ...line], registry, ioInMemory(all).io);
  return { out: textOf(out), err, exit };
}

const both = { 'policies/good.yaml': holding, 'policies/bad.yaml': failing };

describe('plafond test', () => {
  test('passes where the run time answers as it is written', async () => {
    expect(await run([], { 'policies/good.yaml': holding })).toEqual({
      out: '✓ a customer success manager keeps to their accounts\n✓ whoever has no role may do nothing\n\n2 tests passed, 0 failed\n',
      err: '',
      exit: 0,
    });
  });

  test('fails with what was expected, what came, the record and the line that decides', async () => {
    const { out, exit } = await run([], both);
    expect(exit).toBe(1);
    expect(out).toMatchSnapshot();
  });

  test('is quiet about what passed', async () => {
    expect(await run(['--quiet'], { 'policies/good.yaml': holding })).toEqual({ out: '', err: '', exit: 0 });
    expect((await run(['--quiet'], both)).out).toMatch(/^✗ exports are for everybody\n/);
  });

  test('says that there is none', async () => {
    const { out, exit } = await run([], {});
    expect([out, exit]).toEqual([
      'no tests: write one as a document of kind `Test`, as docs/language.md tells\n',
      0,
    ]);
  });

  test.each(['json', 'github', 'junit', 'sarif'])('prints %s', async (format) => {
    const { out, err, exit } = await run(['--format', format], both);
    expect([err, exit]).toEqual(['', 1]);
    if (format === 'sarif') {
      const [first] = JSON.parse(out).runs[0].results;
      expect(first).toMatchObject({ ruleId: 'test-failed', level: 'error' });
    } else expect(out).toMatchSnapshot();
  });

  test.each([
    ['a whole name', ['exports are for everybody'], ['exports are for everybody']],
    [
      'a part of some, in any case',
      ['SUCCESS manager'],
      ['a customer success manager keeps to their accounts'],
    ],
    ['several', ['exports', 'no role'], ['exports are for everybody', 'whoever has no role may do nothing']],
    ['words after two dashes', ['--', 'exports'], ['exports are for everybody']],
  ])('runs those of %s', async (_, names, expected) => {
    const { out } = await run(['--format', 'json', ...names], both);
    expect(JSON.parse(out).tests.map(({ name }: { name: string }) => name)).toEqual(expected);
  });

  test('refuses a name that no test has, and lists the nearest', async () => {
    expect(await run(['a custommer manager keeps'], both)).toEqual({
      out: '',
      err: 'plafond: no test has `a custommer manager keeps` in its name; the nearest: `a customer success manager keeps to their accounts`\n',
      exit: 2,
    });
  });

  test.each([
    [
      both,
      'there are `a customer success manager keeps to their accounts`, `exports are for everybody` and `whoever has no role may do nothing`',
    ],
    [{}, 'there are no tests'],
  ])('a name that is like no other is answered with what there is', async (files, help) => {
    const { err, exit } = await run(['xyz'], files);
    expect([exit, err]).toEqual([2, `plafond: no test has \`xyz\` in its name; ${help}\n`]);
  });

  test('a policy with an error is told as by check, in every format', async () => {
    const broken = { 'policies/bad.yaml': failing.replace('Company:export', 'Company:exprot') };
    const { out, err, exit } = await run([], broken);
    expect([out, exit]).toEqual(['', 1]);
    expect(err).toMatch(/^error\[unknown-permission\]/);
    for (const format of ['json', 'github', 'junit', 'sarif']) {
      const said = await run(['--format', format], broken);
      expect([said.err, said.exit]).toEqual(['', 1]);
      expect(said.out).toContain('Company:exprot');
    }
  });
});

test('a tenant’s own properties are asked about in that tenant', async () => {
  const custom = `kind: Properties
tenant: acme
model: Company
properties: { custom.region: { type: string } }
---
kind: Portfolio
name: north
tenant: acme
on: Company
reach: { custom.region: north }
---
kind: Role
name: northerner
tenant: acme
userType: Core
portfolio: [north]
grants: { models: { Company: [view] } }
---
kind: Test
name: a northerner sees the north
tenant: acme
as: { roles: [northerner], userType: Core }
records:
  inside: { model: Company, custom: { region: north } }
  key: { model: Company, custom.region: north }
  other: { model: Company, custom.region: south }
  lost: { model: Company }
expect:
  Company:view: { inside: allow, key: allow, other: deny, lost: deny }
  Company.custom.region:view: { inside: allow, other: deny }
  Company.custom.region:update: deny
`;
  expect(await run([], { 'policies/custom.yaml': custom })).toMatchObject({
    out: '✓ a northerner sees the north\n\n1 test passed, 0 failed\n',
    exit: 0,
  });
});

describe('--coverage', () => {
  const coverageOf = async (files: Readonly<Record<string, string>>, ...names: readonly string[]) =>
    JSON.parse((await run(['--coverage', '--format', 'json', ...names], files)).out).coverage;

  test('knows the lines that decide a tested permission, and those that decide others', async () => {
    const lineOf = (text: string) => world.split('\n').findIndex((line) => line.includes(text)) + 1;
    const view = lineOf('allows: { models: { "*": [view] } }');
    expect(await coverageOf({ 'policies/good.yaml': holding })).toEqual({
      lines: 6,
      covered: 5,
      files: [{ path: 'policies/base.yaml', lines: 6, covered: 5, uncovered: [view] }],
    });
    const alone = await coverageOf(both, 'whoever has no role');
    expect(alone.covered).toBe(0);
    const portfolio = lineOf('portfolio: [own]');
    const denied = await coverageOf({
      'policies/t.yaml': `kind: Test\nname: t\ntenant: acme\nas: { user: ada@acme.example }\nexpect: { Company:export: deny }\n`,
    });
    expect(denied.covered).toBe(1);
    expect(denied.files[0].uncovered).toEqual(expect.arrayContaining([portfolio, lineOf('Task: [create')]));
    expect(denied.files[0].uncovered).not.toContain(lineOf('Company: [view, update]'));
  });

  test('is told by file, with neighbours as ranges', async () => {
    const { out } = await run(['--coverage', 'no role'], { 'policies/good.yaml': holding });
    expect(out).toMatch(
      /tests cover 0 of 6 lines that grant, cap or reach \(0%\)\n {2}policies\/base\.yaml {2}0 of 6 {3}not 39, 44, 48, 53, 56-57\n/,
    );
  });
});
