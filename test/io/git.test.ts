/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Git, GitError, openGit } from '../../compiler/io/git.ts';
import { unreadableLink, unreadableName, unreadableSubmodule } from '../../compiler/text/files.ts';

const isYaml = (file: string) => file.endsWith('.yaml');
const limit = 1000;
const place = mkdtempSync(path.join(tmpdir(), 'plafond-git-'));
const work = path.join(place, 'work');

/** Runs git as somebody whose settings are nobody's. */
function git(folder: string, ...args: readonly string[]): string {
  const day = process.env.TEST_DAY ?? '2027-01-02T10:00:00Z';
  return execFileSync('git', ['-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      HOME: place,
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@acme.example',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@acme.example',
      GIT_AUTHOR_DATE: day,
      GIT_COMMITTER_DATE: day,
    },
  });
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(work, file)), { recursive: true });
  writeFileSync(path.join(work, file), text);
}

function commit(subject: string, day: string): string {
  process.env.TEST_DAY = day;
  git(work, 'add', '-A');
  git(work, 'commit', '-q', '-m', subject);
  return git(work, 'rev-parse', 'HEAD').trim();
}

const readAll = (repository: Git, revision: string, folder: string) => {
  const files = repository.filesAt(repository.findCommit(revision), folder);
  return files.list(isYaml).map((file) => {
    const bytes = files.read(file, limit);
    return [file, 'unreadable' in bytes ? bytes : Buffer.from(bytes).toString()];
  });
};

const strange = 'policies/a "b" ünïcode 日本\n\t.yaml';
let first = '';
let second = '';

beforeAll(() => {
  mkdirSync(work);
  git(work, 'init', '-q');
  write('policies/a.yaml', 'a: 1\n');
  write('policies/deep/b.yaml', 'b: 1\n');
  write('policies/notes.md', 'not wanted');
  write('policies-old/x.yaml', 'not below the folder');
  first = commit('first', '2027-01-02T10:00:00Z');
  git(work, 'tag', 'v1');
  write('policies/a.yaml', 'a: 2\n');
  write(strange, 'c: 1\n');
  write('policies/large.yaml', 'x'.repeat(limit + 1));
  symlinkSync('a.yaml', path.join(work, 'policies/link.yaml'));
  symlinkSync('deep', path.join(work, 'policies/folder'));
  symlinkSync('../policies-old', path.join(work, 'policies/v1.2'));
  symlinkSync('policies', path.join(work, 'alias'));
  const latin = Buffer.from(`${work}/policies/latin-\xe9.yaml`, 'latin1');
  writeFileSync(latin, 'd: 1\n');
  second = commit('second: "quoted"', '2027-02-03T10:00:00Z');
  write('other/y.yaml', 'y: 1\n');
  commit('elsewhere', '2027-02-04T10:00:00Z');
});
afterAll(() => {
  delete process.env.TEST_DAY;
  rmSync(place, { recursive: true });
});

describe('files of a revision', () => {
  test('are those of that time, below the folder', () => {
    expect(readAll(openGit(work), 'v1', 'policies')).toEqual([
      ['policies/a.yaml', 'a: 1\n'],
      ['policies/deep/b.yaml', 'b: 1\n'],
    ]);
  });

  test('have any name; links and what is too large have a reason', () => {
    expect(readAll(openGit(work), 'HEAD', 'policies')).toEqual([
      [strange, 'c: 1\n'],
      ['policies/a.yaml', 'a: 2\n'],
      ['policies/deep/b.yaml', 'b: 1\n'],
      ['policies/folder', unreadableLink],
      ['policies/large.yaml', { unreadable: 'it has 1001 bytes and the limit is 1000' }],
      ['policies/latin-\udce9.yaml', unreadableName],
      ['policies/link.yaml', unreadableLink],
      ['policies/v1.2', unreadableLink],
    ]);
  });

  test('are named from where git was opened', () => {
    const below = openGit(path.join(work, 'policies'));
    expect(readAll(below, 'v1', '.').map(([file]) => file)).toEqual(['a.yaml', 'deep/b.yaml']);
    expect(readAll(below, 'v1', 'deep').map(([file]) => file)).toEqual(['deep/b.yaml']);
    expect(readAll(below, 'v1', '../policies-old').map(([file]) => file)).toEqual(['../policies-old/x.yaml']);
    expect(readAll(openGit(work), 'v1', '.').map(([file]) => file)).toEqual([
      'policies-old/x.yaml',
      'policies/a.yaml',
      'policies/deep/b.yaml',
    ]);
  });

  test('are a link where the folder, or one above it, is one', () => {
    expect(readAll(openGit(work), 'HEAD', 'alias')).toEqual([['alias', unreadableLink]]);
    expect(readAll(openGit(work), 'HEAD', 'alias/deep')).toEqual([['alias', unreadableLink]]);
  });

  test('are none where there is no such folder', () => {
    expect(readAll(openGit(work), 'HEAD', 'nope')).toEqual([]);
    expect(readAll(openGit(work), 'HEAD', '*')).toEqual([]);
  });

  test('are read in bare and in shallow clones', () => {
    git(place, 'clone', '-q', '--bare', work, 'bare');
    expect(readAll(openGit(path.join(place, 'bare')), 'v1', 'policies')).toHaveLength(2);
    git(place, 'clone', '-q', '--depth', '1', `file://${work}`, 'shallow');
    const shallow = openGit(path.join(place, 'shallow'));
    expect(readAll(shallow, 'HEAD', 'policies')).toHaveLength(8);
    expect(() => shallow.findCommit(first)).toThrow(/no revision .*; this clone is shallow/);
  });

  test('show a submodule as a folder that is not read', () => {
    git(place, 'clone', '-q', work, 'super');
    git(path.join(place, 'super'), 'submodule', '--quiet', 'add', `file://${work}`, 'policies/shared');
    git(path.join(place, 'super'), 'commit', '-q', '-m', 'submodule');
    expect(readAll(openGit(path.join(place, 'super')), 'HEAD', 'policies')).toContainEqual([
      'policies/shared',
      unreadableSubmodule,
    ]);
  });
});

describe('a revision', () => {
  test.each([
    ['v1', () => first],
    ['HEAD~2', () => first],
    ['2027-01-02', () => first],
    ['2027-02-02', () => first],
    ['2027-02-03', () => second],
  ])('%s', (written, expected) => {
    expect(openGit(work).findCommit(written)).toBe(expected());
  });

  test.each([
    ['nope', 'no revision `nope`'],
    ['--all', 'no revision `--all`'],
    ['-h', 'no revision `-h`'],
    ['--output=owned', 'no revision `--output=owned`'],
    ['v1:policies', 'no revision `v1:policies`'],
    ['2027-02-31', 'no revision `2027-02-31`'],
    ['2026-12-31', 'no commit of HEAD is as old as `2026-12-31`'],
    ['', 'no revision ``'],
    ['mian', 'no revision `mian`; did you mean `main`?'],
    ['mian~1', 'no revision `mian~1`; did you mean `main~1`?'],
    ['HAED', 'no revision `HAED`; did you mean `HEAD`?'],
    ['main~99', 'no revision `main~99`'],
  ])('%s is refused', (written, message) => {
    expect(() => openGit(work).findCommit(written)).toThrow(new GitError(message));
  });

  test('is none where there is no commit yet', () => {
    git(place, 'init', '-q', 'empty');
    const empty = openGit(path.join(place, 'empty'));
    expect(() => empty.findCommit('HEAD')).toThrow('no revision `HEAD`; there is no commit yet');
    expect(() => empty.findCommit('main')).toThrow('no revision `main`; there is no commit yet');
    expect(() => empty.findCommit('2027-01-02')).toThrow(/as old as `2027-01-02`; there is no commit yet/);
  });

  test('that names several commits is refused, whoever made the other name', () => {
    const clone = path.join(place, 'names');
    git(place, 'clone', '-q', work, 'names');
    const find = (written: string) => openGit(clone).findCommit(written);
    const branch = git(clone, 'symbolic-ref', '--short', 'HEAD').trim();
    const head = find('HEAD');
    for (const name of [branch, `origin/${branch}`]) {
      git(clone, 'tag', name, head);
      expect(find(name)).toBe(head);
      git(clone, 'tag', '-f', name, first);
      for (const written of [name, `${name}~0`, `${name}^{commit}`])
        expect(() => find(written)).toThrow(`\`${name}\` names`);
      expect(find(`tags/${name}`)).toBe(first);
      git(clone, 'tag', '-d', name);
      expect(find(name)).toBe(head);
    }
    const short = head.slice(0, 8);
    for (const name of [short, '2027-02-02']) {
      expect(find(name)).toBe(name === short ? head : first);
      for (const make of [
        ['tag', name, second],
        ['branch', name, second],
      ] as const) {
        git(clone, ...make);
        expect(() => find(name)).toThrow(`\`${name}\` names \`refs/`);
        git(clone, make[0], '-d', ...(make[0] === 'branch' ? ['-f'] : []), name);
      }
    }
    expect(find(head)).toBe(head);
  });

  test('needs a repository', () => {
    expect(() => openGit(place)).toThrow(new GitError(`\`${place}\` is not in a git repository`));
    expect(() => openGit(path.join(place, 'nope'))).toThrow(GitError);
    expect(() => readAll(openGit(work), 'HEAD', '..')).toThrow('`..` is outside the repository');
  });
});

test('commits that touch a folder', () => {
  const repository = openGit(path.join(work, 'policies'));
  expect(repository.listCommits(repository.findCommit('HEAD'), '.')).toEqual([
    {
      hash: second,
      parents: [first],
      author: 'Ada',
      time: expect.stringContaining('2027-02-03'),
      subject: 'second: "quoted"',
    },
    {
      hash: first,
      parents: [],
      author: 'Ada',
      time: expect.stringContaining('2027-01-02'),
      subject: 'first',
    },
  ]);
  expect(repository.listCommits(first, '../other')).toEqual([]);
});

test('neither work tree nor index is touched', () => {
  write('policies/a.yaml', 'a: edited\n');
  write('policies/new.yaml', 'n: 1\n');
  const index = path.join(work, '.git/index');
  const state = () => [git(work, '--no-optional-locks', 'status', '--porcelain'), readFileSync(index, 'hex')];
  const before = state();
  const repository = openGit(work);
  readAll(repository, 'v1', 'policies');
  repository.listCommits(repository.findCommit('2027-02-03'), 'policies');
  expect(state()).toEqual(before);
});
