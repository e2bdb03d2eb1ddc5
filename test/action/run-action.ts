import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { token } from './github.ts';

/** The bundled programs. */
const dist = (file: string) => path.resolve('dist', file);

/** A clone on disk in which the bundled action runs as it does on GitHub. */
export interface ActionClone {
  readonly at: (name: string) => string;
  readonly read: (name: string) => string;
  readonly git: (...args: readonly string[]) => string;
  /** Runs git with a text on its standard input. */
  readonly pipe: (input: string, ...args: readonly string[]) => string;
  readonly commit: (message: string) => string;
  /** Runs the bundled compiler. */
  readonly plafond: (...args: readonly string[]) => number | null;
  /** Runs the bundled action in a process of its own on an event. */
  readonly action: (
    event: string,
    payload: unknown,
    inputs: Readonly<Record<string, string>>,
  ) => Promise<{ readonly exit: number | null; readonly log: string }>;
  readonly remove: () => void;
}

/** Makes a clone for which a GitHub at this address answers. */
export function makeActionClone(url: string): ActionClone {
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-'));
  const at = (name: string) => path.join(folder, name);
  const { PATH, HOME, TMPDIR } = process.env;
  const run = (command: string, args: readonly string[], input = '') => {
    const people = { GIT_AUTHOR_NAME: 'Ann', GIT_AUTHOR_EMAIL: 'a@b.c', GIT_COMMITTER_NAME: 'Ann' };
    const env = { PATH, HOME, TMPDIR, ...people, GIT_COMMITTER_EMAIL: 'a@b.c' };
    return spawnSync(command, args, { cwd: folder, encoding: 'utf8', env, input });
  };
  const git = (...args: readonly string[]) => run('git', args).stdout.trim();
  return {
    at,
    read: (name) => readFileSync(at(name), 'utf8'),
    git,
    pipe: (input, ...args) => run('git', args, input).stdout.trim(),
    commit(message) {
      git('add', '-A');
      git('commit', '-qm', message);
      return git('rev-parse', 'HEAD');
    },
    plafond: (...args) => run(process.execPath, [dist('plafond.js'), ...args]).status,
    async action(event, payload, inputs) {
      writeFileSync(at('.git/event.json'), JSON.stringify(payload));
      writeFileSync(at('.git/output'), '');
      const child = spawn(process.execPath, [dist('action.js')], {
        cwd: folder,
        env: {
          ...{ PATH, HOME, TMPDIR },
          GITHUB_REPOSITORY: 'acme/policies',
          GITHUB_API_URL: url,
          GITHUB_EVENT_NAME: event,
          GITHUB_EVENT_PATH: at('.git/event.json'),
          GITHUB_WORKSPACE: folder,
          GITHUB_OUTPUT: at('.git/output'),
          GITHUB_STEP_SUMMARY: at('.git/summary.md'),
          RUNNER_TEMP: at('.git'),
          INPUT_TOKEN: token,
          ...inputs,
        },
      });
      let log = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          log += text;
        });
      const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
      return { exit, log };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
