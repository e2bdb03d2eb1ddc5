import { setImmediate } from 'node:timers/promises';
import type { SingleBar } from 'cli-progress';
import type { Following } from './command.ts';

/** The time, in milliseconds, after which the progress of a run is shown. */
const patience = 1000;

/** The time, in milliseconds, between two looks for signals. */
const interval = 50;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Follows a long run: shows its progress on stderr if that is a terminal, and lets a signal end the run at its next
 * step, so that the run can clean up. `end` then ends the process with the same signal.
 */
export function followRun(
  process: NodeJS.Process,
  what: string,
  isShown: boolean,
  total?: number,
): Following {
  let bar: SingleBar | undefined;
  const started = Date.now();
  let looked = started;
  let steps = 0;
  let came: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals) => {
    came ??= signal;
  };
  for (const signal of signals) process.on(signal, note);
  return {
    async step(by = 1) {
      steps += by;
      const now = Date.now();
      if (now - looked < interval) return;
      looked = now;
      if (bar) bar.update(steps);
      else if (isShown && process.stderr.isTTY && now - started > patience) {
        bar = await makeBar(process.stderr, what, total);
        bar.start(total ?? 0, steps);
      }
      await setImmediate();
      if (came) throw new Error(`ended by ${came}`);
    },
    end() {
      bar?.stop();
      for (const signal of signals) process.off(signal, note);
      if (came) process.kill(process.pid, came);
    },
  };
}

/** Makes the bar of a run. To load what draws it takes a while, and most runs are over before. */
async function makeBar(
  stream: NodeJS.WriteStream,
  what: string,
  total: number | undefined,
): Promise<SingleBar> {
  const { SingleBar } = await import('cli-progress');
  const of = total === undefined ? '' : ` of ${total}`;
  return new SingleBar({
    format: (_, { value, startTime }) =>
      `${value}${of} ${what}, ${Math.round((Date.now() - startTime) / 1000)} s`,
    stream,
    clearOnComplete: true,
  });
}
