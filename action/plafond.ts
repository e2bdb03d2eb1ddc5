import { spawn } from 'node:child_process';
import { Failure } from './failure.ts';
import type { Surroundings } from './surroundings.ts';

/** What a command of plafond said. */
export interface Said {
  readonly out: string;
  readonly err: string;
  /** 0 fine, 1 the policies or the gate say no. */
  readonly exit: 0 | 1;
}

/** More than this is not an answer, in characters; and longer than this, in milliseconds, nothing takes. */
const most = 128 * 1_048_576;
const patience = 600_000;

/**
 * Runs the command line in a process of its own, which sees neither the token nor the rest of the environment.
 * Throws `Failure` where it was misused or has a bug.
 */
export async function plafond(
  { env, plafond: script }: Pick<Surroundings, 'env' | 'plafond'>,
  folder: string,
  args: readonly string[],
): Promise<Said> {
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
  const how = exit === null ? 'was stopped: it took too long or said too much' : `ended with status ${exit}`;
  throw new Failure(`\`plafond ${args.join(' ')}\` ${how}: ${said.err.trim().slice(0, 2_000)}`);
}
