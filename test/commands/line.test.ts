/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { checkCommand } from '../../compiler/commands/check.ts';
import { defineCommand, MisuseError } from '../../compiler/commands/command.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { type RegisteredCommand, registry } from '../../compiler/commands/registry.ts';
import { DiskError } from '../../compiler/io/writer/disk-calls.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { ioInMemory, textOf } from '../support/io.ts';

/** A command that takes everything a command can take, and answers with what it was told. */
const echo = defineCommand({
  positionals: {
    from: { type: 'string', describe: 'what to copy', required: true },
    to: { type: 'string', describe: 'where to' },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant', required: true },
    'user-type': { type: 'string', describe: 'the user type', choices: ['Core', 'View'] },
    most: { type: 'number', describe: 'how many', default: 3 },
    strict: { type: 'boolean', describe: 'be strict' },
  },
  formats: ['text', 'json'],
  examples: [['plafond role copy a --tenant acme', 'copy a']],
  run: (args) => ({ out: `${JSON.stringify(args)}\n`, exit: 0 }),
});

const refuse = defineCommand({
  positionals: {},
  options: {},
  formats: ['text'],
  examples: [],
  withoutPolicies: true,
  run() {
    throw new MisuseError('not today');
  },
});

const commands: readonly RegisteredCommand[] = [
  { name: 'role copy', summary: 'copies a role', load: async () => echo },
  { name: 'role drop', summary: 'drops a role', load: async () => refuse },
  { name: 'refuse', summary: 'says no', load: async () => refuse },
];

const { io } = ioInMemory({ 'policies/a.yaml': 'kind: Role\n', 'rules/a.yaml': '' });
const ask = (...argv: readonly string[]) => answerLine(argv, commands, io);

describe('what a command is told', () => {
  test('takes what stands behind -- for words, whatever they begin with', async () => {
    const { out, exit } = await ask('role', 'copy', '--tenant', 'acme', '--', '-a');
    expect(exit).toBe(0);
    expect(JSON.parse(textOf(out))).toMatchObject({ from: '-a', tenant: 'acme' });
    expect((await ask('role', 'copy', '--tenant', 'acme', '--')).exit).toBe(2);
  });

  test('places, options and switches come with their names, numbers as text', async () => {
    const { out } = await ask(
      ...['role', 'copy', 'a', '1e3', '--tenant', '007', '--user-type', 'Core', '--most', '7'],
      ...['--strict', '--policies', '/home/work/rules/', '--format=json', '--quiet'],
    );
    expect(JSON.parse(textOf(out))).toEqual({
      from: 'a',
      to: '1e3',
      tenant: '007',
      'user-type': 'Core',
      most: 7,
      strict: true,
      policies: 'rules',
      format: 'json',
      quiet: true,
    });
  });

  test('a dash is the value of the option before it', async () => {
    const { out } = await ask('role', 'copy', '-', '--tenant', '-', '--', '-');
    expect(JSON.parse(textOf(out))).toMatchObject({ from: '-', to: '-', tenant: '-' });
    const beside = await ask('role', 'copy', 'tenant', '-', '--tenant=acme');
    expect(JSON.parse(String(beside.out))).toMatchObject({ from: 'tenant', to: '-', tenant: 'acme' });
  });

  test('options may stand before the command, and their values may be the names of commands', async () => {
    for (const line of [
      '--tenant acme role copy a',
      '--tenant=acme role copy a',
      '--user-type Core --tenant refuse role copy a',
      '--tenant refuse role copy role',
      '--strict --most 4 role copy refuse --tenant acme',
      '--no-color --tenant acme role copy a',
      'role --tenant acme copy a',
      'role --tenant=acme copy a',
      'role --tenant acme --strict copy refuse',
      'role --strict --tenant drop copy role',
      '--user-type Core role --tenant role --no-color copy a',
    ]) {
      const [, from] = / copy (\w+)/.exec(line) ?? [];
      const { out, exit } = await ask(...line.split(' '));
      expect([line, exit]).toEqual([line, 0]);
      const [, tenant] = /--tenant[ =](\w+)/.exec(line) ?? [];
      expect(JSON.parse(textOf(out))).toMatchObject({ from, tenant });
    }
  });

  test('as little as possible', async () => {
    const { out } = await ask('--policies', 'rules', 'role', 'copy', 'a', '--tenant=acme');
    expect(JSON.parse(textOf(out))).toEqual({
      from: 'a',
      tenant: 'acme',
      most: 3,
      strict: false,
      policies: 'rules',
      format: 'text',
      quiet: false,
    });
  });
});

describe('misuse is one sentence on stderr and exit 2', () => {
  const copy = 'role copy a --tenant acme';
  test.each([
    ['', 'no command given; see `plafond --help`'],
    ['--nope', 'unknown option `--nope`; see `plafond --help`'],
    ['--quite', 'unknown option `--quite`; did you mean `--quiet`?'],
    ['--quiet', 'no command given; see `plafond --help`'],
    ['role', '`plafond role` needs a command: `role copy` or `role drop`'],
    ['role cpoy', 'unknown command `role cpoy`; did you mean `role copy`?'],
    ['rfuse', 'unknown command `rfuse`; did you mean `refuse`?'],
    ['rfuse refuse', 'unknown command `rfuse`; did you mean `refuse`?'],
    ['constructor', 'unknown command `constructor`; there are `role`, `refuse` and `help`'],
    ['refuse', 'not today'],
    ['--quiet rfuse', 'unknown command `rfuse`; did you mean `refuse`?'],
    ['--quite refuse', 'unknown option `--quite`; did you mean `--quiet`?'],
    ['--tenant refuse', 'unknown option `--tenant`; see `plafond refuse --help`'],
    [
      '--tenant refuse role copy',
      '`plafond role copy` needs `<from>`: what to copy; see `plafond role copy --help`',
    ],
    [
      'role copy a --tenant --no-color acme',
      '`--tenant` needs a value: the tenant; see `plafond role copy --help`',
    ],
    [
      'role copy a --tenant --no-cache',
      '`--tenant` needs a value: the tenant; see `plafond role copy --help`',
    ],
    [
      'role copy a --tenant --no-color --no-cache acme',
      '`--tenant` needs a value: the tenant; see `plafond role copy --help`',
    ],
    [
      'role --tenant acme copy',
      '`plafond role copy` needs `<from>`: what to copy; see `plafond role copy --help`',
    ],
    ['role --tenant acme cpoy a', 'unknown command `role cpoy`; did you mean `role copy`?'],
    ['role --tenant copy', '`plafond role` needs a command: `role copy` or `role drop`'],
    ['-- refuse', 'write the command first, `plafond refuse`, and its options behind it'],
    ['refuse -path', 'unknown option `-path`; see `plafond refuse --help`'],
    ['refuse -save', 'unknown option `-save`; see `plafond refuse --help`'],
    ['refuse -qh', 'unknown option `-qh`; see `plafond refuse --help`'],
    ['refuse -_', 'unknown option `-_`; see `plafond --help`'],
    [`${copy} --most`, '`--most` needs a value: how many; see `plafond role copy --help`'],
    [`${copy} --most=`, '`--most` needs a value: how many; see `plafond role copy --help`'],
    ['refuse -- --quiet=x', 'unexpected argument `--quiet=x`; see `plafond refuse --help`'],
    ['1e3', 'unknown command `1e3`; there are `role`, `refuse` and `help`'],
    ['help rfuse', 'unknown command `rfuse`; did you mean `refuse`?'],
    ['help role cpoy', 'unknown command `role cpoy`; did you mean `role copy`?'],
    ['help refuse all', 'unexpected argument `all`; see `plafond refuse --help`'],
    ['help refuse --bogus', 'unknown option `--bogus`; see `plafond --help`'],
    ['help --bogus', 'unknown option `--bogus`; see `plafond --help`'],
    ['help role --strict', 'unknown option `--strict`; see `plafond --help`'],
    ['help role copy --strct', 'unknown option `--strct`; did you mean `--strict`?'],
    ['help refuse --quiet=yes', '`--quiet` takes no value; see `plafond --help`'],
    ['refuse help', 'unexpected argument `help`; see `plafond refuse --help`'],
    ['role copy', '`plafond role copy` needs `<from>`: what to copy; see `plafond role copy --help`'],
    ['role copy a', '`plafond role copy` needs `--tenant`: the tenant; see `plafond role copy --help`'],
    [`${copy} --tennant b`, 'unknown option `--tennant`; did you mean `--tenant`?'],
    [`${copy} --constructor b`, 'unknown option `--constructor`; see `plafond --help`'],
    [`${copy} --__proto__.x b`, 'unknown option `--__proto__.x`; see `plafond role copy --help`'],
    [`${copy} -strict`, 'unknown option `-strict`; did you mean `--strict`?'],
    [`${copy} b c`, 'unexpected argument `c`; see `plafond role copy --help`'],
    [`${copy} --tenant b`, '`--tenant` is given 2 times; see `plafond role copy --help`'],
    [
      `${copy} --format`,
      '`--format` needs a value: how the answer is printed, one of `text`, `json`; see `plafond role copy --help`',
    ],
    [`${copy} --format jso`, '`--format` cannot be `jso`; did you mean `json`? it is one of `text`, `json`'],
    [`${copy} --format xml`, '`--format` cannot be `xml`; it is one of `text`, `json`'],
    [`${copy} --user-type Owner`, '`--user-type` cannot be `Owner`; it is one of `Core`, `View`'],
    [`${copy} --most many`, '`--most` must be a number; see `plafond role copy --help`'],
    [`${copy} --strict=yes`, '`--strict` takes no value; see `plafond role copy --help`'],
    [`${copy} --no-strict`, 'unknown option `--no-strict`; did you mean `--strict`?'],
    [`${copy} --policies nope`, 'no folder `nope`; name the policies folder with `--policies`'],
    [`${copy} --policies rules/a.yaml`, '`rules/a.yaml` is a file; `--policies` names the policies folder'],
    ['refuse --policies rules', 'unknown option `--policies`; see `plafond refuse --help`'],
  ])('%s', async (line, expected) => {
    const argv = line === '' ? [] : line.split(' ');
    expect(await ask(...argv)).toEqual({ out: '', err: `plafond: ${expected}\n`, exit: 2 });
  });
});

describe('help', () => {
  test('of all commands loads none', async () => {
    const load = () => Promise.reject(new Error('loaded'));
    const { out, exit } = await answerLine(
      ['--help'],
      commands.map((each) => ({ ...each, load })),
      io,
    );
    expect(exit).toBe(0);
    expect(out).toMatch(/plafond refuse +says no/);
  });

  test('of a group lists its commands', async () => {
    const { out } = await ask('role', '--help');
    expect(out).toMatch(/plafond role copy.* copies a role/);
    expect(out).toMatch(/plafond role drop +drops a role/);
  });

  test('of a command shows arguments, options and examples', async () => {
    const { out } = await ask('role', 'copy', '--help');
    expect(out).toMatch(/^plafond role copy <FROM> \[TO\] \[options\]/);
    expect(out).toMatch(/--user-type +the user type +\[string\] \[choices: "Core", "View"\]/);
    expect(out).toMatch(/--policies +the policies folder; without it \$PLAFOND_POLICIES/);
    expect(out).toMatch(/^ {2}plafond role copy a --tenant acme\n {6}copy a/m);
  });

  test.each(registry)('of $name has examples, each to be copied as a line', async ({ name, load }) => {
    const { out, exit } = await answerLine([...name.split(' '), '--help'], registry, io);
    expect(exit).toBe(0);
    expect(out).toContain(`Examples:\n  plafond ${name}`);
    for (const [example, what] of (await load()).examples)
      expect(out).toContain(`\n  ${example}\n      ${what}\n`);
  });

  test('the version is told by --version and -v', async () => {
    expect(await ask('--version')).toEqual({ out: '1.2.3\n', exit: 0 });
    expect(await ask('-v')).toEqual({ out: '1.2.3\n', exit: 0 });
  });

  test('is also a command', async () => {
    for (const words of [[], ['role'], ['role', 'copy'], ['refuse']]) {
      const asked = await ask(...words, '--help');
      for (const line of [
        ['help', ...words],
        ['--quiet', 'help', ...words],
        ['help', 'help', ...words],
        ['help', '--no-color', ...words],
        ['-h', ...words],
      ])
        expect(await ask(...line)).toEqual(asked);
    }
  });

  test('without colours, wherever that is asked', async () => {
    const colours = { out: chooseColours(true), err: chooseColours(true) };
    const say = async (...argv: readonly string[]) =>
      (await answerLine(argv, commands, { ...io, colours })).err;
    expect(await say('refuse')).toContain('\u001B[31m');
    expect(await say('--no-color', 'refuse')).toBe('plafond: not today\n');
    expect(await say('refuse', '--no-color')).toBe('plafond: not today\n');
  });
});

describe('check', () => {
  const told = {
    policies: 'policies',
    format: 'pretty',
    quiet: false,
    strict: false,
    against: undefined,
    roles: undefined,
    fix: false,
  } as const;
  const wrong = { 'policies/a.yaml': 'kind: Rloe\n' };

  test('exits 1 on an error and says so', async () => {
    const { out, exit } = await checkCommand.run(told, ioInMemory(wrong).io);
    expect(exit).toBe(1);
    expect(textOf(out)).toMatch(
      /^error\[unknown-kind\].*\n --> policies\/a.yaml:1:7\n(.|\n)*\n1 error, 0 warnings in \d+ files?\n$/,
    );
  });

  test('quiet leaves out the summary', async () => {
    const { out } = await checkCommand.run({ ...told, quiet: true }, ioInMemory(wrong).io);
    expect(textOf(out)).not.toContain('0 warnings');
  });

  test('prints the findings as JSON', async () => {
    const { out } = await checkCommand.run({ ...told, format: 'json' }, ioInMemory(wrong).io);
    expect(JSON.parse(textOf(out))).toMatchObject({
      version: 1,
      errors: 1,
      findings: [{ code: 'unknown-kind' }],
    });
  });
});

describe('the disk', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('writes, removes and refuses', () => {
    const disk = openIo({ ...io, folder });
    const file = path.join(folder, 'a', 'b.txt');
    disk.write(file, 'x');
    expect([disk.kind(file), disk.kind(folder), disk.kind(`${file}/c`)]).toEqual([
      'file',
      'folder',
      'nothing',
    ]);
    disk.remove(file);
    expect(disk.kind(file)).toBe('nothing');
    expect(() => disk.remove(file)).toThrow(DiskError);
    expect(() => disk.write(folder, 'x')).toThrow(DiskError);
  });
});

describe('the process', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-'));
  const cli = path.resolve('dist/plafond.js');
  const shell = (script: string, env: Record<string, string> = {}) => {
    const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env;
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-c', `plafond() { node '${cli}' "$@"; }; ${script}`],
      {
        cwd: folder,
        env: { ...inherited, ...env },
        encoding: 'utf8',
      },
    );
    return { status, stdout, stderr };
  };

  beforeAll(() => {
    spawnSync('node', ['scripts/build.mjs'], { stdio: 'inherit' });
    mkdirSync(path.join(folder, 'policies'));
    const wrong = Array.from({ length: 3000 }, (_, at) => `kind: Rloe${at}\n`).join('---\n');
    writeFileSync(path.join(folder, 'policies', 'a.yaml'), wrong);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  // Where a run hangs it is killed, after far more time than any machine takes.
  test.runIf(existsSync('/proc/self'))('ends where the system makes no folder', () => {
    const run = (line: string) =>
      spawnSync(process.execPath, [cli, ...line.split(' ')], {
        env: { ...process.env, XDG_CACHE_HOME: '/proc/nope', PLAFOND_CACHE: '' },
        encoding: 'utf8',
        timeout: 600_000,
      });
    expect(run('check --quiet')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    for (const line of ['compile --out /proc/nope/deep', 'init /proc/nope/deep --name one'])
      expect(run(line), line).toMatchObject({
        status: 2,
        stdout: '',
        stderr: expect.stringMatching(/nope.*: there is no such file/),
      });
  });

  test('exits with the answer, of which nothing is lost', () => {
    const { status, stdout, stderr } = shell('set -o pipefail; plafond check | cat');
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/\n3000 errors, 0 warnings in \d+ files?\n$/);
    expect(stdout).not.toContain('\u001B');
  });

  test('refuses variables of the environment that mean nothing', () => {
    for (const word of ['0', 'false', 'No', 'on'])
      expect(shell('plafond --version', { PLAFOND_CACHE: word })).toEqual({
        status: 2,
        stdout: '',
        stderr: `plafond: PLAFOND_CACHE cannot be \`${word}\`; it is \`off\`, or a folder, as \`./${word}\`\n`,
      });
    expect(shell('plafond --version', { PLAFOND_THREADS: 'many' })).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'plafond: PLAFOND_THREADS cannot be `many`; it is a number of threads, 0 for one on each processor\n',
    });
    for (const env of [
      { PLAFOND_CACHE: 'OFF' },
      { PLAFOND_CACHE: './0' },
      { PLAFOND_CACHE: '' },
      { PLAFOND_THREADS: '' },
    ])
      expect(shell('plafond --version', env as Record<string, string>).status).toBe(0);
    // A shell shows no sentence into the prompt.
    expect(shell('plafond --words-for-shell assi', { PLAFOND_CACHE: '0' }).stdout).toBe('assign\n');
  });

  test('ends quietly when nobody reads on', () => {
    const { stdout, stderr } = shell('plafond check | head -1');
    expect(stdout).toMatch(/^error\[unknown-kind\].*\n$/);
    expect(stderr).toBe('');
  });

  test('colours when asked to and never under NO_COLOR', () => {
    expect(shell('plafond check | head -1', { FORCE_COLOR: '1' }).stdout).toContain('\u001B[31m');
    expect(shell('plafond check | head -1', { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain(
      '\u001B',
    );
    expect(shell('plafond chek', { FORCE_COLOR: '1' }).stderr).toContain('\u001B[31m');
  });

  test('says nothing on stdout when misused', () => {
    expect(shell('plafond chek')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'plafond: unknown command `chek`; did you mean `check`?\n',
    });
  });

  test('signs with the key of the environment, which git does not get to see', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    mkdirSync(path.join(folder, 'signed'));
    writeFileSync(
      path.join(folder, 'signed', 'a.yaml'),
      '{ kind: UserType, name: Core, rank: 1, allows: {} }\n',
    );
    // In the place of git, a program that writes down what it is given, and then is git.
    const real = shell('command -v git').stdout.trim();
    const spy = `#!/bin/sh\nenv >> '${folder}/seen'\nexec '${real}' "$@"\n`;
    mkdirSync(path.join(folder, 'bin'));
    writeFileSync(path.join(folder, 'bin', 'git'), spy, { mode: 0o755 });
    const run = (line: string) =>
      shell(`PATH="$PWD/bin:$PATH" plafond ${line} --policies signed`, {
        PLAFOND_SIGNING_KEY: key,
        ASKED: 'yes',
      });
    expect(run('bundle').stderr).toContain('are in no git commit');
    const seen = readFileSync(path.join(folder, 'seen'), 'utf8');
    expect(seen).toContain('ASKED=yes');
    expect(seen).not.toContain('PLAFOND_SIGNING_KEY');
    expect(run('bundle --sequence 1').stdout).toContain('wrote bundle.dsse.json');
  });
});
