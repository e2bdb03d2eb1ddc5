import { api } from './api.ts';
import { command } from './commands.ts';
import { type Event, readEvent } from './event.ts';
import { Failure } from './failure.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { publish, show } from './publish.ts';
import { report } from './report.ts';
import type { Report } from './schema.ts';
import type { Surroundings } from './surroundings.ts';

/** Does what the inputs ask on the event that came, and returns the exit status of the step. */
export async function action(surroundings: Surroundings): Promise<0 | 1> {
  const { env, log } = surroundings;
  try {
    const inputs = readInputs(env);
    const reasons = await act(surroundings, inputs, readEvent(env));
    for (const reason of reasons) log(command('error', reason, { title: 'plafond' }));
    return reasons.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log(command('error', error.message, { title: 'plafond' }));
    return 1;
  }
}

/** Returns why the step fails. */
async function act(surroundings: Surroundings, inputs: Inputs, event: Event): Promise<readonly string[]> {
  if (event.kind === 'workflow-run') {
    if (inputs.mode !== 'publish') throw new Failure('on `workflow_run` only `mode: publish` is of use');
    await publish(surroundings, inputs, event.run);
    return [];
  }
  if (inputs.mode === 'publish') throw new Failure('`mode: publish` is for `workflow_run`');
  const { report: made, reasons } = await report(surroundings, inputs, event);
  if (inputs.mode === 'both' && event.kind === 'pull-request' && made)
    await showAtOnce(surroundings, inputs, made, event);
  return reasons;
}

/** What was found counts more than whether it could be shown: a missing permission is a warning here. */
async function showAtOnce(
  surroundings: Surroundings,
  inputs: Inputs,
  made: Report,
  { isFork }: { readonly isFork: boolean },
): Promise<void> {
  const { log } = surroundings;
  const say = (message: string) => log(command('warning', message, { title: 'plafond' }));
  if (isFork) return say('a fork has no token that may comment: add the second workflow, see docs/github.md');
  try {
    await show(surroundings, api(surroundings, inputs.token), inputs, made);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(error.message);
  }
}
