import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gitRoutes } from './git-routes.ts';
import { type Answered, routes } from './routes.ts';
import type { ActionClone } from './run-action.ts';

/** A comment as GitHub has it. */
export interface FakeComment {
  readonly id: number;
  readonly login: string;
  body: string;
}

/** A pull request as GitHub has it. */
export interface FakePull {
  readonly number: number;
  readonly head: string;
  readonly branch: string;
  readonly from: string;
  readonly base: string;
  readonly state: 'open' | 'closed';
  readonly files: readonly (readonly [name: string, previous?: string])[];
  /** The commit by which it was merged, and the commits that came by it if there are others. */
  readonly merged?: string;
  readonly commits?: readonly string[];
  readonly author?: string;
  /** The oldest first. */
  readonly reviews?: readonly { readonly by: string | null; readonly state: string; readonly of?: string }[];
}

/** An artifact of a run. */
export interface FakeArtifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly zip: Uint8Array;
  readonly expired?: boolean;
  /** The size that the list of artifacts states; the true one if left out. */
  readonly size?: number;
}

/** All that the fake GitHub holds: a test sets it up and reads it afterwards. */
export interface World {
  viewer: string;
  comments: FakeComment[];
  /** On pull request 7. */
  labels: string[];
  /** Labels that the repository defines, with their colours. */
  definitions: Map<string, string>;
  pulls: FakePull[];
  artifacts: FakeArtifact[];
  /** A clone that stands for the database of git of the repository. */
  clone?: ActionClone;
  /** Commits that the base branch holds. */
  onBase: string[];
  /** Answers that come instead, each for the first request whose method and path it matches. */
  upsets: Upset[];
}

/** An answer out of turn. */
export interface Upset {
  readonly on: RegExp;
  readonly status: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Does what was asked all the same: the answer is what gets lost. */
  readonly butDone?: true;
}

/** A GitHub on loopback, with the requests that came: `POST /graphql`. */
export interface FakeGitHub {
  readonly url: string;
  readonly world: World;
  readonly requests: readonly string[];
  /** The requests that would change something. */
  readonly writes: () => readonly string[];
  readonly stop: () => Promise<void>;
}

export const token = 'ghs_notToBePrinted0123456789';
export const bot = 'github-actions[bot]';

/** Starts a fake GitHub; it answers only who brings the token. */
export async function fakeGitHub(changes: Partial<World> = {}): Promise<FakeGitHub> {
  const world: World = {
    viewer: bot,
    comments: [],
    labels: [],
    definitions: new Map(),
    pulls: [],
    artifacts: [],
    onBase: [],
    upsets: [],
    ...changes,
  };
  const requests: string[] = [];
  const server = createServer((request, response) => {
    read(request)
      .then((body) => answer(world, requests, request, body, response))
      .catch((error: unknown) => response.writeHead(599).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    world,
    requests,
    writes: () => requests.filter((line) => !line.startsWith('GET ') && line !== 'POST /graphql'),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  world: World,
  requests: string[],
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): void {
  const { method = '', url = '' } = request;
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const line = `${method} ${decodeURIComponent(pathname)}`;
  requests.push(line);
  const answered = respond(world, line, request, searchParams, body);
  response.writeHead(answered.status, { 'content-type': typeOf(answered.body), ...answered.headers });
  response.end(answered.body instanceof Uint8Array ? answered.body : written(answered.body));
}

function respond(
  world: World,
  line: string,
  { headers, url = '' }: IncomingMessage,
  query: URLSearchParams,
  body: string,
): Answered {
  const isKnown = ['token', 'bearer'].some((word) => headers.authorization === `${word} ${token}`);
  if (!isKnown) return { status: 401, body: { message: 'Bad credentials' } };
  const upset = world.upsets.find(({ on }) => on.test(line));
  if (upset) world.upsets.splice(world.upsets.indexOf(upset), 1);
  const instead = upset && { ...upset, body: { message: upset.message ?? 'no' } };
  if (instead && !instead.butDone) return instead;
  for (const [pattern, route] of [...routes, ...gitRoutes]) {
    const match = pattern.exec(line);
    if (!match) continue;
    const here = `http://${headers.host}${url.split('?')[0]}`;
    const parsed = body === '' ? {} : (JSON.parse(body) as Readonly<Record<string, unknown>>);
    const done = route({ world, at: match.slice(1), query, body: parsed, here });
    return instead ?? done;
  }
  return { status: 404, body: { message: `Not Found: ${line}` } };
}

const typeOf = (body: unknown) =>
  body instanceof Uint8Array ? 'application/zip' : 'application/json; charset=utf-8';

const written = (body: unknown) => (body === undefined ? '' : JSON.stringify(body));

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request.setEncoding('utf8')) body += piece;
  return body;
}
