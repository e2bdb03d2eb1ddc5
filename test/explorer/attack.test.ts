/** @module-tag slow */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { small } from '../commands/roles.ts';
import { type ExplorerFolder, makeFolder, type ServedFolder, serveFolder } from '../support/explorer.ts';
import { findAxeViolations, shareBrowser } from './support.ts';

const { visit } = shareBrowser(['--host-resolver-rules=MAP *.example 127.0.0.1']);

let folder: ExplorerFolder;
let served: ServedFolder;
let foreign: Server;
/** The requests that the server answered: method, target and status. */
const answered: string[] = [];
const note = (message: unknown) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  if (request.socket.localPort === served.port)
    answered.push(`${request.method} ${request.url} ${response.statusCode}`);
};
let before: Readonly<Record<string, string>>;

beforeEach(async () => {
  subscribe('http.server.response.finish', note);
  folder = makeFolder(small);
  before = folder.read();
  served = await serveFolder(folder);
  foreign = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Another site</title>');
  });
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  unsubscribe('http.server.response.finish', note);
  await served.end();
  await new Promise((resolve) => {
    foreign.close(resolve);
    foreign.closeAllConnections();
  });
  folder.remove();
});

const foreignPort = () => (foreign.address() as AddressInfo).port;

/** The body of an edit that would be written if it came from the page. */
const edit = () => JSON.stringify({ files: [{ path: 'evil.yaml', before: null, text: '# evil\n' }] });

describe('the page that is served', () => {
  test('opens with the address once, and afterwards in the same browser without its token', async () => {
    const { page, context, errors, violations } = await visit(served.address);
    await page.waitForSelector('#root:has-text("agent.yaml")');
    expect(page.url()).toBe(`http://127.0.0.1:${served.port}/`);
    expect([errors, violations]).toEqual([[], []]);
    await page.reload();
    await page.waitForSelector('#root:has-text("agent.yaml")');
    const other = await context.newPage();
    await other.goto(served.address);
    await other.waitForSelector('#root:has-text("agent.yaml")');
    expect(await context.cookies()).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'tells another browser, in %s, why it is not for it',
    async (colorScheme) => {
      const first = await visit(served.address);
      await first.page.waitForSelector('#root:has-text("agent.yaml")');
      const { page } = await visit(served.address, { colorScheme });
      await page.waitForSelector('#said:has-text("was opened already")');
      expect(await findAxeViolations(page)).toEqual([]);
      const without = await visit(`http://127.0.0.1:${served.port}/`);
      await without.page.waitForSelector('#said:has-text("needs its token")');
    },
  );

  test('runs no script and connects to no server but its own', async () => {
    const { page, violations } = await visit(served.address);
    await page.waitForSelector('#root:has-text("agent.yaml")');
    const tried = await page.evaluate(
      async ({ port }) => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
        document.body.insertAdjacentHTML('beforeend', '<img src="/x.png" onerror="window.ran = true">');
        const connected = await fetch(`http://127.0.0.1:${port}/`).then(
          () => true,
          () => false,
        );
        return { connected, ran: 'ran' in window };
      },
      { port: foreignPort() },
    );
    expect(tried).toEqual({ connected: false, ran: false });
    expect(new Set(violations)).toEqual(new Set(['script-src', 'connect-src', 'img-src']));
  });
});

describe.each([
  ['another site', () => `http://evil.example:${foreignPort()}/`],
  ['another port of this machine', () => `http://127.0.0.1:${foreignPort()}/`],
  ['another port by the other name', () => `http://localhost:${foreignPort()}/`],
])('a page of %s', (_, address) => {
  test('can neither read nor change anything, though it knows the token', async () => {
    const own = await visit(served.address);
    await own.page.waitForSelector('#root:has-text("agent.yaml")');
    const token = await own.page.evaluate(() => localStorage.getItem('plafond-session'));
    expect(token).toMatch(/^[\w-]{43}$/);

    const page = await own.context.newPage();
    answered.splice(0);
    await page.goto(address());
    const { read, done } = await page.evaluate(attack, {
      server: `http://127.0.0.1:${served.port}`,
      edit: edit(),
      token: token ?? '',
    });
    expect(read).toEqual([]);
    expect(done).toEqual([
      'beacon',
      'form',
      'frame',
      'image',
      'json',
      'plain',
      'read',
      'script',
      'socket',
      'stream',
      'with token',
    ]);
    // The requests arrived, and were refused.
    expect(new Set(answered)).toEqual(
      new Set([
        ...['GET / 200', 'GET /api/page 403', 'GET /api/events 403'],
        ...['OPTIONS /api/tree 403', 'OPTIONS /api/edits 403', 'POST /api/edits 403'],
      ]),
    );
    expect(folder.read()).toEqual(before);
  });
});

interface Target {
  readonly server: string;
  readonly edit: string;
  readonly token: string;
}

/** Runs in the other page: tries all that a page can send, and returns what it could read. */
async function attack({ server, edit: body, token }: Target) {
  const read: string[] = [];
  const done: string[] = [];
  const attempt = async (name: string, act: () => Promise<string | undefined>) => {
    const found = await act().catch(() => undefined);
    if (found) read.push(`${name}: ${found}`);
    done.push(name);
  };
  const send = async (path: string, init: RequestInit) => (await fetch(server + path, init)).text();
  const json = { 'content-type': 'application/json' };
  const loads = (element: HTMLElement, source: { readonly src?: string }) =>
    new Promise<string | undefined>((resolve) => {
      element.onload = () => resolve('loaded');
      element.onerror = () => resolve(undefined);
      Object.assign(element, source);
      document.body.append(element);
    });
  await attempt('read', () => send('/api/tree', { headers: { 'x-plafond-token': token } }));
  await attempt('stream', () => send('/api/events', { mode: 'no-cors' }));
  await attempt('json', () => send('/api/edits', { method: 'POST', headers: json, body }));
  await attempt('with token', () =>
    send('/api/edits', { method: 'POST', headers: { ...json, 'x-plafond-token': token }, body }),
  );
  await attempt('plain', () =>
    send('/api/edits', { method: 'POST', mode: 'no-cors', body, credentials: 'include' }),
  );
  await attempt('beacon', async () => {
    navigator.sendBeacon(`${server}/api/edits`, new Blob([body], { type: 'text/plain' }));
    return undefined;
  });
  await attempt('script', () => loads(document.createElement('script'), { src: `${server}/api/page` }));
  await attempt('image', () => loads(document.createElement('img'), { src: `${server}/` }));
  await attempt('socket', () => {
    const socket = new WebSocket(`${server.replace('http', 'ws')}/api/events`);
    return new Promise((resolve) => {
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve(undefined);
    });
  });
  const frame = document.createElement('iframe');
  frame.name = 'target';
  await attempt('frame', async () => {
    await loads(frame, { src: `${server}/` });
    return frame.contentDocument?.body.textContent || undefined;
  });
  await attempt('form', async () => {
    const form = document.createElement('form');
    Object.assign(form, {
      action: `${server}/api/edits`,
      method: 'POST',
      enctype: 'text/plain',
      target: 'target',
    });
    const input = document.createElement('input');
    // Sent as `name=value`, which is JSON.
    Object.assign(input, { name: body.replace(/\}$/, ',"x":"'), value: '"}' });
    form.append(input);
    document.body.append(form);
    const sent = new Promise((resolve) => {
      frame.onload = resolve;
    });
    form.submit();
    await sent;
    return frame.contentDocument?.body.textContent || undefined;
  });
  return { read, done: done.sort() };
}

test('a name that leads to this machine serves nothing, to its own pages neither', async () => {
  const own = await visit(served.address);
  await own.page.waitForSelector('#root:has-text("agent.yaml")');
  const token = await own.page.evaluate(() => localStorage.getItem('plafond-session'));
  const page = await (await visit(`http://evil.example:${foreignPort()}/`, { bypassCSP: true })).page;
  const response = await page.goto(`http://rebound.example:${served.port}/#token=${token}`);
  expect(response?.status()).toBe(403);
  const { statuses, kept } = await page.evaluate(
    async ({ key, body }) => {
      const headers = { 'content-type': 'application/json', 'x-plafond-token': key };
      const asked: readonly [string, RequestInit][] = [
        ['/', {}],
        ['/api/tree', { headers }],
        ['/api/page', { headers }],
        ['/api/events', { headers }],
        ['/api/edits', { method: 'POST', headers, body }],
        ['/api/session', { method: 'POST', headers, body: '{}' }],
      ];
      const found = [];
      for (const [target, init] of asked) found.push((await fetch(target, init)).status);
      return { statuses: found, kept: localStorage.length };
    },
    { key: token ?? '', body: edit() },
  );
  expect(statuses).toEqual([403, 403, 403, 403, 403, 403]);
  expect(kept).toBe(0);
  expect(folder.read()).toEqual(before);
});
