import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';

/** Follows a long run: is told of every step, shows how far it is, and lets a signal end it. */
export interface Watch {
  /** Throws what ends the run where a signal came. */
  readonly step: () => Promise<void>;
  /** Clears what is shown. A signal that came is then let through. */
  readonly end: () => void;
}

/** A run takes this long, in milliseconds, before anything is shown. */
const patience = 1000;

/** Signals are looked for this often, in milliseconds. */
const interval = 50;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Starts to follow a run of steps that do not wait for anything. Progress goes to stderr, only on a terminal and
 * only where it is `shown`. A signal does not end the process at once but at the next step, so that the run
 * can clean up; `end` then ends it by the same signal.
 */
export function watch(what: string, shown: boolean): Watch {
  const started = Date.now();
  const bar = new SingleBar({
    format: `{value} ${what} {duration_formatted}`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: null,
  });
  let steps = 0;
  let looked = started;
  let came: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals) => {
    came ??= signal;
  };
  for (const signal of signals) process.on(signal, note);
  return {
    async step() {
      steps++;
      const now = Date.now();
      if (now - looked < interval) return;
      looked = now;
      if (bar.isActive) bar.update(steps);
      else if (shown && process.stderr.isTTY && now - started > patience) bar.start(0, steps);
      await setImmediate();
      if (came) throw new Error(`ended by ${came}`);
    },
    end() {
      bar.stop();
      for (const signal of signals) process.off(signal, note);
      if (came) process.kill(process.pid, came);
    },
  };
}
