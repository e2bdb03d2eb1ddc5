import { randomBytes } from 'node:crypto';
import { type LocalRequest, type LocalResponse, openLocalServer } from '../../io/local-server.ts';
import { watchFolder } from '../../io/watch-folder.ts';
import { DiskError } from '../../io/writer/disk-calls.ts';
import { digestInline, fillPage, writeContentPolicy } from '../../print/explorer/fill-page.ts';
import type { PageData, ServedTree } from '../../print/explorer/page-data.ts';
import { type Door, printDoor } from '../../print/explorer/print-door.ts';
import { printFindingsJson } from '../../print/findings/json.ts';
import type { Io } from '../command.ts';
import { makeServedTree, openInside } from './make-tree.ts';
import { isWrong, readEdits } from './read-edits.ts';
import { hasToken, refuse, refuseForeignHost, refuseForeignOrigin } from './refuse-request.ts';
import { writeEdits } from './write-edits.ts';

/** The page and the policies that are served. */
export interface ServedPolicies {
  readonly policies: string;
  readonly template: string;
  readonly base: PageData['base'];
  readonly stored: readonly unknown[] | undefined;
  readonly port: number;
}

/** A server of the page that is at work. */
export interface PageServer {
  /** The address to open, with a token that one browser can use once. */
  readonly address: string;
  /** Rejects with what is a bug in an answer. */
  readonly failed: Promise<never>;
  end(): Promise<void>;
}

/** The most bytes of edits that are taken at once. */
const mostBytes = 64 * 1024 * 1024;

/** The name of the files on disk beside those of a base. */
export const workingTree = 'working tree';

/** The state of a server: its tokens and the pages that listen for changes. */
interface Serving {
  readonly served: ServedPolicies;
  readonly io: Io;
  readonly door: Door;
  /** The token in the address; undefined when a browser has used it. */
  entry: string | undefined;
  /** The token of the browser that used it. */
  session: string | undefined;
  /** The digest that the pages know. */
  digest: string;
  readonly listeners: Set<(digest: string) => void>;
}

/**
 * Serves the page to one browser on this machine, tells it of changes below the policies folder, and takes edits from it.
 * Throws `DiskError` if the port cannot be had.
 */
export async function servePage(served: ServedPolicies, io: Io): Promise<PageServer> {
  const serving: Serving = {
    served,
    io,
    door: printDoor(),
    entry: makeToken(),
    session: undefined,
    digest: readTree(served, io).digest,
    listeners: new Set(),
  };
  const { entry } = serving;
  const server = await openLocalServer({
    port: served.port,
    mostBytes,
    answer: (request, port) => answerRequest(serving, request, port),
  });
  let fail: (error: unknown) => void = () => {};
  const unread = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const watching = await watchFolder(served.policies, () => {
    try {
      tellChanges(serving);
    } catch (error) {
      fail(error);
    }
  });
  return {
    address: `http://127.0.0.1:${server.port}/#token=${entry}`,
    failed: Promise.race([server.failed, unread]),
    async end() {
      await watching.end();
      await server.end();
    },
  };
}

const makeToken = (): string => randomBytes(32).toString('base64url');

const readTree = ({ policies }: Pick<ServedPolicies, 'policies'>, io: Io): ServedTree =>
  makeServedTree(openInside(io.files(policies), policies), workingTree);

function tellChanges(serving: Serving): void {
  const { digest } = readTree(serving.served, serving.io);
  if (digest === serving.digest) return;
  serving.digest = digest;
  for (const tell of serving.listeners) tell(digest);
}

/** The answers by path and method: nothing that is asked with GET changes anything. */
const routes: Readonly<
  Record<string, Readonly<Record<string, (serving: Serving, request: LocalRequest) => Answering>>>
> = {
  '/': { GET: answerDoor },
  '/api/session': { POST: openSession },
  '/api/page': { GET: answerPage },
  '/api/tree': { GET: ({ served, io }) => json(readTree(served, io)) },
  '/api/events': { GET: answerEvents },
  '/api/edits': { POST: answerEdits },
};

type Answering = LocalResponse | Promise<LocalResponse>;

function answerRequest(serving: Serving, request: LocalRequest, port: number): Answering {
  const foreign = refuseForeignHost(request, port);
  if (foreign) return foreign;
  const { method, target } = request;
  const [place = ''] = target.split('?');
  if (place.startsWith('/api/')) {
    const refused = refuseForeignOrigin(request);
    if (refused) return refused;
    // The token of the address is good for nothing but a session.
    const isEntry = place === '/api/session';
    if (!isEntry && !hasToken(request, serving.session))
      return refuse(401, 'this needs the token of the page; open the address that `plafond explore` printed');
  }
  if (!Object.hasOwn(routes, place)) return refuse(404, 'there is no such page');
  const methods = routes[place] ?? {};
  if (!Object.hasOwn(methods, method))
    return refuse(405, `\`${place}\` is asked with ${Object.keys(methods).join()}`, {
      headers: { Allow: Object.keys(methods).join() },
    });
  return methods[method]?.(serving, request) ?? refuse(404, 'there is no such page');
}

const json = (value: unknown): LocalResponse => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(value),
});

function answerDoor({ door, served }: Serving): LocalResponse {
  const own = digestInline(served.template);
  const policy = writeContentPolicy(
    {
      scripts: [...door.digests.scripts, ...own.scripts],
      styles: [...door.digests.styles, ...own.styles],
    },
    'served',
  );
  return {
    status: 200,
    type: 'text/html',
    headers: { 'Content-Security-Policy': `${policy}; frame-ancestors 'none'` },
    body: door.page,
  };
}

/** Exchanges the token of the address, once: whoever comes second with it is refused. */
function openSession(serving: Serving, request: LocalRequest): LocalResponse {
  if (serving.session !== undefined && serving.entry === undefined)
    return refuse(
      403,
      'this address was opened already, and is good for one browser; end `plafond explore` and start it again for another',
    );
  if (!hasToken(request, serving.entry)) return refuse(401, 'the token of the address is wrong');
  serving.entry = undefined;
  serving.session = makeToken();
  return json({ token: serving.session });
}

function answerPage({ served, io, session }: Serving): LocalResponse {
  const { template, base, stored } = served;
  const data: PageData = {
    version: 1,
    mode: 'served',
    tree: readTree(served, io),
    base,
    ...(stored && { stored }),
    ...(session !== undefined && { token: session }),
  };
  return { status: 200, type: 'text/html', body: fillPage(template, data) };
}

/** Keeps a connection open and sends the digest of the policies: that of now, and each later one. */
function answerEvents(serving: Serving): LocalResponse {
  const write = (digest: string) => `data: ${JSON.stringify({ digest })}\n\n`;
  return {
    status: 200,
    type: 'text/event-stream',
    body: write(serving.digest),
    stream(send) {
      const tell = (digest: string) => send(write(digest));
      serving.listeners.add(tell);
      return () => serving.listeners.delete(tell);
    },
  };
}

async function answerEdits(serving: Serving, request: LocalRequest): Promise<LocalResponse> {
  const body = await request.readBody();
  if (!body) return refuse(413, `edits of more than ${mostBytes / 1024 / 1024} MiB are not taken at once`);
  const edits = readEdits(body);
  if (isWrong(edits)) return refuse(edits.status, edits.error, edits);
  try {
    const outcome = writeEdits(edits, serving.served.policies, serving.io);
    if ('written' in outcome) {
      tellChanges(serving);
      return json(outcome);
    }
    if ('findings' in outcome) {
      const { findings } = JSON.parse(printFindingsJson(outcome.findings)) as { readonly findings: unknown };
      return { ...json({ findings }), status: 422 };
    }
    return refuse(outcome.status, outcome.error, outcome);
  } catch (error) {
    if (error instanceof DiskError) return refuse(500, error.message);
    throw error;
  }
}
