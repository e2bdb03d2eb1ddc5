import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { printAnnotation } from '../compiler/print/github-annotations.ts';
import { ActionError } from './action-error.ts';
import { appendSummary, summaryLimit } from './append-summary.ts';
import { type Clone, findClone, findNamedBase, findPullRequestBase, resolveCommit } from './git.ts';
import { listAnnotations } from './list-annotations.ts';
import { type Measurement, measure } from './measure.ts';
import { nameProduct, type Product } from './name-product.ts';
import type { Event } from './read-event.ts';
import type { Inputs } from './read-inputs.ts';
import { renderSummary } from './render.ts';
import { runPlafond } from './run-plafond.ts';
import { type ActionReport, explorerFile, reportFile } from './schema.ts';
import type { Surroundings } from './surroundings.ts';
import { setOutput } from './workflow-commands.ts';
import { writeAnnotations } from './write-annotations.ts';

/** The outcome of the first stage. */
export interface ReportOutcome {
  /** Undefined outside a pull request. */
  readonly report: ActionReport | undefined;
  /** The policies that were looked at. */
  readonly product: Product;
  /** The reasons for which the step fails, a sentence each; empty if it does not fail. */
  readonly reasons: readonly string[];
}

/**
 * Runs the first stage, for which a token that may only read is enough: compares the commit that is checked out with its
 * base, annotates it, writes the summary of the step, and writes the report and a SARIF file for later steps.
 */
export async function report(
  surroundings: Surroundings,
  inputs: Inputs,
  event: Exclude<Event, { kind: 'workflow-run' }>,
): Promise<ReportOutcome> {
  const { env, log } = surroundings;
  const clone = findClone(findFolder(env, inputs), env);
  const head = resolveCommit(clone, env, 'HEAD');
  if (head === undefined) throw new ActionError('nothing is checked out');
  const base = findBase(clone, env, inputs, event);
  const product = nameProduct(clone.prefix, inputs.policies);
  const measured = await measure(surroundings, inputs, clone, product, head, base);
  const made =
    event.kind === 'pull-request' && base !== undefined
      ? makeActionReport(event, base, measured, surroundings)
      : undefined;
  log(writeAnnotations(listAnnotations(measured)));
  const between = { base, head: event.kind === 'pull-request' ? event.head : head };
  appendSummary(env.GITHUB_STEP_SUMMARY, renderSummary({ ...measured, ...between }, summaryLimit, product));
  log(writeVerdict(measured, between, product));
  const explorer = made && (await writeExplorer(surroundings, product, clone, made.base));
  writeFiles(env, { measured, made, explorer, product });
  return { report: made, product, reasons: listReasons(measured, inputs) };
}

/** Writes the verdict with its commits as a notice on the check. */
function writeVerdict(
  { diff }: Measurement,
  { base, head }: { readonly base: string | undefined; readonly head: string },
  { folder, isUsual }: Product,
): string {
  if (!diff || base === undefined) return '';
  const message = `verdict${isUsual ? '' : ` for \`${folder}\``} on commit ${head}, compared with ${base}: ${diff.verdict}`;
  return printAnnotation('notice', message, { title: 'plafond' });
}

/** Finds the working directory. Throws an `ActionError` if it is not in the workspace. */
function findFolder(env: Surroundings['env'], inputs: Inputs): string {
  const workspace = path.resolve(env.GITHUB_WORKSPACE ?? '.');
  const folder = path.resolve(workspace, inputs['working-directory']);
  if (folder !== workspace && !folder.startsWith(`${workspace}${path.sep}`))
    throw new ActionError('input `working-directory` lies outside of the workspace');
  return folder;
}

/** Finds the commit to compare with: the input's, else the one that the event builds on; undefined for a first push. */
function findBase(
  clone: Clone,
  env: Surroundings['env'],
  inputs: Inputs,
  event: Exclude<Event, { kind: 'workflow-run' }>,
): string | undefined {
  const baseName = inputs.base || (event.kind === 'pull-request' ? event.base : event.before);
  if (baseName === undefined) return undefined;
  const found =
    inputs.base === '' && event.kind === 'pull-request'
      ? findPullRequestBase(clone, env, event)
      : findNamedBase(clone, env, baseName);
  if (found === undefined)
    throw new ActionError(
      `the clone does not have \`${baseName}\`; give actions/checkout \`fetch-depth: 0\``,
    );
  return found;
}

function makeActionReport(
  { number, head }: Extract<Event, { kind: 'pull-request' }>,
  base: string,
  { check, diff, broken }: Measurement,
  { env, version }: Surroundings,
): ActionReport {
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

/** Returns the folder for the files of later steps, which another product of the same job does not write over. */
function makeOutputFolder(env: Surroundings['env'], { suffix }: Product): string {
  const folder = path.resolve(env.RUNNER_TEMP ?? '.', `plafond${suffix}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Writes the page of the explorer with what changes since the base, and returns its path. */
async function writeExplorer(
  surroundings: Surroundings,
  product: Product,
  { root }: Clone,
  base: string,
): Promise<string> {
  const file = path.join(makeOutputFolder(surroundings.env, product), explorerFile);
  await runPlafond(surroundings, root, [
    ...['explore', '--out', file, '--base', base],
    ...['--policies', product.folder, '--quiet'],
  ]);
  return file;
}

interface LeftFiles {
  readonly measured: Measurement;
  readonly made: ActionReport | undefined;
  readonly explorer: string | undefined;
  readonly product: Product;
}

/** Writes the files for the steps after this one, and their paths as outputs. */
function writeFiles(env: Surroundings['env'], { measured, made, explorer, product }: LeftFiles): void {
  const folder = makeOutputFolder(env, product);
  const output = (name: string, value: string) => setOutput(env.GITHUB_OUTPUT, name, value);
  const file = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  output('sarif', file('plafond.sarif', measured.sarif));
  if (made) output('report', file(reportFile, `${JSON.stringify(made)}\n`));
  if (explorer !== undefined) output('explorer', explorer);
  output('suffix', product.suffix);
  output('verdict', measured.diff?.verdict ?? '');
}

function listReasons({ check, generated, broken, refusals }: Measurement, inputs: Inputs): readonly string[] {
  return [
    ...(check.errors > 0 ? ['the policies have errors'] : []),
    ...(generated && generated.errors > 0
      ? [
          `${inputs.generated === '' ? 'the compiled folder' : `\`${inputs.generated}\``} is not what the policies compile to; run \`plafond compile\` and commit what it writes`,
        ]
      : []),
    ...(broken && check.errors === 0 ? ['the base does not compile, so there is no verdict'] : []),
    ...refusals,
  ];
}
