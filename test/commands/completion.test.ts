/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { commandTables } from '../../compiler/commands/complete/command-tables.generated.js';
import { registry } from '../../compiler/commands/registry.ts';
import { allCodes } from '../../compiler/diagnostics/describe-code.ts';
import { small } from '../questions/small.ts';
import { ioInMemory } from '../support/io.ts';

/** The words that complete a line, which is cut at spaces; the last word is the one being written. */
async function complete(line: string, files: Readonly<Record<string, string>> = small) {
  const argv = ['--words-for-shell', ...line.split(' ')];
  const { out, err, exit } = await answerLine(argv, registry, ioInMemory(files).io);
  expect([err, exit]).toEqual([undefined, 0]);
  return String(out).split('\n').slice(0, -1);
}

/** Leaves out of options what only help says, and the build does not write down. */
const wordsOf = (key: string, value: unknown): unknown =>
  ['describe', 'required', 'default'].includes(key) ? undefined : value;

describe('completes', () => {
  const table: readonly (readonly [line: string, words: readonly string[]])[] = [
    ['ass', ['assign']],
    ['help ass', ['assign']],
    ['ro', ['role']],
    ['role cl', ['clone']],
    ['who --te', ['--tenant']],
    ['who --tenant acme --te', []],
    ['matrix --tenant ', ['acme', 'globex']],
    ['matrix --tenant=g', ['--tenant=globex']],
    ['matrix --format m', ['markdown']],
    ['matrix --role c', ['consultant', 'csm']],
    ['assign --tenant acme a', ['ada']],
    ['assign --tenant globex ', []],
    ['matrix --user d', ['dan']],
    ['assign ada --user-type ', ['Core', 'View']],
    ['assign ada --seats ', ['Service']],
    ['role new x --portfolio own,l', ['own,large']],
    ['role clone c', ['consultant', 'csm']],
    ['explain Comp', ['Company.', 'Company:']],
    ['explain Company.a', ['Company.arr:']],
    ['explain Company.arr:', ['Company.arr:update', 'Company.arr:view']],
    ['explain Company:v', ['Company:view']],
    ['explain above-ca', ['above-cap']],
    ['who Company:view Bul', ['Bulk:use']],
    ['who *:exp', ['*:export']],
    ['diff --deny Bul', ['Bulk:use']],
    ['completion ', ['bash', 'fish', 'zsh']],
    ['completion bash --format ', ['json', 'pretty']],
    ['--role csm matr', ['matrix']],
    ['--tenant acme --no-color matrix --role c', ['consultant', 'csm']],
    // No words follow a name that does not exist, or a word that cannot be completed.
    ['zzz', []],
    ['role zzz ', []],
    ['explain Nope:', []],
    ['check --policies ', []],
    ['check --policies nowhere --against ', []],
    ['matrix --policies nowhere --tenant ', []],
    ['matrix --constructor ', []],
  ];
  test.for(table)('%s', async ([line, words]) => {
    expect(await complete(line)).toEqual(words);
  });

  describe('roles that the place takes', () => {
    const roles = {
      ...small,
      'policies/more.yaml': `kind: Role
name: base
abstract: true
---
{ kind: Role, name: night, tenant: acme, userType: Core }
`,
    };
    const all = ['base', 'consultant', 'csm', 'manager', 'night', 'reader'];
    const concrete = all.filter((name) => name !== 'base');
    const ofGlobex = ['csm', 'manager', 'reader'];
    const places: readonly (readonly [line: string, words: readonly string[]])[] = [
      ['matrix --role ', concrete],
      ['matrix --tenant globex --role ', ofGlobex],
      ['explain Company:view --tenant acme --role ', concrete],
      ['since Company:view --tenant globex --role ', ofGlobex],
      ['describe --as role ', concrete],
      ['describe --tenant globex ', ofGlobex],
      ['reach --tenant acme --as user ', ['ada', 'bob', 'cyd', 'dan']],
      ['plan downgrade --role ', concrete],
      ['plan retire ', concrete],
      ['plan retire csm --to ', concrete],
      ['role clone ', all],
      ['role clone --from-tenant globex ', all.filter((name) => name !== 'night')],
      ['role rename ', all],
      ['role remove --tenant acme ', ['night']],
      ['role rename --tenant globex ', []],
    ];
    test.for(places)('%s', async ([line, words]) => {
      expect(await complete(line, roles)).toEqual(words);
    });
  });

  test('generations of the part that is named', async () => {
    const parts = {
      ...small,
      'policies/parts.yaml': `{ kind: Generations, name: sales, generations: [{ name: '2019' }, { name: '2026' }] }
---
{ kind: Generations, name: service, generations: [{ name: first }] }
`,
    };
    expect(await complete('plan generation ', parts)).toEqual(['sales', 'service']);
    expect(await complete('plan generation sales ', parts)).toEqual(['2019', '2026']);
    expect(await complete('plan generation --tenant acme service ', parts)).toEqual(['first']);
  });

  test('names of tests, which have spaces', async () => {
    const named = {
      ...small,
      'policies/t.yaml': 'kind: Test\nname: an agent sees theirs\n---\nkind: Test\nname: nobody exports\n',
    };
    expect(await complete('test ', named)).toEqual(['an agent sees theirs', 'nobody exports']);
    expect(await complete('test x n', named)).toEqual(['nobody exports']);
  });

  test.each(registry.map(({ name, load }) => [name, load] as const))(
    'the options of %s as they are',
    async (name, load) => {
      const { positionals, options, formats } = await load();
      const { positionals: places, options: others, formats: forms } = commandTables[name] ?? {};
      expect(places).toEqual(JSON.parse(JSON.stringify(positionals, wordsOf)));
      expect([others, forms]).toEqual([JSON.parse(JSON.stringify(options, wordsOf)), formats]);
    },
  );

  test('nothing where there are no policies, or where a file holds nonsense', async () => {
    for (const files of [
      {},
      { 'policies/a.yaml': '\u0000' },
      { 'policies/a.yaml': 'kind: Role\nname: &a [*a]\n' },
    ])
      for (const line of [
        'matrix --role ',
        'explain Company.',
        'diff ',
        'test ',
        'matrix --policies policies/a.yaml --tenant ',
      ])
        expect(
          (await complete(line, files)).filter((word) => !(allCodes as readonly string[]).includes(word)),
        ).toEqual([]);
  });

  test('names also while the policies have errors', async () => {
    const broken = {
      ...small,
      'policies/x.yaml': 'kind: [\n',
      'policies/y.yaml': 'kind: Role\nname: late\n',
    };
    expect(await complete('matrix --role l', broken)).toEqual(['late']);
    const odd = {
      ...small,
      'policies/x.yaml': 'kind: Role\nname: [a]\n---\nkind: Users\nusers: 1\n---\nkind: Model\n',
    };
    expect(await complete('explain Comp', odd)).toEqual(['Company.', 'Company:']);
  });

  test('nothing that a terminal would take for more than a word', async () => {
    const odd = { ...small, 'policies/x.yaml': 'kind: Role\nname: "late\\e[31m"\n' };
    expect(await complete('matrix --role l', odd)).toEqual([]);
  });
});

test('the script is also told as JSON', async () => {
  const { io } = ioInMemory({});
  for (const shell of ['bash', 'zsh', 'fish']) {
    const script = await answerLine(['completion', shell], registry, io);
    const { out, exit } = await answerLine(['completion', shell, '--format', 'json'], registry, io);
    expect([JSON.parse(String(out)), exit]).toEqual([{ version: 1, shell, script: script.out }, 0]);
  }
});

test('every command has an answer in JSON', async () => {
  for (const { name, load } of registry) {
    const { formats } = await load();
    expect([name, formats]).toEqual([name, expect.arrayContaining(['json'])]);
  }
});

describe('in the shells', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-shell-'));
  const cli = path.resolve('dist/plafond.js');
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeAll(() => {
    for (const shell of ['bash', 'zsh', 'fish'])
      writeFileSync(path.join(folder, shell), run('node', [cli, 'completion', shell]).stdout);
  });

  const isInstalled = (program: string) => run('sh', ['-c', `command -v ${program}`]).status === 0;

  function skipWithout(skip: TestContext['skip'], ...programs: readonly string[]): void {
    for (const program of programs) skip(!isInstalled(program), `${program} is not installed`);
  }

  function run(program: string, args: readonly string[], input = '') {
    return spawnSync(program, args, { encoding: 'utf8', input, env: { ...process.env, TERM: 'dumb' } });
  }

  // In the place of plafond, a function that answers completion as plafond does and shows any other line.
  const stand = `plafond() { if [ "$1" = --words-for-shell ]; then node '${cli}' "$@"; else printf '\\nGOT'; printf '<%s>' "$@"; echo; fi; }`;

  /** Types into a shell on a terminal of its own, and returns the arguments that plafond got. */
  function type(shell: string, setUp: string, keys: string): readonly string[] {
    const file = path.join(folder, `${shell}-start`);
    writeFileSync(file, `${setUp}\n`);
    const start = { bash: `bash --norc --noprofile -i`, zsh: 'zsh -f -i' }[shell] ?? shell;
    const input = `. '${file}'\n${keys}\nexit\n`;
    const { stdout } = run('script', ['-qec', start, '/dev/null'], input);
    const got = stdout.match(/^GOT(.*?)\r?$/m)?.[1] ?? stdout;
    expect(stdout).not.toMatch(/unknown|plafond:/);
    return [...got.matchAll(/<([^>]*)>/g)].map(([, word = '']) => word);
  }

  const lines: readonly (readonly [keys: string, words: readonly string[]])[] = [
    ['plafond assi\t-x', ['assign', '-x']],
    ['plafond explain Company:exp\t-x', ['explain', 'Company:export', '-x']],
    ['plafond explain Company.ar\tupd\t-x', ['explain', 'Company.arr:update', '-x']],
    ['plafond matrix --tenant ac\t--role cs\t-x', ['matrix', '--tenant', 'acme', '--role', 'csm', '-x']],
    ['plafond matrix --tenant=ac\t-x', ['matrix', '--tenant=acme', '-x']],
    [
      'plafond test a\\ View\t-x',
      ['test', 'a View user reads and writes nothing - not even a comment', '-x'],
    ],
    ['plafond zzz\t -x', ['zzz', '-x']],
    ["plafond explain 'Company:exp\t-x", ['explain', 'Company:export', '-x']],
    ['plafond explain "Company:exp\t-x', ['explain', 'Company:export', '-x']],
    ["plafond test 'a View\t-x", ['test', 'a View user reads and writes nothing - not even a comment', '-x']],
    ["plafond matrix --tenant 'acme' --role cs\t-x", ['matrix', '--tenant', 'acme', '--role', 'csm', '-x']],
    [
      'plafond explain "Company:export" --ten\tac\t-x',
      ['explain', 'Company:export', '--tenant', 'acme', '-x'],
    ],
  ];

  test.for(lines)('bash: %j', ([keys, words], { skip }) => {
    skipWithout(skip, 'bash', 'script');
    expect(type('bash', `${stand}; . '${folder}/bash'`, keys)).toEqual(words);
  });

  test.for(lines)('zsh: %j', ([keys, words], { skip }) => {
    skipWithout(skip, 'zsh', 'script');
    const setUp = `autoload -Uz compinit; compinit -u -d '${folder}/dump'; ${stand}; . '${folder}/zsh'`;
    expect(type('zsh', setUp, keys)).toEqual(words);
  });

  /** Writes a text between quotes for fish. */
  const quote = (text: string) => `'${text.replaceAll("'", "\\'")}'`;

  test.for([
    ['plafond assi', ['assign']],
    ['plafond explain Company:exp', ['Company:export']],
    ['plafond explain Company.ar', ['Company.arr:']],
    ['plafond matrix --tenant ac', ['acme']],
    ['plafond matrix --tenant=ac', ['--tenant=acme']],
    ['plafond zzz', []],
    ["plafond explain 'Company:exp", ['Company:export']],
    ['plafond explain "Company:exp', ['Company:export']],
    ["plafond test 'a View", ['a View user reads and writes nothing - not even a comment']],
    ["plafond matrix --tenant 'acme' --role cs", ['csm']],
  ] as const)('fish: %j', ([line, words], { skip }) => {
    skipWithout(skip, 'fish');
    const script = `function plafond; node '${cli}' $argv; end; source '${folder}/fish'; complete -C ${quote(line)}`;
    const { stdout, stderr } = run('fish', ['--no-config', '-c', script]);
    expect(stderr).toBe('');
    expect(stdout.split('\n').slice(0, -1)).toEqual(words);
  });
});
