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
import { ioInMemory } from '../support/io.ts';

const today = '2027-01-31';
const workflow = '.github/workflows/plafond.yml';

/** Runs a command line over files, and gives what was said and what is there afterwards. */
async function run(files: Readonly<Record<string, string>>, argv: readonly string[], more: Partial<Io> = {}) {
  const { io, disk } = ioInMemory(files, more);
  const { out, err = '', exit } = await answerLine(argv, registry, io);
  return { out: typeof out === 'string' ? out : [...out].join(''), err, exit, disk };
}

/** The name that the settings in a policies folder give to the package. */
const nameIn = (disk: Readonly<Record<string, string>>, folder = 'policies'): unknown =>
  parse(disk[`${folder}/settings.yaml`] ?? '').package.name;

describe('init', () => {
  test('writes policies that check clean, and that hold what they say', { tags: ['slow'] }, async () => {
    const { disk, exit, out } = await run({}, ['init']);
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
    const { 'policies/.gitattributes': attributes, [workflow]: _, ...documents } = disk;
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
    const { disk, err, exit } = await run(there, ['init', 'policies']);
    expect([exit, err]).toEqual([2, 'plafond: `policies` is not empty; name a new folder\n']);
    expect(disk).toEqual(there);
    expect((await run(there, ['init', 'policies/a.txt'])).exit).toBe(2);
  });

  test('says what it wrote as JSON', async () => {
    const { out } = await run({}, ['init', 'x', '--format', 'json']);
    const { version, written } = JSON.parse(out);
    expect(version).toBe(1);
    expect(written.filter((path: string) => !path.startsWith('generated/'))).toEqual([
      ...[...printStarter(today).keys()].map((path) => `x/${path}`),
      workflow,
    ]);
  });

  test('has the schemas that its files name, those that compile writes, and leaves any that are there', async () => {
    const { disk, out } = await run({}, ['init']);
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
    const there = { 'generated/index.js': 'mine' };
    const beside = await run(there, ['init']);
    expect(Object.keys(beside.disk).filter((path) => path.startsWith('generated/'))).toEqual([
      'generated/index.js',
    ]);
  });

  test('has a workflow that checks the folder, and keeps one that is there', async () => {
    const { jobs } = parse((await run({}, ['init'])).disk[workflow] ?? '');
    const commands = (steps: readonly { run?: string }[]) => steps.flatMap(({ run }) => run ?? []);
    expect(commands(jobs.policies.steps)).toEqual([
      'npm ci',
      'npm exec --no -- plafond check --format github',
      'npm exec --no -- plafond test --format github',
      'npm exec --no -- plafond compile --check',
      'npm exec --no -- plafond explore --out explorer.html --base "origin/$GITHUB_BASE_REF"',
    ]);
    const odd = parse((await run({}, ['init', 'my $(rights)'])).disk[workflow] ?? '').jobs.policies;
    expect(odd.env).toEqual({ POLICIES: 'my $(rights)' });
    expect(commands(odd.steps)[1]).toBe(
      'npm exec --no -- plafond check --format github --policies "$POLICIES"',
    );
    const { disk, err } = await run({ [workflow]: 'mine' }, ['init']);
    expect(disk[workflow]).toBe('mine');
    expect(err).toContain(`note: ${workflow} already exists and was left unchanged\n`);
  });

  test('of a second product is a file and a job of its own, and the first one stays', async () => {
    const first = (await run({}, ['init'])).disk;
    const { disk, err } = await run(first, ['init', 'shop/policies']);
    const own = parse(disk['.github/workflows/plafond-shop.yml'] ?? '');
    expect([own.name, Object.keys(own.jobs), own.jobs['policies-shop'].env]).toEqual([
      'plafond-shop',
      ['policies-shop'],
      { POLICIES: 'shop/policies' },
    ]);
    expect([disk[workflow], err]).toEqual([first[workflow], expect.not.stringContaining('workflows')]);
    const third = await run(disk, ['init', 'webshop/policies']);
    expect(Object.keys(third.disk).filter((file) => file.startsWith('.github'))).toEqual([
      workflow,
      '.github/workflows/plafond-shop.yml',
      '.github/workflows/plafond-webshop.yml',
    ]);
    const after = await run((await run({}, ['init', 'shop/policies'])).disk, ['init']);
    expect(after.disk['.github/workflows/plafond-policies.yml']).toContain('plafond check --format github\n');
  });

  test('below the top of a repository comes with what makes GitHub run it', async () => {
    const at = (top: string): Partial<Io> => ({
      folder: '/work/products/shop',
      kind: (file) => (file === `${top}.git` ? 'folder' : 'nothing'),
    });
    const told = (await run({}, ['init'], at('../../'))).err;
    expect(told).toContain(
      `note: GitHub runs workflows from the top of a repository alone: move \`${workflow}\` there, with ` +
        '`defaults: { run: { working-directory: "products/shop" } }` and `path: products/shop/explorer.html`\n',
    );
    expect((await run({}, ['init'], at(''))).err).not.toContain('GitHub');
    expect((await run({}, ['init'], at('../../../../'))).err).not.toContain('GitHub');
  });

  test('is left unchanged where it names the folder', async () => {
    const mine = 'run: plafond check --policies=shop/policies';
    const { disk, err } = await run({ [workflow]: mine }, ['init', 'shop/policies']);
    expect(Object.keys(disk).filter((file) => file.startsWith('.github'))).toEqual([workflow]);
    expect(err).toContain(`note: ${workflow} already exists and was left unchanged\n`);
  });

  test.each(['.', '..', '../rights'])('has none where policies lie around or outside: %s', async (folder) => {
    const { disk, exit, err } = await run({}, ['init', folder]);
    expect([exit, Object.keys(disk).filter((path) => path.includes('.github'))]).toEqual([0, []]);
    expect(err).not.toContain('.github');
  });
});

describe('the name of the package', () => {
  test('is what one says or answers, and is left plain where nobody does', async () => {
    const told = await run({}, ['init', '--name', '@acme/permissions']);
    expect([nameIn(told.disk), told.err]).toEqual(['@acme/permissions', '']);
    const asked = await run({}, ['init'], { ask: async () => ' @acme/rights\n' });
    expect([nameIn(asked.disk), asked.err]).toEqual(['@acme/rights', '']);
    for (const more of [{}, { ask: async () => '' }]) {
      const plain = await run({}, ['init'], more);
      expect(nameIn(plain.disk)).toBe('permissions');
      expect(plain.err).toMatch(
        /^note: the package has a name without a scope, .*`--name @YOUR-SCOPE\/permissions`/,
      );
    }
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
