import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  type PathLike,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import type { FileContent } from '../../compiler/commands/compile/compare-folder.ts';
import { replaceFolder } from '../../compiler/commands/compile/replace-folder.ts';
import { followRun } from '../../compiler/commands/follow-run.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { hashContent } from '../../compiler/io/hash-content.ts';
import { DiskError, realDisk } from '../../compiler/io/writer/disk-calls.ts';
import { openWriter } from '../../compiler/io/writer.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { textOf } from '../support/io.ts';

const policies = `
{ kind: Model, name: Task, family: standard, actions: [create, view, remove] }
---
{ kind: Portfolio, name: full, on: Task, reach: all }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all } } }
---
{ kind: Tenant, name: globex, ceiling: { models: { '*': [view] } } }
---
{ kind: Role, name: worker, userType: Core, portfolio: [full], grants: { models: { Task: [view] } } }
`;

const start = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plafond-compile-'));
  process.chdir(folder);
  mkdirSync('policies');
  writeFileSync('policies/all.yaml', policies);
});
afterEach(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

const edit = (from: string, to: string) =>
  writeFileSync('policies/all.yaml', readFileSync('policies/all.yaml', 'utf8').replace(from, to));

async function plafond(line: string) {
  const plain = chooseColours(false);
  const surroundings = {
    version: '1.2.3',
    folder,
    width: 100,
    today: '2027-01-31',
    colours: { out: plain, err: plain },
  };
  const { out, err, exit } = await answerLine(line.split(' '), registry, openIo(surroundings));
  return { out: textOf(out), err, exit };
}

/** Every file below a folder with its text. */
function textsIn(root: string): Readonly<Record<string, string>> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(path.join(root, file)).isFile(),
  );
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}

describe('compile', () => {
  test('writes everything, says so, and nothing is left beside it', { tags: ['slow'] }, async () => {
    const { out, exit } = await plafond('compile');
    expect(exit).toBe(0);
    expect(out).toMatch(/^added {4}generated\/README\.md\nadded {4}generated\/bundle\.json\n/);
    const written = Object.keys(textsIn('generated')).length;
    expect(out).toContain(`\n2 tenants, 2 roles, ${written} files, `);
    expect(out).toMatch(new RegExp(` files, [\\d.]+ MB in generated/, ${written} changed\\n$`));
    expect(readdirSync('.').sort()).toEqual(['generated', 'policies']);
    expect(Object.keys(textsIn('generated')).filter((file) => !/^(schema|lib)\//.test(file))).toEqual([
      ...['README.md', 'bundle.json'],
      ...['index.cjs', 'index.d.cts', 'index.d.ts', 'index.js', 'index.node.js', 'manifest.json'],
      ...['matrices/README.md', 'matrices/roles/worker.csv', 'matrices/roles/worker.md'],
      ...['acme.csv', 'acme.md', 'globex.csv', 'globex.md'].map((file) => `matrices/tenants/${file}`),
      ...[
        'package.json',
        'roles.cjs',
        'roles.d.cts',
        'roles.d.ts',
        'roles.js',
        'roles.json',
        'roles.node.js',
      ],
      ...['rules/roles/worker.json', 'rules/tenants/acme.json', 'rules/tenants/globex.json'],
    ]);
  });

  test('twice, the same bytes, and the second time the folder is not touched', {
    tags: ['slow'],
  }, async () => {
    await plafond('compile');
    const [before, { ino }] = [textsIn('generated'), statSync('generated')];
    expect((await plafond('compile')).out).toMatch(/^2 tenants,.* nothing changed\n$/);
    expect(statSync('generated').ino).toBe(ino);
    rmSync('generated', { recursive: true });
    await plafond('compile');
    expect(textsIn('generated')).toEqual(before);
  });

  test('names what it added, changed and removed', async () => {
    expect((await plafond('compile')).out).toMatch(/\nand \d+ more files\n/);
    edit('name: globex', 'name: initech');
    const { out } = await plafond('compile');
    expect(out).toContain('added    generated/rules/tenants/initech.json\n');
    expect(out).toContain('changed  generated/index.d.ts\n');
    expect(out).toContain('removed  generated/rules/tenants/globex.json\n');
    expect(out).not.toContain('acme');
    edit('name: initech', 'name: globex');
    const { removed } = JSON.parse((await plafond('compile --format json')).out);
    expect(removed).toContain('rules/tenants/initech.json');
    edit('name: globex', 'name: initech');
    await plafond('compile');
    expect(existsSync('generated/rules/tenants/globex.json')).toBe(false);
  });

  test('prints JSON, and nothing when quiet', async () => {
    const { out } = await plafond('compile --format json');
    const written = Object.keys(textsIn('generated')).length;
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      tenants: 2,
      roles: 2,
      files: written,
      changed: [],
      removed: [],
    });
    expect(await plafond('compile --quiet')).toMatchObject({ out: '', exit: 0 });
    expect(JSON.parse((await plafond('compile --format sarif')).out).runs[0].results).toEqual([]);
    expect((await plafond('compile --format github')).out).toBe('');
  });

  test('leaves out the rules', async () => {
    await plafond('compile --no-rules');
    expect(existsSync('generated/rules')).toBe(false);
    expect(existsSync('generated/bundle.json')).toBe(true);
  });

  test('writes where it is told to, folders above included', async () => {
    expect((await plafond('compile --out build/of/mine')).exit).toBe(0);
    expect(existsSync('build/of/mine/manifest.json')).toBe(true);
    expect(readdirSync('build/of')).toEqual(['mine']);
  });

  test('with errors in the policies prints them like check and touches nothing', async () => {
    await plafond('compile');
    const before = textsIn('generated');
    edit('Task: [view]', 'Tsak: [view]');
    const answered = await plafond('compile');
    expect(answered.exit).toBe(1);
    expect(answered.out).toBe((await plafond('check')).out);
    expect(textsIn('generated')).toEqual(before);
    expect((await plafond('compile --check')).exit).toBe(1);
  });
});

describe('compile --check', () => {
  beforeEach(() => plafond('compile'));

  test('is content with what was just written and writes nothing', async () => {
    const { out, exit } = await plafond('compile --check');
    const written = Object.keys(textsIn('generated')).length;
    expect([out, exit]).toEqual([`${written} files in generated/, all as the policies say\n`, 0]);
    expect((await plafond('compile --check --quiet')).out).toBe('');
  });

  test('names what is missing, different and orphan', async () => {
    rmSync('generated/rules/tenants/acme.json');
    writeFileSync('generated/index.d.ts', 'export {};\n');
    mkdirSync('generated/old');
    writeFileSync('generated/old/file.md', '');
    const before = textsIn('.');
    expect(await plafond('compile --check')).toMatchObject({
      out:
        'missing    generated/rules/tenants/acme.json\n' +
        'different  generated/index.d.ts\n' +
        'orphan     generated/old/file.md\n' +
        '3 stale files in generated/; run `plafond compile`\n',
      exit: 1,
    });
    expect(textsIn('.')).toEqual(before);
  });

  test('sees a policy that changed', async () => {
    edit('Task: [view]', 'Task: [view, remove]');
    const { out, exit } = await plafond('compile --check');
    expect(exit).toBe(1);
    expect(out).toContain('different  generated/matrices/roles/worker.md\n');
    await plafond('compile');
    expect((await plafond('compile --check')).exit).toBe(0);
  });

  test('sees a comment, which changes nothing but the manifest', async () => {
    edit('---', '# why\n---');
    expect((await plafond('compile --check')).out).toMatch(
      /^different {2}generated\/manifest.json\n1 stale file /,
    );
  });

  test('takes a link in place of a file for different, and a folder that is not there for empty', async () => {
    rmSync('generated/index.d.ts');
    symlinkSync('../policies/all.yaml', 'generated/index.d.ts');
    expect((await plafond('compile --check')).out).toContain('different  generated/index.d.ts\n');
    const written = Object.keys(textsIn('generated')).length;
    rmSync('generated', { recursive: true });
    expect((await plafond('compile --check')).out).toContain(`${written} stale files in generated/`);
    expect(existsSync('generated')).toBe(false);
  });

  test('prints JSON, annotations and SARIF', async () => {
    rmSync('generated/rules/tenants/acme.json');
    const json = JSON.parse((await plafond('compile --check --format json')).out);
    expect(json).toMatchObject({
      version: 1,
      errors: 1,
      findings: [{ code: 'stale-artifact', path: 'generated/rules/tenants/acme.json', line: 1, column: 1 }],
    });
    expect((await plafond('compile --check --format github')).out).toMatch(
      /^::error file=generated\/rules\/tenants\/acme\.json,.*`generated\/rules\/tenants\/acme\.json` is missing/,
    );
    const sarif = JSON.parse((await plafond('compile --check --format sarif')).out);
    expect(sarif.runs[0].results).toMatchObject([{ ruleId: 'stale-artifact', level: 'error' }]);
  });
});

describe('a folder that may hold work is left alone', { tags: ['slow'] }, () => {
  const refused = async (line: string) => {
    const before = textsIn('.');
    const { out, err, exit } = await plafond(line);
    expect([out, exit]).toEqual(['', 2]);
    expect(textsIn('.')).toEqual(before);
    return err;
  };

  test('one without a manifest, or with the manifest of something else', async () => {
    mkdirSync('src');
    writeFileSync('src/index.ts', 'work');
    expect(await refused('compile --out src')).toBe(
      'plafond: `src` is not empty and has no `manifest.json` of plafond, so it is left alone; empty it or name another folder with `--out`\n',
    );
    writeFileSync('src/manifest.json', '{ "name": "my-extension", "version": 3 }');
    expect(await refused('compile --out src')).toContain('is left alone');
  });

  test('the folders that are needed, and those around them', async () => {
    expect(await refused('compile --out policies')).toContain('`policies` is the policies folder;');
    expect(await refused('compile --out .')).toContain('`.` is the folder you are in;');
    expect(await refused('compile --out ..')).toContain('`..` holds the folder you are in and');
    mkdirSync('outer');
    symlinkSync('../policies', 'outer/inner');
    writeFileSync('outer/manifest.json', '');
    expect(await refused('compile --out outer')).toContain('is left alone');
  });

  test('a file, a way through a file, a link and a repository', async () => {
    await plafond('compile');
    expect(await refused('compile --out policies/all.yaml')).toContain('`policies/all.yaml` is a file;');
    expect(await refused('compile --out policies/all.yaml/x')).toContain(
      '`policies/all.yaml/x` cannot be a folder',
    );
    symlinkSync('generated', 'link');
    expect(await refused('compile --out link')).toContain('`link` is a symbolic link;');
    symlinkSync('nowhere', 'dangling');
    await expect(plafond('compile --out dangling')).resolves.toMatchObject({ exit: 2 });
    rmSync('dangling');
    mkdirSync('generated/.git');
    expect(await refused('compile')).toContain('`generated` is a git repository');
  });

  test('but not an empty one, nor one in which a merge failed', async () => {
    mkdirSync('empty');
    expect((await plafond('compile --out empty')).exit).toBe(0);
    await plafond('compile');
    const manifest = readFileSync('generated/manifest.json', 'utf8');
    writeFileSync(
      'generated/manifest.json',
      manifest.replace(/^ {2}"sources".*$/m, '<<<<<<< HEAD\n$&\n======='),
    );
    expect((await plafond('compile')).exit).toBe(0);
    expect(readFileSync('generated/manifest.json', 'utf8')).toBe(manifest);
  });

  test('one with files that plafond did not write, which are named', async () => {
    await plafond('compile');
    for (let at = 10; at < 25; at++) writeFileSync(`generated/mine-${at}.txt`, 'mine');
    mkdirSync('generated/lib/own');
    writeFileSync('generated/lib/own/notes.md', 'mine');
    const names = Array.from({ length: 9 }, (_, at) => `\`mine-${at + 10}.txt\``);
    const said = `plafond: replacing \`generated\` would delete 16 files that plafond did not write: \`lib/own/notes.md\`, ${names.join(', ')} and 6 more; move what you need elsewhere, name another folder with \`--out\`, or use \`--force\`\n`;
    expect(await refused('compile')).toBe(said);
    edit('name: globex', 'name: initech');
    expect(await refused('compile')).toBe(said);
    expect((await plafond('compile --force')).exit).toBe(0);
    expect(existsSync('generated/mine-10.txt')).toBe(false);
    expect((await plafond('compile --check')).exit).toBe(0);
  });

  test('one with files that were edited, unless git holds them so', async () => {
    const git = (...words: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words]);
    await plafond('compile');
    const edited = () => writeFileSync('generated/README.md', 'edited');
    edited();
    expect(await refused('compile')).toContain(
      'replacing `generated` would lose edits that git does not hold, in 1 file: `README.md`;',
    );
    git('init', '--quiet');
    writeFileSync('.gitignore', 'generated/README.md\n');
    git('add', '.');
    git('commit', '--quiet', '-m', 'all but the page');
    expect(await refused('compile')).toContain('`README.md`');
    git('add', '--force', 'generated/README.md');
    expect((await plafond('compile')).exit).toBe(0);
    expect(readFileSync('generated/README.md', 'utf8')).not.toBe('edited');
    edited();
    git('commit', '--quiet', '--all', '-m', 'an edit');
    writeFileSync('generated/README.md', 'edited again');
    expect(await refused('compile')).toContain('`README.md`');
    edited();
    expect((await plafond('compile')).exit).toBe(0);
  });

  test('but not for the line ends of a checkout, nor for a file that is what would be written', async () => {
    await plafond('compile');
    const page = readFileSync('generated/README.md', 'utf8');
    const checkedOut = page.replaceAll('\n', '\r\n');
    writeFileSync('generated/README.md', checkedOut);
    expect((await plafond('compile --check')).exit).toBe(0);
    expect((await plafond('compile')).out).toContain('nothing changed');
    expect(readFileSync('generated/README.md', 'utf8')).toBe(checkedOut);
    edit('Task: [view]', 'Task: [view, remove]');
    await plafond('compile --out new');
    writeFileSync('generated/bundle.json', readFileSync('new/bundle.json'));
    expect((await plafond('compile')).exit).toBe(0);
  });

  test('the package of other policies', async () => {
    await plafond('compile');
    appendFileSync(
      'policies/all.yaml',
      "---\n{ kind: Settings, package: { name: '@acme/other', version: 1.0.0 } }\n",
    );
    expect(await refused('compile')).toMatch(
      /^plafond: `generated` holds the package `.*`, and these policies make `@acme\/other`; /,
    );
    expect((await plafond('compile --force')).exit).toBe(0);
    expect((await plafond('compile')).exit).toBe(0);
  });
});

describe('a folder that a killed run was about to replace', { tags: ['slow'] }, () => {
  /** The moment between the two renames, as a run with a process id leaves it. */
  function leave(name: string): void {
    mkdirSync(`${name}/new`, { recursive: true });
    renameSync('generated', `${name}/old`);
  }

  test('is put back and replaced', async () => {
    await plafond('compile');
    const before = textsIn('generated');
    leave('generated.tmp-1-elsewhere');
    expect(await plafond('compile')).toMatchObject({ exit: 0 });
    expect(textsIn('generated')).toEqual(before);
    leave('generated.tmp');
    expect((await plafond('compile --quiet')).exit).toBe(0);
    expect(textsIn('generated')).toEqual(before);
  });

  test('is put back where the policies have errors, and where it holds what would be lost', async () => {
    await plafond('compile');
    writeFileSync('generated/notes.txt', 'mine');
    const before = textsIn('generated');
    leave('generated.tmp-1-elsewhere');
    expect((await plafond('compile')).err).toContain('`notes.txt`');
    expect(textsIn('generated')).toEqual(before);
    leave('generated.tmp-2-elsewhere');
    edit('Task: [view]', 'Tsak: [view]');
    expect((await plafond('compile')).exit).toBe(1);
    expect(textsIn('generated')).toEqual(before);
  });
});

describe('a run that fails midway', { tags: ['slow'] }, () => {
  const nobody = async () => {};
  const fileOf = (path: string, text: string): FileContent => ({
    path,
    bytes: Buffer.from(text),
    sha256: hashContent(text),
  });
  async function* files(count: number, fail?: () => never): AsyncIterable<FileContent> {
    for (let at = 0; at < count; at++) yield fileOf(`deep/${at}.txt`, `${at}\n`);
    fail?.();
  }

  test('leaves the folder as it was and nothing beside it', async () => {
    await replaceFolder(openWriter().folder, 'out', files(2), nobody);
    const before = textsIn('out');
    const broken = files(9, () => {
      const [beside = ''] = readdirSync('.').filter((name) => name.startsWith('out.tmp'));
      expect(existsSync(`${beside}/new/deep/8.txt`)).toBe(true);
      throw new Error('no more');
    });
    await expect(replaceFolder(openWriter().folder, 'out', broken, nobody)).rejects.toThrow('no more');
    expect(textsIn('out')).toEqual(before);
    expect(readdirSync('.').sort()).toEqual(['out', 'policies']);
  });

  test('leaves no folder where there was none', async () => {
    const end = async () => {
      throw new Error('ended');
    };
    await expect(replaceFolder(openWriter().folder, 'out', files(2), end)).rejects.toThrow('ended');
    expect(readdirSync('.')).toEqual(['policies']);
  });

  test('is misuse where another run takes a file away, or puts the folder there, at the same time', async () => {
    await replaceFolder(openWriter().folder, 'out', files(3), nobody);
    async function* meanwhile(act: () => void): AsyncIterable<FileContent> {
      yield fileOf('deep/0.txt', '0\n');
      act();
      yield* [fileOf('deep/1.txt', '1\n'), fileOf('deep/2.txt', 'other\n')];
    }
    const taken = meanwhile(() => rmSync('out/deep/1.txt'));
    await expect(replaceFolder(openWriter().folder, 'out', taken, nobody)).rejects.toThrow(
      'cannot read `out/deep/1.txt`: there is no such file',
    );
    rmSync('out', { recursive: true });
    const disk = {
      ...realDisk,
      renameSync(from: PathLike, to: PathLike) {
        if (to === 'out') {
          mkdirSync('out');
          writeFileSync('out/theirs', '');
        }
        renameSync(from, to);
      },
    };
    await expect(replaceFolder(openWriter(undefined, disk).folder, 'out', files(3), nobody)).rejects.toThrow(
      'cannot write `out`: another run has just written it; start this one again',
    );
    expect(readdirSync('.').sort()).toEqual(['out', 'policies']);
    expect(readdirSync('out')).toEqual(['theirs']);
  });

  test('is misuse where the disk says no', async () => {
    async function* clash(): AsyncIterable<FileContent> {
      yield fileOf('a', '');
      yield fileOf('a/b', '');
    }
    await expect(replaceFolder(openWriter().folder, 'out', clash(), nobody)).rejects.toThrow(DiskError);
    expect(readdirSync('.')).toEqual(['policies']);
  });
});

describe('a run that is followed', () => {
  const fake = (isTTY: boolean) => {
    const shown: string[] = [];
    const killed: unknown[] = [];
    const stderr = Object.assign(new EventEmitter(), {
      isTTY,
      columns: 80,
      write: (text: string) => shown.push(text),
      cursorTo() {},
      clearLine() {},
    });
    const process = Object.assign(new EventEmitter(), {
      stderr,
      pid: 7,
      kill: (...told: unknown[]) => killed.push(told),
    });
    return { process: process as unknown as NodeJS.Process, shown, killed };
  };
  /** Takes steps for a time, by a clock that only the steps move: a busy machine changes nothing. */
  const during = async (milliseconds: number, step: () => Promise<void>) => {
    for (let passed = 0; passed < milliseconds; passed += 5) {
      vi.setSystemTime(Date.now() + 5);
      await step();
    }
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('shows how far it is after a second, on a terminal only', async () => {
    for (const isTTY of [true, false]) {
      const { process, shown } = fake(isTTY);
      const following = followRun(process, 'files', true);
      await during(900, following.step);
      expect(shown).toEqual([]);
      await during(500, following.step);
      following.end();
      if (isTTY) expect(shown.join('')).toMatch(/\d+ files/);
      else expect(shown).toEqual([]);
    }
  });

  test('ends by a signal at the next step, after it has cleaned up', async () => {
    const { process, killed } = fake(false);
    const following = followRun(process, 'files', true);
    await during(100, following.step);
    process.emit('SIGTERM', 'SIGTERM');
    await expect(during(2000, following.step)).rejects.toThrow('ended by SIGTERM');
    expect(killed).toEqual([]);
    following.end();
    expect(killed).toEqual([[7, 'SIGTERM']]);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});
