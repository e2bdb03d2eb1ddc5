import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import type { Io } from '../../compiler/commands/command.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { compile } from '../../compiler/compile.ts';
import { printStarter } from '../../compiler/print/print-starter.ts';
import { emitSchemas } from '../../compiler/targets/schema.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { ioInMemory, textOf } from '../support/io.ts';

const today = '2027-01-31';
const workflow = '.github/workflows/policies.yml';

/** Runs a command line over files, and gives what was said and what is there afterwards. */
async function run(files: Readonly<Record<string, string>>, argv: readonly string[], more: Partial<Io> = {}) {
  const { io, disk } = ioInMemory(files, more);
  const { out, err = '', exit } = await answerLine(argv, registry, io);
  return { out: textOf(out), err, exit, disk };
}

/** Runs `plafond init` with a name for the package, so that nothing is asked. */
const init = (
  files: Readonly<Record<string, string>>,
  argv: readonly string[] = [],
  more: Partial<Io> = {},
) => run(files, ['init', ...argv, '--name', '@acme/permissions'], more);

/** The name that the settings in a policies folder give to the package. */
const nameIn = (disk: Readonly<Record<string, string>>, folder = 'policies'): unknown =>
  parse(disk[`${folder}/settings.yaml`] ?? '').package.name;

describe('init', () => {
  test('writes policies that check clean, and that hold what they say', { tags: ['slow'] }, async () => {
    const { disk, exit, out } = await init({});
    expect(exit).toBe(0);
    expect(out).toContain('wrote policies/roles/agent.yaml\n');
    expect(out).toContain('\nnext:\n  plafond check\n  plafond test\n');
    expect(out).toContain('\n  plafond compile\n');
    const checked = await run(disk, ['check']);
    expect(checked.out.split('\n')).toEqual([
      expect.stringMatching(/^note\[invariant-waived\]: .* until 2028-12-31, says `security@acme\.example`$/),
      ' --> policies/waivers.yaml:5:7',
      '',
      '18 files, 0 errors, 0 warnings, 1 note',
      '',
    ]);
    const {
      'policies/.gitattributes': attributes,
      '.gitattributes': above,
      [workflow]: _,
      ...documents
    } = disk;
    expect(above).toMatch(/^\/generated\/\*\* text eol=lf /m);
    expect(attributes).toContain('* text eol=lf -filter -ident !working-tree-encoding\n');
    for (const [path, text] of Object.entries(documents)) {
      if (path.startsWith('generated/')) continue;
      const up = '../'.repeat(path.split('/').length - 1);
      expect(text.startsWith(`# yaml-language-server: $schema=${up}generated/schema/`)).toBe(true);
    }
    const argv = ['explain', 'Account:export', '--tenant', 'acme', '--role', 'administrator'];
    const explained = await run(disk, argv);
    expect(explained.out).toContain('denied');
    expect(explained.out).toContain('decided by tenant');
    const tested = await run(disk, ['test']);
    expect([tested.exit, tested.out]).toEqual([
      0,
      '✓ an agent keeps to their own customers\n✓ nobody at Acme takes accounts out\n\n2 tests passed, 0 failed\n',
    ]);
  });

  test('leaves a folder that holds anything alone', async () => {
    const there = { 'policies/a.txt': '' };
    const { disk, err, exit } = await init(there, ['policies']);
    expect([exit, err]).toEqual([2, 'plafond: `policies` is not empty; name a new folder\n']);
    expect(disk).toEqual(there);
    expect((await init(there, ['policies/a.txt'])).exit).toBe(2);
  });

  test('wants a folder below the top of a repository, so that what compile writes is in it too', async () => {
    const kind: Io['kind'] = (file) => (file === '.git' ? 'folder' : 'nothing');
    const { disk, err, exit } = await init({}, ['.'], { kind });
    expect([exit, disk]).toEqual([2, {}]);
    expect(err).toMatch(
      /^plafond: `\.` is the top of a repository, .*; name a folder below, as `policies`\n$/,
    );
  });

  test('says what it wrote as JSON', async () => {
    const { out } = await init({}, ['x', '--format', 'json']);
    const { version, written } = JSON.parse(out);
    expect(version).toBe(1);
    expect(written.filter((path: string) => !path.startsWith('generated/'))).toEqual([
      ...[...printStarter(today).keys()].map((path) => `x/${path}`),
      '.gitattributes',
      '.github/workflows/policies-x.yml',
    ]);
  });

  test('has the schemas that its files name, those that compile writes', async () => {
    const { disk, out } = await init({});
    const documents = Object.entries(disk).filter(([path]) => path.startsWith('policies/'));
    const { compiled } = compile(filesInMemory(Object.fromEntries(documents)), 'policies');
    if (!compiled) throw new Error('what init writes has errors');
    const schemas = Object.fromEntries(
      [...emitSchemas(compiled)].map(({ path, content }) => [`generated/${path}`, content]),
    );
    expect(disk).toMatchObject(schemas);
    for (const text of Object.values(disk))
      for (const [, schema = ''] of text.matchAll(/^# yaml-language-server: .*?(generated\/schema\/.+)$/gm))
        expect(schemas).toHaveProperty([schema]);
    expect(Object.keys(JSON.parse(disk['generated/manifest.json'] ?? '').files)).toHaveLength(
      Object.keys(schemas).length,
    );
    expect(out).toContain('wrote generated/schema/, for editors\n');
  });

  test('has a workflow that checks the folder, and keeps one that is there', async () => {
    const { jobs } = parse((await init({})).disk[workflow] ?? '');
    const commands = (steps: readonly { run?: string }[]) => steps.flatMap(({ run }) => run ?? []);
    expect(commands(jobs.policies.steps)).toEqual([
      'npm ci --install-links',
      'npm exec --no -- plafond check --format github',
      'npm exec --no -- plafond test --format github',
      'npm exec --no -- plafond compile --check',
      'npm exec --no -- plafond explore --out explorer.html --base "origin/$GITHUB_BASE_REF"',
    ]);
    const odd = parse(
      (await init({}, ['my $(rights)'])).disk['.github/workflows/policies-my-rights.yml'] ?? '',
    ).jobs['policies-my-rights'];
    expect(odd.env).toEqual({ POLICIES: 'my $(rights)' });
    expect(commands(odd.steps)[1]).toBe(
      'npm exec --no -- plafond check --format github --policies "$POLICIES"',
    );
    const { disk, err } = await init({ [workflow]: 'mine' });
    expect(disk[workflow]).toBe('mine');
    expect(err).toContain(`note: ${workflow} already exists and was left unchanged\n`);
  });

  test('leaves attributes of git alone that are there, and says what they lack', async () => {
    const there = { 'shop/.gitattributes': '*.png binary\n' };
    const { disk, err } = await init(there, ['shop/policies']);
    expect(disk).toMatchObject(there);
    expect(err).toBe(
      'note: shop/.gitattributes already exists and was left unchanged; it needs, if it has not:\n' +
        '  /generated/** text eol=lf -filter -ident !working-tree-encoding linguist-generated\n' +
        '  /generated/matrices/**/*.md diff=markdown -linguist-generated linguist-documentation=false\n',
    );
  });

  test.each([
    ['policies', 'policies'],
    ['shop/policies', 'policies-shop'],
    ['Web Shop/policies', 'policies-web-shop'],
    ['rights', 'policies-rights'],
  ])('calls workflow and job of %s after the folder: %s', async (folder, name) => {
    const { disk, err } = await init({}, [folder]);
    const files = Object.keys(disk).filter((file) => file.startsWith('.github'));
    expect([files, err]).toEqual([[`.github/workflows/${name}.yml`], '']);
    const own = parse(disk[files[0] ?? ''] ?? '');
    expect([own.name, Object.keys(own.jobs)]).toEqual([name, [name]]);
    expect(own.jobs[name].env).toEqual(folder === 'policies' ? undefined : { POLICIES: folder });
  });

  test('gives each product a workflow and a folder for what compile writes, so that they never meet', async () => {
    const outOf = (disk: Readonly<Record<string, string>>, folder: string) =>
      parse(disk[`${folder}/settings.yaml`] ?? '').out;
    const first = await init({}, ['shop']);
    const second = await init(first.disk, ['web shop', '--example', 'shop']);
    expect([outOf(second.disk, 'shop'), outOf(second.disk, 'web shop')]).toEqual([
      undefined,
      '../generated-web-shop',
    ]);
    expect(second.err).toBe(
      'note: generated/ is there already, so compile will write generated-web-shop/: settings.yaml says so with `out`\n' +
        'note: .gitattributes already exists and was left unchanged; it needs, if it has not:\n' +
        '  /generated-web-shop/** text eol=lf -filter -ident !working-tree-encoding linguist-generated\n' +
        '  /generated-web-shop/matrices/**/*.md diff=markdown -linguist-generated linguist-documentation=false\n',
    );
    expect(second.out).toContain('wrote generated-web-shop/schema/, for editors\n');
    expect(second.disk['web shop/settings.yaml']).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/generated-web-shop\/schema\/settings\.schema\.json\n/,
    );
    expect(second.disk).toHaveProperty(['generated-web-shop/schema/settings.schema.json']);
    expect(second.disk).toMatchObject(first.disk);
    const { findings } = JSON.parse(
      (await run(second.disk, ['check', '--policies', 'web shop', '--format', 'json'])).out,
    ) as { findings: { severity: string }[] };
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(await init(second.disk, ['web-shop'])).toMatchObject({
      exit: 2,
      err:
        'plafond: `generated` and `generated-web-shop` are there already, so compile would have nowhere to write; ' +
        'move one away, or name another folder\n',
      disk: second.disk,
    });
  });

  test('leaves a folder of others alone that is called as the one that compile writes', async () => {
    const { disk } = await init({ 'generated/index.js': 'mine' });
    expect(Object.keys(disk).filter((path) => path.startsWith('generated/'))).toEqual(['generated/index.js']);
    expect(parse(disk['policies/settings.yaml'] ?? '').out).toBe('../generated-policies');
  });

  test('of a workflow below the top of a repository tells what makes GitHub run it', async () => {
    const at = (top: string): Partial<Io> => ({
      folder: '/work/products/shop',
      kind: (file) => (file === `${top}.git` ? 'folder' : 'nothing'),
    });
    const told = (await init({}, [], at('../../'))).err;
    expect(told).toContain(
      `note: GitHub runs workflows from the top of a repository alone: move \`${workflow}\` there, with ` +
        '`defaults: { run: { working-directory: "products/shop" } }` and `path: products/shop/explorer.html`\n',
    );
    expect((await init({}, [], at(''))).err).not.toContain('GitHub');
    expect((await init({}, [], at('../../../../'))).err).not.toContain('GitHub');
  });

  test.each(['.', '..', '../rights'])(
    'has no workflow where policies lie around or outside: %s',
    async (folder) => {
      const { disk, exit, err } = await init({}, [folder]);
      expect([exit, Object.keys(disk).filter((path) => path.includes('.github'))]).toEqual([0, []]);
      expect(err).not.toContain('.github');
    },
  );
});

describe('the name of the package', () => {
  test('is what one says or answers', async () => {
    const told = await run({}, ['init', '--name', '@acme/permissions']);
    expect([nameIn(told.disk), told.err]).toEqual(['@acme/permissions', '']);
    const asked = await run({}, ['init'], { ask: async () => ' @acme/rights\n' });
    expect([nameIn(asked.disk), asked.err]).toEqual(['@acme/rights', '']);
  });

  test('is asked for until it has a scope', async () => {
    const answers = ['rights', '@rights', '@acme/rights'];
    const questions: string[] = [];
    const ask = async (question: string) => {
      questions.push(question);
      return answers.shift() ?? '';
    };
    expect(nameIn((await run({}, ['init'], { ask })).disk)).toBe('@acme/rights');
    expect(questions.map((question) => question.split('\n')[0])).toEqual([
      'name of the package that services install, as @acme/permissions: ',
      '`rights` has no scope, and on npm a name without one may be somebody else’s; `--name` takes it all the same',
      expect.stringMatching(/^`@rights` has no scope, /),
    ]);
  });

  test.each<[string, Partial<Io>]>([
    ['where nobody can be asked', {}],
    ['where nobody answers', { ask: async () => '' }],
  ])('is never made up: nothing is written %s', async (_, more) => {
    expect(await run({}, ['init'], more)).toMatchObject({
      exit: 2,
      err: 'plafond: the package that services install has no name yet; say it with `--name @YOUR-SCOPE/permissions`\n',
      disk: {},
    });
  });

  test('may have no scope if one says so', async () => {
    const { disk, exit, err } = await run({}, ['init', '--name', 'acme-rights']);
    expect([exit, nameIn(disk)]).toEqual([0, 'acme-rights']);
    expect(err).toBe(
      'note: the package `acme-rights` has no scope, and on npm a name without one may be somebody else’s\n',
    );
  });

  test.each(['Acme', '@acme/', 'a b', 'fs', '@acme/x"}', '# x', 'x, version: 9'])(
    'is refused as npm refuses it: %s',
    async (name) => {
      const { disk, err, exit } = await run({}, ['init', '--name', name]);
      expect([exit, disk]).toEqual([2, {}]);
      expect(err).toMatch(/^plafond: `.*` is not a name that npm accepts: [^\n]+\n$/);
    },
  );
});

describe('init --example', () => {
  const names = readdirSync('examples/catalogs', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

  test.each(names)('writes policies in which nothing is found, and that compile: %s', async (name) => {
    const { disk, exit, err } = await run({}, [
      'init',
      'x',
      '--example',
      name,
      '--name',
      '@acme/permissions',
    ]);
    expect([exit, err]).toEqual([0, '']);
    expect(nameIn(disk, 'x')).toBe('@acme/permissions');
    expect(disk['x/README.md']).toMatch(/^# /);
    expect(disk['x/.gitattributes']).toBe(printStarter(today).get('.gitattributes'));
    const documents = Object.entries(disk).filter(([path]) => path.endsWith('.yaml'));
    const schemas = readdirSync('generated/schema');
    for (const [path, text] of documents) {
      const [, up, schema] =
        /^# yaml-language-server: \$schema=((?:\.\.\/)+)generated\/schema\/(.+)\n/.exec(text) ?? [];
      expect(up?.length, path).toBe(3 * (path.split('/').length - 1));
      expect(schemas, path).toContain(schema);
    }
    const checked = await run(disk, ['check', '--policies', 'x', '--format', 'json']);
    const { findings } = JSON.parse(checked.out) as { findings: { code: string; severity: string }[] };
    // That entries differ from wider ones is what these examples show.
    for (const { code, severity } of findings)
      expect([code, severity]).toEqual(['entry-overrides-wider', 'info']);
    expect(compile(filesInMemory(Object.fromEntries(documents)), 'x').compiled).toBeDefined();
  });

  test('lists what there is, in its help and where it knows no such example', async () => {
    const help = await run({}, ['init', '--help']);
    for (const name of names) expect(help.out).toContain(`"${name}"`);
    const { err, exit } = await run({}, ['init', '--example', 'crn']);
    expect([exit, err]).toEqual([
      2,
      `plafond: \`--example\` cannot be \`crn\`; did you mean \`crm\`? it is one of ${names.map((name) => `\`${name}\``).join(', ')}\n`,
    ]);
  });
});
