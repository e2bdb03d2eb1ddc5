// The commands, as `compiler/cli.ts` loads them: a script, of which V8 need not compile again what it compiled before.
import type { Io } from './command.ts';

export { answerLine } from './answer-line.ts';
export { answerShell } from './complete/complete-line.ts';
export { openIo } from './open-io.ts';
export { registry } from './registry.ts';

/**
 * Returns the function that follows long runs of a process. The code that shows their progress is loaded for the first
 * one.
 */
export const openFollowing =
  (process: NodeJS.Process): NonNullable<Io['follow']> =>
  async (what, isShown, total) =>
    (await import('./follow-run.ts')).followRun(process, what, isShown, total);
