import type { FakeComment, FakePull, World } from './github.ts';

/** A request as a route gets it: the world, what the route's pattern found, and the request itself. */
export interface Asked {
  readonly world: World;
  readonly at: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly here: string;
}

/** An answer of the fake GitHub. */
export interface Answered {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A function that answers a request. */
export type Route = (asked: Asked) => Answered;

/** The path of the repository. */
export const repo = '/repos/acme/policies';

/** Every request that the fake GitHub knows, by method and path; the repository is `acme/policies`. */
export const routes: readonly (readonly [RegExp, Route])[] = [
  [/^POST \/graphql$/, ({ world }) => ok({ data: { viewer: { login: world.viewer } } })],
  [new RegExp(`^GET ${repo}/issues/7/comments$`), (asked) => page(asked, asked.world.comments.map(comment))],
  [new RegExp(`^POST ${repo}/issues/7/comments$`), create],
  [new RegExp(`^PATCH ${repo}/issues/comments/(\\d+)$`), edit],
  [new RegExp(`^DELETE ${repo}/issues/comments/(\\d+)$`), removeComment],
  [new RegExp(`^GET ${repo}/issues/7/labels$`), (asked) => page(asked, asked.world.labels.map(named))],
  [new RegExp(`^POST ${repo}/issues/7/labels$`), addLabels],
  [new RegExp(`^DELETE ${repo}/issues/7/labels/(.+)$`), removeLabel],
  [new RegExp(`^GET ${repo}/labels/(.+)$`), definition],
  [new RegExp(`^POST ${repo}/labels$`), define],
  [new RegExp(`^GET ${repo}/pulls$`), pulls],
  [new RegExp(`^GET ${repo}/pulls/(\\d+)/files$`), files],
  [new RegExp(`^GET ${repo}/compare/([0-9a-f]+)\\.\\.\\.(.+)$`), compare],
  [new RegExp(`^GET ${repo}/actions/runs/(\\d+)/artifacts$`), artifacts],
  [new RegExp(`^GET ${repo}/actions/artifacts/(\\d+)/zip$`), redirect],
  [/^GET \/blobs\/(\d+)$/, zip],
];

export const ok = (body: unknown): Answered => ({ status: 200, body });
export const gone: Answered = { status: 404, body: { message: 'Not Found' } };
const named = (name: string) => ({ name });
const comment = ({ id, login, body }: FakeComment) => ({ id, body, user: { login, type: 'Bot' } });

/** One page of a list, with the link to the next as GitHub gives it. */
export function page({ query, here }: Asked, all: readonly unknown[]): Answered {
  const size = Number(query.get('per_page') ?? 30);
  const at = Number(query.get('page') ?? 1);
  const next = new URLSearchParams(query);
  next.set('page', String(at + 1));
  return {
    ...ok(all.slice((at - 1) * size, at * size)),
    ...(at * size < all.length && { headers: { link: `<${here}?${next}>; rel="next"` } }),
  };
}

function create({ world, body }: Asked): Answered {
  const id = Math.max(0, ...world.comments.map((one) => one.id)) + 1;
  const made = { id, login: world.viewer, body: String(body.body) };
  world.comments.push(made);
  return { status: 201, body: comment(made) };
}

function edit({ world, at, body }: Asked): Answered {
  const found = world.comments.find(({ id }) => id === Number(at[0]));
  if (!found) return gone;
  found.body = String(body.body);
  return ok(comment(found));
}

function removeComment({ world, at }: Asked): Answered {
  world.comments = world.comments.filter(({ id }) => id !== Number(at[0]));
  return { status: 204 };
}

function addLabels({ world, body }: Asked): Answered {
  for (const name of body.labels as readonly string[]) world.labels.push(name);
  return ok(world.labels.map(named));
}

function removeLabel({ world, at }: Asked): Answered {
  const isNamed = (name: string) => name.toLowerCase() === at[0]?.toLowerCase();
  if (!world.labels.some(isNamed)) return gone;
  world.labels = world.labels.filter((name) => !isNamed(name));
  return ok(world.labels.map(named));
}

function definition({ world, at }: Asked): Answered {
  return world.definitions.has(at[0] ?? '') ? ok({ name: at[0] }) : gone;
}

function define({ world, body }: Asked): Answered {
  const name = String(body.name);
  if (world.definitions.has(name)) return { status: 422, body: { message: 'Validation Failed' } };
  world.definitions.set(name, String(body.color));
  return { status: 201, body: { name } };
}

function pulls(asked: Asked): Answered {
  const wanted = asked.query.get('head');
  const found = asked.world.pulls
    .filter(({ state }) => state === (asked.query.get('state') ?? 'open'))
    .filter(({ from, branch }) => `${from.split('/')[0]}:${branch}` === wanted);
  return page(asked, found.map(pull));
}

const pull = ({ number, head, branch, from, base, state }: FakePull) => ({
  number,
  state,
  head: { sha: head, ref: branch, repo: { full_name: from } },
  base: { sha: base, ref: 'main', repo: { full_name: 'acme/policies' } },
});

function files(asked: Asked): Answered {
  const found = asked.world.pulls.find(({ number }) => number === Number(asked.at[0]));
  const listed = (found?.files ?? []).map(([filename, previous]) => ({
    filename,
    status: previous === undefined ? 'modified' : 'renamed',
    ...(previous !== undefined && { previous_filename: previous }),
  }));
  return page(asked, listed);
}

function compare({ world, at }: Asked): Answered {
  return ok({ status: world.onBase.includes(at[0] ?? '') ? 'ahead' : 'diverged' });
}

function artifacts({ world, at, query }: Asked): Answered {
  const found = world.artifacts
    .filter(({ run }) => run === Number(at[0]))
    .filter(({ name }) => query.get('name') === null || name === query.get('name'))
    .map(({ id, name, zip: { length }, size = length, expired = false }) => ({
      id,
      name,
      size_in_bytes: size,
      expired,
    }));
  return ok({ total_count: found.length, artifacts: found });
}

function redirect({ at, here }: Asked): Answered {
  return { status: 302, headers: { location: `${new URL(here).origin}/blobs/${at[0]}` } };
}

function zip({ world, at }: Asked): Answered {
  const found = world.artifacts.find(({ id }) => id === Number(at[0]));
  return found ? { ...ok(found.zip), headers: { 'content-type': 'application/zip' } } : gone;
}
