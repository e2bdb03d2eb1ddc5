import { setTimeout } from 'node:timers/promises';
import { Octokit } from '@octokit/core';
import { paginateRest } from '@octokit/plugin-paginate-rest';
import { retry } from '@octokit/plugin-retry';
import { RequestError } from '@octokit/request-error';
import { makeVisible } from '../compiler/text/visible.ts';
import { Failure } from './failure.ts';
import type { Surroundings } from './surroundings.ts';

/** GitHub's interface for one repository. */
export interface Api {
  readonly octokit: InstanceType<typeof Client>;
  /** The repository, as every route takes it. */
  readonly repository: { readonly owner: string; readonly repo: string };
}

const Client = Octokit.plugin(paginateRest, retry);

/** No answer may take longer, in milliseconds. */
const patience = 30_000;

/** A limit is waited out for this long at most, in seconds, and this often. */
const longestWait = 90;
const mostWaits = 2;

/** What a second attempt at once does not mend. */
const final = [400, 401, 403, 404, 410, 413, 422, 429, 451];

/**
 * Connects to the interface of the repository in which the workflow runs. Server errors are tried again three
 * times, and limits are waited for as long as GitHub says, within bounds: nothing takes more than minutes.
 */
export function api({ env, second }: Pick<Surroundings, 'env' | 'second'>, token: string): Api {
  if (token === '') throw new Failure('input `token` is empty');
  const [owner, repo] = (env.GITHUB_REPOSITORY ?? '').split('/');
  if (!owner || !repo) throw new Failure('GITHUB_REPOSITORY is not set: this is for a GitHub workflow');
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
        const wait = secondsAsked(error);
        if (wait === undefined || wait > longestWait || waits === mostWaits) throw error;
        await setTimeout(wait * second);
      }
    }
  });
  return { octokit, repository: { owner, repo } };
}

/**
 * Waits for an answer; a refusal becomes a `Failure` that says what was not possible, and which permission of
 * the token is missing where that is the reason.
 */
export async function answered<T>(what: string, permission: string, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) throw error;
    throw new Failure(`cannot ${what} (HTTP ${status}): ${reason(error, status, permission)}`);
  }
}

/** The HTTP status with which GitHub refused; none for an error of another sort. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof RequestError ? error.status : undefined;
}

/**
 * How long GitHub asks to wait, in seconds, where it refused because of a limit. The library for that would
 * pace every write by seconds, which is for programs that write more than a comment and a label.
 */
function secondsAsked(error: unknown): number | undefined {
  const status = statusOf(error);
  if ((status !== 403 && status !== 429) || !(error instanceof RequestError)) return undefined;
  const headers = error.response?.headers ?? {};
  if (headers['retry-after'] !== undefined) return Number(headers['retry-after']) || undefined;
  if (headers['x-ratelimit-remaining'] === '0')
    return Math.max(1, Number(headers['x-ratelimit-reset'] ?? 0) - Date.now() / 1000 + 1);
  return /secondary rate limit/i.test(error.message) ? 60 : undefined;
}

function reason(error: unknown, status: number, permission: string): string {
  const said = makeVisible(error instanceof Error ? error.message.slice(0, 300) : '');
  if (status === 401) return 'the token is not valid, or no longer';
  if (status === 403 && !/rate limit/i.test(said))
    return `the token lacks a permission; give the job \`permissions:\` with \`${permission}\``;
  return said;
}
