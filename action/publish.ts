import { type Api, answered, api } from './api.ts';
import { artifact } from './artifact.ts';
import { comment } from './comment.ts';
import type { WorkflowRun } from './event.ts';
import { Failure } from './failure.ts';
import type { Inputs } from './inputs.ts';
import { labels } from './labels.ts';
import { type Notice, render, renderRefusal } from './render.ts';
import type { Report } from './schema.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * The second stage, with a token that may write: takes the report of a run as data, holds it against what
 * GitHub itself says of that run, and brings comment and label up to date. Nothing of the pull request is
 * checked out or run. A report that does not hold is refused, and the comment says so, so that no verdict on
 * an earlier commit stays.
 */
export async function publish(surroundings: Surroundings, inputs: Inputs, run: WorkflowRun): Promise<void> {
  const { env, log } = surroundings;
  if (run.event !== 'pull_request') return log(`nothing to do: the run was started by ${run.event}\n`);
  if (run.path !== inputs.workflow)
    throw new Failure(`the run is of \`${run.path}\`, not of \`${inputs.workflow}\`: its report is not read`);
  const github = api(surroundings, inputs.token);
  const pulls = await pullsOf(github, run);
  if (pulls.length === 0) return log('nothing to do: no open pull request has this commit as its head\n');
  const held = await attempt(() => heldReport(github, run, pulls, inputs, env.GITHUB_REPOSITORY ?? ''));
  if (!(held instanceof Failure)) return show(surroundings, github, inputs, held.report, held.notice);
  for (const { number } of pulls) await showRefusal(github, inputs, number, run.head, held);
  throw held;
}

/** Brings comment and label of a pull request up to date with a report that may be trusted. */
export async function show(
  { log }: Pick<Surroundings, 'log'>,
  github: Api,
  inputs: Inputs,
  report: Report,
  notice: Notice = 'none',
): Promise<void> {
  const { pullRequest } = report;
  const said = notice === 'none' ? report.diff?.verdict : 'escalation';
  // That which moves no permission may still be what reviewers rely on.
  const isTold = said !== 'no-effect' || (report.diff?.edits.length ?? 0) > 0;
  if (inputs.comment !== 'never') {
    const create = inputs.comment === 'always' || isTold;
    log(`comment: ${await comment(github, pullRequest, render(report, notice), { create })}\n`);
  }
  if (inputs.labels === 'true')
    log(`label: ${said ?? 'none'}${(await labels(github, pullRequest, said)) ? '' : ', as it was'}\n`);
}

async function showRefusal(
  github: Api,
  inputs: Inputs,
  pullRequest: number,
  head: string,
  { message }: Failure,
): Promise<void> {
  if (inputs.comment !== 'never')
    await comment(github, pullRequest, renderRefusal(head, message), { create: true });
  if (inputs.labels === 'true') await labels(github, pullRequest, undefined);
}

/** The outcome of an attempt, or the failure that it ends with; any other error goes on. */
async function attempt<T>(act: () => Promise<T>): Promise<T | Failure> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

interface Pull {
  readonly number: number;
  /** The branch that it is to be merged into. */
  readonly into: string;
}

/**
 * The open pull requests of the branch and commit that were run: asked of GitHub, since for a fork the event
 * names none and what the artifact says is not evidence.
 */
async function pullsOf(github: Api, run: WorkflowRun): Promise<readonly Pull[]> {
  const found = await answered(
    'look for the pull request',
    'pull-requests: write',
    github.octokit.paginate('GET /repos/{owner}/{repo}/pulls', {
      ...github.repository,
      state: 'open',
      head: `${run.from.owner}:${run.branch}`,
      per_page: 100,
    }),
  );
  return found
    .filter(({ head }) => head.sha === run.head && head.repo?.full_name === run.from.repository)
    .map(({ number, base }) => ({ number, into: base.ref }));
}

/** The report of a run, held against what GitHub says of it: the right pull request, commit and base. */
async function heldReport(
  github: Api,
  run: WorkflowRun,
  pulls: readonly Pull[],
  { workflow }: Inputs,
  repository: string,
): Promise<{ readonly report: Report; readonly notice: Notice }> {
  const report = await artifact(github, run.id);
  if (report.repository !== repository) throw new Failure('the report is about another repository');
  if (report.head !== run.head) throw new Failure('the report is about another commit');
  const pull = pulls.find(({ number }) => number === report.pullRequest);
  if (pull === undefined) throw new Failure('the report is about another pull request');
  const { data } = await answered(
    'look for the base of the report',
    'contents: read',
    github.octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      ...github.repository,
      basehead: `${report.base}...${pull.into}`,
      per_page: 1,
    }),
  );
  if (data.status !== 'ahead' && data.status !== 'identical')
    throw new Failure(`the report compares with a commit that is not on \`${pull.into}\``);
  return { report, notice: await noticeOn(github, pull.number, workflow) };
}

/** GitHub lists no more files of a pull request. */
const mostFiles = 3_000;

/** A pull request that changes the workflow of the first stage can make it report anything. */
async function noticeOn(
  { octokit, repository }: Api,
  pullRequest: number,
  workflow: string,
): Promise<Notice> {
  const files = await answered(
    'read which files the pull request changes',
    'pull-requests: write',
    octokit.paginate('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
      ...repository,
      pull_number: pullRequest,
      per_page: 100,
    }),
  );
  const touches = files.some((file) => [file.filename, file.previous_filename].includes(workflow));
  if (touches) return 'workflow-changed';
  return files.length >= mostFiles ? 'too-many-files' : 'none';
}
