import { setTimeout } from 'node:timers/promises';
import { Octokit } from '@octokit/core';
import { paginateRest } from '@octokit/plugin-paginate-rest';
import { retry } from '@octokit/plugin-retry';
import { RequestError } from '@octokit/request-error';
import { makeVisible } from '../compiler/text/make-visible.ts';
import { ActionError } from './action-error.ts';
import type { Surroundings } from './surroundings.ts';

/** The API of GitHub for one repository. */
export interface Api {
  readonly octokit: InstanceType<typeof Client>;
  /** The parameters of every route that name the repository. */
  readonly repository: { readonly owner: string; readonly repo: string };
}

const Client = Octokit.plugin(paginateRest, retry);

/** The longest that a request may take, in milliseconds. */
const patience = 30_000;

/** The longest wait for a rate limit to end, in seconds. */
const longestWait = 90;
/** The most waits for one request. */
const mostWaits = 2;

/** The HTTP status codes after which a request is not repeated at once. */
const final = [400, 401, 403, 404, 410, 413, 422, 429, 451];

/**
 * Opens the API for the repository in which the workflow runs. A request that meets a server error is repeated up to
 * three times, and one that meets a rate limit after as long as GitHub says, if that is within `longestWait`.
 */
export function openApi({ env, second }: Pick<Surroundings, 'env' | 'second'>, token: string): Api {
  if (token === '') throw new ActionError('input `token` is empty');
  const [owner, repo] = (env.GITHUB_REPOSITORY ?? '').split('/');
  if (!owner || !repo)
    throw new ActionError('`GITHUB_REPOSITORY` is not set; this runs only in a GitHub workflow');
  const octokit = new Client({
    auth: token,
    userAgent: 'plafond',
    baseUrl: env.GITHUB_API_URL || 'https://api.github.com',
    log: { debug() {}, info() {}, warn() {}, error() {} },
    request: {
      fetch: (url: string, options: RequestInit) =>
        fetch(url, { ...options, signal: AbortSignal.timeout(patience) }),
    },
    retry: { doNotRetry: final, retryAfterBaseValue: second },
  });
  octokit.hook.wrap('request', async (request, options) => {
    for (let waits = 0; ; waits++) {
      try {
        return await request(options);
      } catch (error) {
        const wait = readWait(error);
        if (wait === undefined || wait > longestWait || waits === mostWaits) throw error;
        await setTimeout(wait * second);
      }
    }
  });
  return { octokit, repository: { owner, repo } };
}

/**
 * Waits for the answer to a request. If GitHub refuses it, throws an `ActionError` that says what was not possible and
 * why, with the missing permission of the token if that is the reason.
 */
export async function awaitAnswer<T>(what: string, permission: string, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    const status = readStatus(error);
    if (status === undefined) throw error;
    throw new ActionError(`cannot ${what} (HTTP ${status}): ${explainRefusal(error, status, permission)}`);
  }
}

/** Returns the HTTP status with which GitHub refused a request; undefined for an error of another kind. */
export function readStatus(error: unknown): number | undefined {
  return error instanceof RequestError ? error.status : undefined;
}

/**
 * Returns the number of seconds that GitHub asks to wait; undefined unless it refused because of a rate limit. This is
 * not left to the library for it, which would also delay every write by a second.
 */
function readWait(error: unknown): number | undefined {
  const status = readStatus(error);
  if ((status !== 403 && status !== 429) || !(error instanceof RequestError)) return undefined;
  const headers = error.response?.headers ?? {};
  if (headers['retry-after'] !== undefined) return Number(headers['retry-after']) || undefined;
  if (headers['x-ratelimit-remaining'] === '0')
    return Math.max(1, Number(headers['x-ratelimit-reset'] ?? 0) - Date.now() / 1000 + 1);
  return /secondary rate limit/i.test(error.message) ? 60 : undefined;
}

function explainRefusal(error: unknown, status: number, permission: string): string {
  const said = makeVisible(error instanceof Error ? error.message.slice(0, 300) : '');
  if (status === 401) return 'the token is not valid, or not valid any more';
  if (status === 403 && !/rate limit/i.test(said))
    return `the token lacks a permission; give the job \`permissions:\` with \`${permission}\``;
  return said;
}
