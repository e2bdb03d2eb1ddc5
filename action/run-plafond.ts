import { spawn } from 'node:child_process';
import { ActionError } from './action-error.ts';
import type { Surroundings } from './surroundings.ts';

/** The output and the exit status of a command of plafond. */
export interface PlafondAnswer {
  readonly out: string;
  readonly err: string;
  /** 1 if the policies have errors or the gate refuses the change. */
  readonly exit: 0 | 1;
}

/** The longest output that is read, in characters, and the longest that a command may take, in milliseconds. */
const most = 128 * 1_048_576;
const patience = 600_000;

/**
 * Runs the command line in a process of its own, which sees neither the token nor most of the environment. Throws an
 * `ActionError` if it ends with another status than 0 or 1.
 */
export async function runPlafond(
  { env, plafond: script }: Pick<Surroundings, 'env' | 'plafond'>,
  folder: string,
  args: readonly string[],
): Promise<PlafondAnswer> {
  const { PATH, HOME, TMPDIR, SystemRoot } = env;
  const child = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env: { PATH, HOME, TMPDIR, SystemRoot, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patience,
  });
  const said = { out: '', err: '' };
  const keep = (name: 'out' | 'err') => (text: string) => {
    said[name] += text;
    if (said[name].length > most) child.kill();
  };
  child.stdout.setEncoding('utf8').on('data', keep('out'));
  child.stderr.setEncoding('utf8').on('data', keep('err'));
  const exit = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (exit === 0 || exit === 1) return { ...said, exit };
  const how =
    exit === null ? 'was stopped because it took too long or printed too much' : `ended with status ${exit}`;
  throw new ActionError(`\`plafond ${args.join(' ')}\` ${how}: ${said.err.trim().slice(0, 2_000)}`);
}
