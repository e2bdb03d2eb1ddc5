import { readFileSync } from 'node:fs';
import { Failure } from './failure.ts';
import type { Surroundings } from './surroundings.ts';

/** What started the workflow, as far as the action cares. */
export type Event =
  | {
      readonly kind: 'pull-request';
      readonly number: number;
      readonly base: string;
      readonly head: string;
      /** Whether the branch lies in another repository: then the token can only read. */
      readonly isFork: boolean;
    }
  | { readonly kind: 'workflow-run'; readonly run: WorkflowRun }
  /** `before` is the commit that a push or a queue builds on; none for the first push of a branch. */
  | { readonly kind: 'commit'; readonly before: string | undefined };

/** A finished run of the first stage. */
export interface WorkflowRun {
  readonly id: number;
  /** The file of the workflow, relative to the root. */
  readonly path: string;
  /** What started that run. */
  readonly event: string;
  readonly head: string;
  readonly branch: string;
  /** Where the branch lies: the repository itself or a fork. */
  readonly from: { readonly owner: string; readonly repository: string };
}

/** Reads the event from the file that GitHub names. Throws `Failure` for one that is not safe to work on. */
export function readEvent(env: Surroundings['env']): Event {
  const name = env.GITHUB_EVENT_NAME ?? '';
  const payload = env.GITHUB_EVENT_PATH ? json(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')) : {};
  switch (name) {
    case 'pull_request':
      return pullRequest(object(payload.pull_request), env.GITHUB_REPOSITORY ?? '');
    case 'workflow_run':
      return { kind: 'workflow-run', run: workflowRun(object(payload.workflow_run)) };
    case 'merge_group':
      return { kind: 'commit', before: commit(object(payload.merge_group).base_sha) };
    case 'pull_request_target':
      throw new Failure(
        'run this on `pull_request`: on `pull_request_target` a token that may write would meet files of a fork',
      );
    default:
      return { kind: 'commit', before: commit(payload.before) };
  }
}

function pullRequest({ number, base, head }: Json, repository: string): Event {
  const sides = { base: commit(object(base).sha), head: commit(object(head).sha) };
  if (typeof number !== 'number' || sides.base === undefined || sides.head === undefined)
    throw new Failure('the event does not describe a pull request');
  const isFork = object(object(head).repo).full_name !== repository;
  return { kind: 'pull-request', number, base: sides.base, head: sides.head, isFork };
}

function workflowRun({ id, path, event, head_sha, head_branch, head_repository }: Json): WorkflowRun {
  const repository = object(head_repository);
  const head = commit(head_sha);
  if (typeof id !== 'number' || head === undefined) throw new Failure('the event does not describe a run');
  return {
    id,
    // GitHub may add the revision: `.github/workflows/plafond.yml@refs/heads/main`.
    path: text(path).split('@')[0] ?? '',
    event: text(event),
    head,
    branch: text(head_branch),
    from: { owner: text(object(repository.owner).login), repository: text(repository.full_name) },
  };
}

type Json = Readonly<Record<string, unknown>>;

const json = (written: string): Json => object(JSON.parse(written));
const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A full commit name; the zeros that stand for no commit are none. */
const commit = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value) && !/^0+$/.test(value) ? value : undefined;
