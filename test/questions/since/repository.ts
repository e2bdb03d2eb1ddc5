import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { answerLine } from '../../../compiler/commands/answer-line.ts';
import { registry } from '../../../compiler/commands/registry.ts';
import { ioBelow } from '../../support/fixtures.ts';
import { textOf } from '../../support/io.ts';

/** The texts of a whole repository, by path. */
export type Tree = Readonly<Record<string, string>>;

/** One commit to make; the first parent is the one before it, or the one that is told. */
export interface Made {
  readonly tree: Tree;
  readonly subject?: string;
  readonly author?: string;
  /** Indices of earlier commits; absent: the one before. */
  readonly parents?: readonly number[];
}

/** A repository in a temporary folder, made by somebody whose settings are nobody's. */
export interface Repository {
  readonly folder: string;
  /** The commits in the order in which they were made. */
  readonly commits: readonly string[];
  git(...args: readonly string[]): string;
  write(file: string, text: string): void;
  /** Asks plafond, started in the repository or a folder of it. */
  ask(line: readonly string[], below?: string): Promise<{ out: string; err: string; exit: number }>;
  remove(): void;
}

/** Makes a repository with its history in one run of git. HEAD is the last commit. */
export function repository(history: readonly Made[]): Repository {
  const place = mkdtempSync(path.join(tmpdir(), 'plafond-history-'));
  const folder = path.join(place, 'work');
  mkdirSync(folder);
  const git = (...args: readonly string[]) => run(folder, place, args);
  git('init', '-q');
  const marks = path.join(place, 'marks');
  if (history.length > 0) {
    run(folder, place, ['fast-import', '--quiet', `--export-marks=${marks}`], streamOf(history));
    git('reset', '-q', '--hard');
  }
  const commits = history.map((_, at) => git('rev-list', '-1', `refs/made/${at}`).trim());
  return {
    folder,
    commits,
    git,
    write(file, text) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    },
    async ask(line, below = '.') {
      const root = path.join(folder, below);
      const { out, err = '', exit } = await answerLine(line, registry, { ...ioBelow(root), folder: root });
      return { out: textOf(out), err, exit };
    },
    remove: () => rmSync(place, { recursive: true }),
  };
}

function run(folder: string, home: string, args: readonly string[], input?: string): string {
  return execFileSync('git', ['-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always', ...args], {
    cwd: folder,
    encoding: 'utf8',
    ...(input !== undefined && { input }),
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1' },
  });
}

function streamOf(history: readonly Made[]): string {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const commits = history.map(({ tree, subject = 'a change', author = 'Ada', parents }, at) => {
    const when = `${1_700_000_000 + at * 3600} +0130`;
    const [first, ...others] = parents ?? (at === 0 ? [] : [at - 1]);
    const files = Object.entries(tree).map(
      ([file, text]) => `M 100644 inline ${quoted(file)}\n${data(text)}`,
    );
    return [
      `commit refs/made/${at}\nmark :${at + 1}\n`,
      `author ${author} <ada@acme.example> ${when}\ncommitter Grace <grace@acme.example> ${when}\n`,
      data(subject),
      first === undefined ? '' : `from :${first + 1}\n`,
      ...others.map((other) => `merge :${other + 1}\n`),
      'deleteall\n',
      ...files,
    ].join('');
  });
  return `${commits.join('')}reset refs/heads/main\nfrom :${history.length}\n`;
}

const quoted = (file: string) =>
  `"${file.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
