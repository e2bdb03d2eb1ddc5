import { readFileSync } from 'node:fs';
import { ActionError } from './action-error.ts';
import type { Push } from './keep-approvals.ts';
import type { Surroundings } from './surroundings.ts';

/** The event that started the workflow, with the facts of it that the action uses. */
export type Event =
  | {
      readonly kind: 'pull-request';
      readonly number: number;
      readonly base: string;
      readonly head: string;
      /** True if the branch is in another repository; the token can only read then. */
      readonly isFork: boolean;
    }
  | { readonly kind: 'workflow-run'; readonly run: WorkflowRun }
  /** `before` is the commit that a push or a merge queue builds on; undefined for the first push of a branch. */
  | { readonly kind: 'commit'; readonly before: string | undefined; readonly push?: Push };

/** A finished run of the first stage. */
export interface WorkflowRun {
  readonly id: number;
  /** The file of the workflow, relative to the root. */
  readonly path: string;
  /** The name of the event that started that run. */
  readonly event: string;
  readonly head: string;
  readonly branch: string;
  /** The repository of the branch: the repository itself or a fork. */
  readonly from: { readonly owner: string; readonly repository: string };
}

/** Reads the event from the file that GitHub names. Throws an `ActionError` for an event that is not safe to run on. */
export function readEvent(env: Surroundings['env']): Event {
  const name = env.GITHUB_EVENT_NAME ?? '';
  const payload = env.GITHUB_EVENT_PATH ? parseJson(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')) : {};
  switch (name) {
    case 'pull_request':
      return readPullRequest(readObject(payload.pull_request), env.GITHUB_REPOSITORY ?? '');
    case 'workflow_run':
      return { kind: 'workflow-run', run: readWorkflowRun(readObject(payload.workflow_run)) };
    case 'merge_group':
      return { kind: 'commit', before: readCommit(readObject(payload.merge_group).base_sha) };
    case 'pull_request_target':
      throw new ActionError(
        'run this on `pull_request`; on `pull_request_target` a token that may write would be used on the files of a fork',
      );
    case 'push':
      return { kind: 'commit', before: readCommit(payload.before), push: readPush(payload) };
    default:
      return { kind: 'commit', before: readCommit(payload.before) };
  }
}

function readPush({ before, after, ref, repository }: JsonObject): Push {
  const branch = readText(readObject(repository).default_branch);
  return {
    before: readCommit(before),
    after: readCommit(after),
    branch,
    isDefaultBranch: branch !== '' && ref === `refs/heads/${branch}`,
  };
}

function readPullRequest({ number, base, head }: JsonObject, repository: string): Event {
  const sides = { base: readCommit(readObject(base).sha), head: readCommit(readObject(head).sha) };
  if (typeof number !== 'number' || sides.base === undefined || sides.head === undefined)
    throw new ActionError('the event does not describe a pull request');
  const isFork = readObject(readObject(head).repo).full_name !== repository;
  return { kind: 'pull-request', number, base: sides.base, head: sides.head, isFork };
}

function readWorkflowRun({
  id,
  path,
  event,
  head_sha,
  head_branch,
  head_repository,
}: JsonObject): WorkflowRun {
  const repository = readObject(head_repository);
  const head = readCommit(head_sha);
  if (typeof id !== 'number' || head === undefined)
    throw new ActionError('the event does not describe a run');
  return {
    id,
    // GitHub may add the revision: `.github/workflows/plafond.yml@refs/heads/main`.
    path: readText(path).split('@')[0] ?? '',
    event: readText(event),
    head,
    branch: readText(head_branch),
    from: { owner: readText(readObject(repository.owner).login), repository: readText(repository.full_name) },
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

const parseJson = (written: string): JsonObject => readObject(JSON.parse(written));
const readObject = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const readText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Returns the full name of a commit; undefined for anything else, also for the zeros that stand for no commit. */
const readCommit = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value) && !/^0+$/.test(value) ? value : undefined;
