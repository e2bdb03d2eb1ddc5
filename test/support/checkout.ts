import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { tinyPageFile } from './explorer.ts';
import { textOf } from './io.ts';

/** A small policy in which the role `agent` may do what is named. */
export const policyFor = (actions: string) => `
{ kind: Model, name: Task, family: standard, actions: [create, view, update, remove, export] }
---
{ kind: Portfolio, name: full, on: Task, reach: all }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all } } }
---
{ kind: Role, name: agent, userType: Core, portfolio: [full], grants: { models: { Task: [${actions}] } } }
`;

/** A place on disk with repositories in it, in which commands are run as on a terminal. */
export interface Place {
  readonly root: string;
  /** Runs git below the root, as somebody whose settings are nobody's. */
  git(folder: string, ...args: readonly string[]): string;
  write(file: string, text: string | Uint8Array): void;
  link(to: string, file: string): void;
  /** Runs a command of plafond in a folder below the root. */
  plafond(
    folder: string,
    line: string,
  ): Promise<{ readonly out: string; readonly err: string; readonly exit: number }>;
  remove(): void;
}

/** Makes a place for repositories; `remove` goes back to where the test was started. */
export function makePlace(): Place {
  const start = process.cwd();
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plafond-place-')));
  const env = {
    PATH: process.env.PATH,
    HOME: root,
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((who) => [
        [`GIT_${who}_NAME`, 'Ada'],
        [`GIT_${who}_EMAIL`, 'ada@acme.example'],
      ]),
    ),
  };
  return {
    root,
    git: (folder, ...args) =>
      execFileSync('git', ['-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always', ...args], {
        cwd: path.join(root, folder),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: {
          ...env,
          ...(process.env.PLACE_DAY && {
            GIT_AUTHOR_DATE: process.env.PLACE_DAY,
            GIT_COMMITTER_DATE: process.env.PLACE_DAY,
          }),
        },
      }).trim(),
    write(file, text) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    },
    link(to, file) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      symlinkSync(to, path.join(root, file));
    },
    async plafond(folder, line) {
      process.chdir(path.join(root, folder));
      const plain = chooseColours(false);
      const io = openIo({
        version: '1.2.3',
        folder: process.cwd(),
        width: 100,
        today: '2027-03-01',
        explorerPage: tinyPageFile,
        colours: { out: plain, err: plain },
      });
      const { out, err = '', exit } = await answerLine(line.split(' '), registry, io);
      return { out: textOf(out), err, exit };
    },
    remove() {
      process.chdir(start);
      rmSync(root, { recursive: true, force: true });
    },
  };
}
