import { command } from './commands.ts';
import { readEvent } from './event.ts';
import { Failure } from './failure.ts';
import { readInputs } from './inputs.ts';
import type { Surroundings } from './surroundings.ts';

/** Does what the inputs ask on the event that came, and returns the exit status of the step. */
export async function action(surroundings: Surroundings): Promise<0 | 1> {
  const { env, log } = surroundings;
  try {
    const inputs = readInputs(env);
    const event = readEvent(env);
    log(`${inputs.mode} ${event.kind}`);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log(command('error', error.message, { title: 'plafond' }));
    return 1;
  }
}
