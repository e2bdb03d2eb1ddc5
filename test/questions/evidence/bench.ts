import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { answerLine } from '../../../compiler/commands/answer-line.ts';
import { auditCommand } from '../../../compiler/commands/audit.ts';
import { openIo } from '../../../compiler/commands/open-io.ts';
import { chooseColours } from '../../../compiler/text/colours.ts';
import { tinyPageFile } from '../../support/explorer.ts';
import { textOf } from '../../support/io.ts';

/** A place on disk with a repository in it, in which packs are made. */
export interface Bench {
  readonly folder: string;
  write(texts: Readonly<Record<string, string>>): void;
  /** Commits everything and gives the hash. */
  commit(subject: string): string;
  /** Runs `plafond audit` on the policies of the place. `{}` stands for its folder in every word. */
  audit(...words: readonly string[]): Promise<Outcome>;
  /** The bytes of every file below a folder of the place, by path. */
  read(folder: string): Readonly<Record<string, Buffer>>;
  remove(): void;
}

export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly exit: number;
}

/** Opens a place with policies in `work/policies`, committed. */
export function bench(texts: Readonly<Record<string, string>>): Bench {
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-evidence-'));
  const work = path.join(folder, 'work');
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], {
      cwd: work,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@acme.example',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@acme.example',
      },
    });
  const place: Bench = {
    folder,
    write(written) {
      for (const [file, text] of Object.entries(written)) {
        const at = path.join(work, file);
        mkdirSync(path.dirname(at), { recursive: true });
        writeFileSync(at, text);
      }
    },
    commit(subject) {
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', subject);
      return git('rev-parse', 'HEAD').trim();
    },
    async audit(...words) {
      const argv = words.map((word) => word.replaceAll('{}', folder));
      const own = argv.includes('--policies') ? [] : ['--policies', path.join(work, 'policies')];
      const said = await answerLine(['audit', ...argv, ...own], registry, io);
      const { out, err = '', exit } = said;
      return { out: textOf(out), err, exit };
    },
    read: (at) => filesBelow(path.join(folder, at)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  place.write(texts);
  git('init', '-q');
  place.commit('all of it');
  return place;
}

const registry = [{ name: 'audit', summary: '', load: async () => auditCommand }];

const plain = chooseColours(false);
const io = openIo({
  version: '1.2.3',
  folder: process.cwd(),
  width: 100,
  today: '2027-01-31',
  explorerPage: tinyPageFile,
  colours: { out: plain, err: plain },
});

function filesBelow(folder: string): Readonly<Record<string, Buffer>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    entries
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(folder, file).replaceAll(path.sep, '/'), readFileSync(file)]),
  );
}

/** CSV read back: the head, and a record for each row. */
export function records(csv: Buffer | string | undefined): readonly Readonly<Record<string, string>>[] {
  const [head = [], ...rows] = fields(String(csv ?? ''));
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
}

function fields(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/(?:(?:"(?:[^"]|"")*"|[^",\n]*)(?:,|(?=\n)))+\n/g)].map(([line]) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^",\n]*)[,\n]/g)].map(([, field = '']) =>
      field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
    ),
  );
}
