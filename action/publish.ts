import { ActionError } from './action-error.ts';
import { downloadReport } from './download-report.ts';
import { nameProduct, type Product } from './name-product.ts';
import { type Api, awaitAnswer, openApi } from './open-api.ts';
import type { WorkflowRun } from './read-event.ts';
import type { Inputs } from './read-inputs.ts';
import { type Notice, renderComment, renderRefusal } from './render.ts';
import type { ActionReport } from './schema.ts';
import type { Surroundings } from './surroundings.ts';
import { updateComment } from './update-comment.ts';
import { updateLabels } from './update-labels.ts';

/**
 * Runs the second stage, with a token that may write: reads the report of a run as data, checks it against what GitHub
 * itself says of that run, and updates comment and labels. Nothing of the pull request is checked out or run. If a report
 * fails the checks, the comment says so and the labels go, so that no verdict on an earlier commit stays.
 */
export async function publish(surroundings: Surroundings, inputs: Inputs, run: WorkflowRun): Promise<void> {
  const { env, log } = surroundings;
  if (run.event !== 'pull_request') return log(`nothing to do: the run was started by ${run.event}\n`);
  if (run.path !== inputs.workflow)
    throw new ActionError(
      `the run is of \`${run.path}\`, not of \`${inputs.workflow}\`: its report is not read`,
    );
  const github = openApi(surroundings, inputs.token);
  const pulls = await findPullRequests(github, run);
  if (pulls.length === 0) return log('nothing to do: no open pull request has this commit as its head\n');
  const product = nameProduct(inputs['working-directory'], inputs.policies);
  const held = await catchActionError(() =>
    fetchReport(github, run, pulls, { ...inputs, product }, env.GITHUB_REPOSITORY ?? ''),
  );
  if (!(held instanceof ActionError))
    return showReport(surroundings, github, inputs, held.report, {
      run: String(run.id),
      notice: held.notice,
      product,
    });
  for (const { number } of pulls) await showRefusal(github, { ...inputs, product }, number, run.head, held);
  throw held;
}

/** The circumstances of a report: the run that made it, whether it can be trusted, and the policies it is about. */
interface Showing {
  readonly run: string | undefined;
  readonly notice?: Notice;
  readonly product: Product;
}

/** Updates comment and labels of a pull request from a report that passed the checks. */
export async function showReport(
  { env, log }: Pick<Surroundings, 'env' | 'log'>,
  github: Api,
  inputs: Inputs,
  report: ActionReport,
  { run, notice = 'none', product }: Showing,
): Promise<void> {
  const { pullRequest } = report;
  const said = notice === 'none' ? report.diff?.verdict : 'escalation';
  // An edit that changes no permission may still change something that reviewers rely on.
  const isTold = said !== 'no-effect' || (report.diff?.edits.length ?? 0) > 0;
  if (inputs.comment !== 'never') {
    const create = inputs.comment === 'always' || isTold;
    const body = renderComment(report, notice, findRunAddress(env, run), product);
    const { marker } = product;
    log(`comment: ${await updateComment(github, pullRequest, body, { create, marker })}\n`);
  }
  if (inputs.labels === 'true') {
    const isVendors = report.diff?.edits.some(({ vendor }) => vendor) ?? false;
    const wanted = [...(said === undefined ? [] : [said]), ...(isVendors ? (['vendor'] as const) : [])];
    const isChanged = await updateLabels(github, pullRequest, wanted, product.labelPrefix);
    log(`label: ${wanted.join(' and ') || 'none'}${isChanged ? '' : ', as it was'}\n`);
  }
}

/** Returns the address of a run; undefined if the runner does not say where it is. */
function findRunAddress(env: Surroundings['env'], run: string | undefined): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined;
}

type ProductInputs = Inputs & { readonly product: Product };

async function showRefusal(
  github: Api,
  { comment, labels, product }: ProductInputs,
  pullRequest: number,
  head: string,
  { message }: ActionError,
): Promise<void> {
  const { marker, labelPrefix } = product;
  if (comment !== 'never')
    await updateComment(github, pullRequest, renderRefusal(head, message, product), { create: true, marker });
  if (labels === 'true') await updateLabels(github, pullRequest, [], labelPrefix);
}

/** Returns the outcome of a function, or the `ActionError` that it throws; throws any other error on. */
async function catchActionError<T>(act: () => Promise<T>): Promise<T | ActionError> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
}

interface PullRequest {
  readonly number: number;
  /** The branch into which it is to be merged. */
  readonly into: string;
}

/**
 * Finds the open pull requests of the branch and commit of a run. GitHub is asked, since the event names none for a fork,
 * and the artifact cannot be trusted.
 */
async function findPullRequests(github: Api, run: WorkflowRun): Promise<readonly PullRequest[]> {
  const found = await awaitAnswer(
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

/** Downloads the report of a run and checks its repository, commit, pull request and base against what GitHub says. */
async function fetchReport(
  github: Api,
  run: WorkflowRun,
  pulls: readonly PullRequest[],
  { workflow, product }: ProductInputs,
  repository: string,
): Promise<{ readonly report: ActionReport; readonly notice: Notice }> {
  const report = await downloadReport(github, run.id, product);
  if (report.repository !== repository) throw new ActionError('the report is about another repository');
  if (report.head !== run.head) throw new ActionError('the report is about another commit');
  const pull = pulls.find(({ number }) => number === report.pullRequest);
  if (pull === undefined) throw new ActionError('the report is about another pull request');
  const { data } = await awaitAnswer(
    'look for the base of the report',
    'contents: read',
    github.octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      ...github.repository,
      basehead: `${report.base}...${pull.into}`,
      per_page: 1,
    }),
  );
  if (data.status !== 'ahead' && data.status !== 'identical')
    throw new ActionError(`the report compares with a commit that is not on \`${pull.into}\``);
  return { report, notice: await findNotice(github, pull.number, workflow) };
}

/** The most files of a pull request that GitHub lists. */
const mostFiles = 3_000;

/** Finds the notice for a report: a pull request that changes the workflow of the first stage can make it report anything. */
async function findNotice(
  { octokit, repository }: Api,
  pullRequest: number,
  workflow: string,
): Promise<Notice> {
  const files = await awaitAnswer(
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
