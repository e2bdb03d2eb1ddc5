import { printAnnotation } from '../compiler/print/github-annotations.ts';
import { ActionError } from './action-error.ts';
import { keepApprovals } from './keep-approvals.ts';
import type { Product } from './name-product.ts';
import { openApi } from './open-api.ts';
import { publish, showReport } from './publish.ts';
import { type Event, readEvent } from './read-event.ts';
import { type Inputs, readInputs } from './read-inputs.ts';
import { report } from './report.ts';
import type { ActionReport } from './schema.ts';
import type { Surroundings } from './surroundings.ts';

/** Runs the stage that the inputs name on the event that started the workflow. Returns the exit status of the step. */
export async function runAction(surroundings: Surroundings): Promise<0 | 1> {
  const { env, log } = surroundings;
  try {
    const inputs = readInputs(env);
    const reasons = await runStage(surroundings, inputs, readEvent(env));
    for (const reason of reasons) log(printAnnotation('error', reason, { title: 'plafond' }));
    return reasons.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    log(printAnnotation('error', error.message, { title: 'plafond' }));
    return 1;
  }
}

/** Runs a stage. Returns the reasons for which the step fails; an empty list if it does not fail. */
async function runStage(
  surroundings: Surroundings,
  inputs: Inputs,
  event: Event,
): Promise<readonly string[]> {
  if (event.kind === 'workflow-run') {
    if (inputs.mode !== 'publish') throw new ActionError('on `workflow_run` the mode must be `publish`');
    await publish(surroundings, inputs, event.run);
    return [];
  }
  if (inputs.mode === 'approvals') {
    if (event.kind !== 'commit' || !event.push) throw new ActionError('`mode: approvals` is for `push`');
    await keepApprovals(surroundings, openApi(surroundings, inputs.token), event.push);
    return [];
  }
  if (inputs.mode === 'publish') throw new ActionError('`mode: publish` is for `workflow_run`');
  const { report: made, reasons, product } = await report(surroundings, inputs, event);
  if (inputs.mode === 'both' && event.kind === 'pull-request' && made)
    await showAtOnce(surroundings, inputs, { made, product }, event);
  return reasons;
}

/** Shows a report on the pull request in the same job. Only warns if that fails, since the exit status tells what was found. */
async function showAtOnce(
  surroundings: Surroundings,
  inputs: Inputs,
  { made, product }: { readonly made: ActionReport; readonly product: Product },
  { isFork }: { readonly isFork: boolean },
): Promise<void> {
  const { log } = surroundings;
  const say = (message: string) => log(printAnnotation('warning', message, { title: 'plafond' }));
  if (isFork)
    return say(
      'no comment: the token of a pull request from a fork may not write; add the second workflow of docs/github.md',
    );
  try {
    await showReport(surroundings, openApi(surroundings, inputs.token), inputs, made, {
      run: surroundings.env.GITHUB_RUN_ID,
      product,
    });
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    say(error.message);
  }
}
