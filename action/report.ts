import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { annotations } from './annotations.ts';
import { command, setOutput } from './commands.ts';
import type { Event } from './event.ts';
import { Failure } from './failure.ts';
import { baseNamed, baseOfPullRequest, type Clone, cloneOf, commitOf } from './git.ts';
import type { Inputs } from './inputs.ts';
import { type Measured, measure } from './measure.ts';
import { notes } from './notes.ts';
import { renderSummary } from './render.ts';
import { type Report, reportFile } from './schema.ts';
import { summary, summaryLimit } from './summary.ts';
import type { Surroundings } from './surroundings.ts';

/** What the first stage comes to. */
export interface Reported {
  /** Nothing outside a pull request. */
  readonly report: Report | undefined;
  /** Why the step fails, a sentence each; empty where it does not. */
  readonly reasons: readonly string[];
}

/**
 * The first stage, for which a token that reads is enough: measures what was checked out against its base,
 * annotates, writes the summary of the step, and leaves the report and a SARIF file for the steps after it.
 */
export async function report(
  surroundings: Surroundings,
  inputs: Inputs,
  event: Exclude<Event, { kind: 'workflow-run' }>,
): Promise<Reported> {
  const { env, log } = surroundings;
  const clone = cloneOf(folderOf(env, inputs), env);
  const head = commitOf(clone, env, 'HEAD');
  if (head === undefined) throw new Failure('nothing is checked out');
  const base = baseOf(clone, env, inputs, event);
  const measured = await measure(surroundings, inputs, clone, head, base);
  const made =
    event.kind === 'pull-request' && base !== undefined
      ? reportOf(event, base, measured, surroundings)
      : undefined;
  log(annotations(notes(measured)));
  const between = { base, head: event.kind === 'pull-request' ? event.head : head };
  summary(env.GITHUB_STEP_SUMMARY, renderSummary({ ...measured, ...between }, summaryLimit));
  log(verdictNotice(measured, between));
  leave(env, measured, made);
  return { report: made, reasons: reasons(measured, inputs) };
}

/** The verdict with its commit, on the check itself. */
function verdictNotice(
  { diff }: Measured,
  { base, head }: { readonly base: string | undefined; readonly head: string },
): string {
  if (!diff || base === undefined) return '';
  const message = `verdict on commit ${head}, compared with ${base}: ${diff.verdict}`;
  return command('notice', message, { title: 'plafond' });
}

/** The working directory, which must lie in the workspace. */
function folderOf(env: Surroundings['env'], inputs: Inputs): string {
  const workspace = path.resolve(env.GITHUB_WORKSPACE ?? '.');
  const folder = path.resolve(workspace, inputs['working-directory']);
  if (folder !== workspace && !folder.startsWith(`${workspace}${path.sep}`))
    throw new Failure('input `working-directory` lies outside of the workspace');
  return folder;
}

/** What to compare with: what the input says, else what the event builds on; nothing for a first push. */
function baseOf(
  clone: Clone,
  env: Surroundings['env'],
  inputs: Inputs,
  event: Exclude<Event, { kind: 'workflow-run' }>,
): string | undefined {
  const asked = inputs.base || (event.kind === 'pull-request' ? event.base : event.before);
  if (asked === undefined) return undefined;
  const found =
    inputs.base === '' && event.kind === 'pull-request'
      ? baseOfPullRequest(clone, env, event)
      : baseNamed(clone, env, asked);
  if (found === undefined)
    throw new Failure(`the clone does not have \`${asked}\`: give actions/checkout \`fetch-depth: 0\``);
  return found;
}

function reportOf(
  { number, head }: Extract<Event, { kind: 'pull-request' }>,
  base: string,
  { check, diff, broken }: Measured,
  { env, version }: Surroundings,
): Report {
  return {
    version: 1,
    plafond: version,
    repository: env.GITHUB_REPOSITORY ?? '',
    pullRequest: number,
    head,
    base,
    check,
    diff: diff ?? null,
    broken: broken ?? null,
  };
}

/** Leaves the files for the steps after this one and says where they are. */
function leave(env: Surroundings['env'], measured: Measured, made: Report | undefined): void {
  const folder = path.resolve(env.RUNNER_TEMP ?? '.', 'plafond');
  mkdirSync(folder, { recursive: true });
  const output = (name: string, value: string) => setOutput(env.GITHUB_OUTPUT, name, value);
  const file = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  output('sarif', file('plafond.sarif', measured.sarif));
  if (made) output('report', file(reportFile, `${JSON.stringify(made)}\n`));
  output('verdict', measured.diff?.verdict ?? '');
}

function reasons({ check, generated, broken, refusals }: Measured, inputs: Inputs): readonly string[] {
  return [
    ...(check.errors > 0 ? ['the policies have errors'] : []),
    ...(generated && generated.errors > 0 ? [`\`${inputs.generated}\` is not what the policies say`] : []),
    ...(broken && check.errors === 0 ? ['the base does not compile, so there is no verdict'] : []),
    ...refusals,
  ];
}
