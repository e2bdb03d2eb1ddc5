import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Asked,
  type ExplorerFolder,
  makeFolder,
  type ServedFolder,
  serveFolder,
} from '../support/explorer.ts';
import { small } from './roles.ts';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

let folder: ExplorerFolder;
let served: ServedFolder;
let token: string;
beforeEach(async () => {
  folder = makeFolder(small);
  served = await serveFolder(folder);
  token = await served.open();
});
afterEach(async () => {
  await served.end();
  folder.remove();
});

/** Asks as the page does, with its token. */
const ask = (target: string, { headers, ...asked }: Asked = {}) =>
  served.ask(target, { ...asked, headers: { 'x-plafond-token': token, ...headers } });

const post = (files: unknown, headers: Asked['headers'] = {}) =>
  ask('/api/edits', { method: 'POST', headers, body: JSON.stringify({ files }) });

const agent = 'roles/agent.yaml';
const textOf = (file: string) => folder.read()[file] ?? '';
const edited = () => `${textOf(agent)}# a remark\n`;
const editOf = (file: string, text: string | null) => ({ path: file, before: digestOf(textOf(file)), text });

const policyFiles = () =>
  Object.fromEntries(Object.entries(folder.read()).filter(([file]) => file.endsWith('.yaml')));

const statusOf = async (answer: Promise<{ readonly status: number }>) => (await answer).status;
const sentence = (text: string) => (JSON.parse(text) as { readonly error: string }).error;

describe('who is let in', () => {
  test('the token of the address is good once, and for nothing but a session', async () => {
    const again = await served.ask('/api/session', {
      method: 'POST',
      headers: { 'x-plafond-token': served.entry },
    });
    expect([again.status, sentence(again.text)]).toEqual([
      403,
      'this address was opened already, and is good for one browser; end `plafond explore` and start it again for another',
    ]);
    const other = makeFolder(small);
    const fresh = await serveFolder(other);
    const withEntry = { headers: { 'x-plafond-token': fresh.entry } };
    expect(await statusOf(fresh.ask('/api/tree', withEntry))).toBe(401);
    expect(await statusOf(fresh.ask('/api/session', withEntry))).toBe(405);
    expect(await statusOf(fresh.ask('/api/session', { method: 'POST' }))).toBe(401);
    const wrong = { method: 'POST', headers: { 'x-plafond-token': `${fresh.entry}x` } };
    expect(await statusOf(fresh.ask('/api/session', wrong))).toBe(401);
    expect(await fresh.open()).toMatch(/^[\w-]{43}$/);
    await fresh.end();
    other.remove();
  });

  test.each(['/api/page', '/api/tree', '/api/events', '/api/edits', '/api/nothing'])(
    'nobody gets %s without the token of the page',
    async (target) => {
      for (const headers of [{}, { 'x-plafond-token': '' }, { 'x-plafond-token': served.entry }])
        for (const method of ['GET', 'POST'])
          expect(await statusOf(served.ask(target, { method, headers }))).toBe(401);
      expect(await statusOf(served.ask(`${target}?x-plafond-token=${token}`))).toBe(401);
      expect(await statusOf(served.ask(target, { headers: { cookie: `plafond-session=${token}` } }))).toBe(
        401,
      );
    },
  );

  test.each([
    ['another name', 'evil.example'],
    ['another name with the port', 'evil.example:PORT'],
    ['no port', '127.0.0.1'],
    ['another port', '127.0.0.1:1'],
    ['a name that ends alike', 'x127.0.0.1:PORT'],
    ['all addresses', '0.0.0.0:PORT'],
    ['a name in front', 'evil@127.0.0.1:PORT'],
    ['nothing', ''],
  ])('a host header of %s is refused, with the token too', async (_, host) => {
    const headers = { host: host.replace('PORT', String(served.port)) };
    for (const target of ['/', '/api/tree', '/api/nothing'])
      expect(await statusOf(ask(target, { headers }))).toBe(403);
  });

  test('two host headers, none, and a target that names a host are refused', async () => {
    const raw = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(served.port, '127.0.0.1', () => socket.end(text));
        let said = '';
        socket.setEncoding('utf8');
        socket.on('data', (piece) => {
          said += piece;
        });
        socket.on('close', () => resolve(said.split('\r\n')[0] ?? ''));
        socket.on('error', reject);
      });
    const own = `Host: 127.0.0.1:${served.port}\r\n`;
    const end = `x-plafond-token: ${token}\r\nConnection: close\r\n\r\n`;
    expect(await raw(`GET /api/tree HTTP/1.1\r\n${own}${end}`)).toBe('HTTP/1.1 200 OK');
    expect(await raw(`GET /api/tree HTTP/1.1\r\n${own}Host: evil.example\r\n${end}`)).toMatch(/ 40[03] /);
    expect(await raw(`GET /api/tree HTTP/1.0\r\n${end}`)).toBe('HTTP/1.1 403 Forbidden');
    expect(await raw(`GET http://evil.example/api/tree HTTP/1.1\r\n${own}${end}`)).toBe(
      'HTTP/1.1 400 Bad Request',
    );
    expect(await raw(`GET //evil.example/api/tree HTTP/1.1\r\n${own}${end}`)).toBe(
      'HTTP/1.1 400 Bad Request',
    );
  });

  test('localhost is this machine too', async () => {
    const host = `localhost:${served.port}`;
    expect(await statusOf(ask('/api/tree', { headers: { host } }))).toBe(200);
    expect(await statusOf(post([editOf(agent, edited())], { host, origin: `http://${host}` }))).toBe(200);
  });

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['the other name of this machine', { origin: 'http://localhost:PORT' }],
    ['no origin at all', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin of the same site', { 'sec-fetch-site': 'same-site' }],
    ['the bar of the browser', { 'sec-fetch-site': 'none' }],
  ])('a question from %s is refused, with the token too', async (_, sent) => {
    const headers = Object.fromEntries(
      Object.entries(sent).map(([name, value]) => [name, value.replace('PORT', String(served.port))]),
    );
    for (const target of ['/api/page', '/api/tree', '/api/events'])
      expect(await statusOf(ask(target, { headers }))).toBe(403);
    expect(await statusOf(post([editOf(agent, edited())], headers))).toBe(403);
    expect(textOf(agent)).not.toContain('remark');
  });

  test('an edit has to name its origin, and to be JSON by its type', async () => {
    const edits = [editOf(agent, edited())];
    expect(await statusOf(post(edits, { origin: undefined }))).toBe(403);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=x',
      undefined,
    ])
      expect(await statusOf(post(edits, { 'content-type': type }))).toBe(415);
    expect(textOf(agent)).not.toContain('remark');
  });
});

describe('what is asked', () => {
  test('nothing that is asked with GET changes anything', async () => {
    const before = folder.read();
    const { status, headers } = await ask('/api/edits', {
      body: JSON.stringify({ files: [editOf(agent, 'x')] }),
    });
    expect([status, headers.allow]).toEqual([405, 'POST']);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])
      expect(await statusOf(ask('/api/edits', { method }))).toBe(405);
    expect(folder.read()).toEqual(before);
  });

  test('no answer may be kept, framed, guessed at or read by others', async () => {
    for (const target of ['/', '/api/tree', '/api/page', '/api/nothing', '/favicon.ico']) {
      const { headers } = await ask(target);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
      expect(Object.keys(headers).filter((name) => /^access-control|^set-cookie/.test(name))).toEqual([]);
    }
  });

  test('what everybody gets holds no policy and no token', async () => {
    const { status, text } = await served.ask('/');
    expect(status).toBe(200);
    for (const secret of [token, served.entry, 'agent', 'acme']) expect(text).not.toContain(secret);
  });

  test('the page holds the policies and its token', async () => {
    const { text } = await ask('/api/page');
    const [, json = ''] =
      /<script id="plafond-data" type="application\/json">(.*?)<\/script>/.exec(text) ?? [];
    expect(JSON.parse(json)).toMatchObject({
      ...{ version: 1, mode: 'served', base: null, token },
      tree: { name: 'working tree', files: policyFiles(), digests: { [agent]: digestOf(textOf(agent)) } },
    });
    expect(text).toContain("connect-src 'self'");
  });

  test('a path that every object has is none of the server', async () => {
    for (const target of ['/constructor', '/__proto__', '/api/../', '/toString'])
      expect(await statusOf(ask(target))).toBe(404);
  });

  test('changes on disk are told, the first digest being that of now', async () => {
    const events = await fetch(`http://127.0.0.1:${served.port}/api/events`, {
      headers: { 'x-plafond-token': token },
    });
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    const next = async () =>
      JSON.parse(/^data: (.*)\n\n$/.exec((await reader?.read())?.value ?? '')?.[1] ?? '{}');
    const digest = async () => JSON.parse((await ask('/api/tree')).text).digest;
    expect(events.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await next()).toEqual({ digest: await digest() });
    writeFileSync(folder.at('policies/roles/agent.yaml'), edited());
    expect(await next()).toEqual({ digest: await digest() });
    mkdirSync(folder.at('policies/more/deep'), { recursive: true });
    writeFileSync(folder.at('policies/more/deep/role.yaml'), '# nothing yet\n');
    expect(await next()).toEqual({ digest: await digest() });
    await post([editOf(agent, textOf(agent).replace('# a remark\n', ''))]);
    expect(await next()).toEqual({ digest: await digest() });
    await reader?.cancel();
  });
});

describe('an edit', () => {
  test('is written, whole, with what it makes and removes', async () => {
    const { status, text } = await post([
      editOf(agent, edited()),
      {
        path: 'roles/new/guest.yaml',
        before: null,
        text: textOf(agent).replace('name: agent', 'name: guest'),
      },
    ]);
    expect([status, JSON.parse(text)]).toEqual([200, { written: [agent, 'roles/new/guest.yaml'] }]);
    expect(textOf(agent)).toMatch(/# a remark\n$/);
    expect(textOf('roles/new/guest.yaml')).toContain('name: guest');
    expect(await statusOf(post([editOf('roles/new/guest.yaml', null)]))).toBe(200);
    expect(folder.read()).not.toHaveProperty('roles/new/guest.yaml');
  });

  test('that does not compile is not written, and the findings say why', async () => {
    const before = folder.read();
    const { status, text } = await post([
      { path: 'roles/other.yaml', before: null, text: textOf(agent).replace('name: agent', 'name: other') },
      editOf(agent, textOf(agent).replace('kind: Role', 'kind: Rolle')),
    ]);
    const { findings } = JSON.parse(text);
    expect([status, findings[0]]).toMatchObject([
      422,
      { code: 'unknown-kind', severity: 'error', path: agent },
    ]);
    expect(folder.read()).toEqual(before);
  });

  test('of a file that changed, came or went meanwhile is refused, with all others', async () => {
    const before = folder.read();
    const good = {
      path: 'roles/good.yaml',
      before: null,
      text: textOf(agent).replace('name: agent', 'name: good'),
    };
    for (const [stale, error] of [
      [{ ...editOf(agent, edited()), before: digestOf('older') }, `\`${agent}\` was changed meanwhile`],
      [{ path: agent, before: null, text: edited() }, `\`${agent}\` is there already`],
      [
        { path: 'roles/gone.yaml', before: digestOf(''), text: 'x' },
        '`roles/gone.yaml` was removed meanwhile',
      ],
    ] as const) {
      const { status, text } = await post([good, stale]);
      expect([status, JSON.parse(text)]).toEqual([409, { error, path: stale.path }]);
    }
    expect(folder.read()).toEqual(before);
  });

  test('of two pages at once is written once', async () => {
    const remark = (name: string) => `${textOf(agent)}# ${name}\n`;
    const edits = ['one', 'two', 'three', 'four'].map((name) => [editOf(agent, remark(name))]);
    const statuses = await Promise.all(edits.map((files) => statusOf(post(files))));
    expect(statuses.sort()).toEqual([200, 409, 409, 409]);
    expect(textOf(agent).match(/# (one|two|three|four)\n/g)).toHaveLength(1);
  });

  test.each([
    '../outside.yaml',
    'roles/../../outside.yaml',
    '/etc/outside.yaml',
    'roles//outside.yaml',
    './outside.yaml',
    '..\\outside.yaml',
    'C:\\outside.yaml',
    'C:outside.yaml',
    'roles/outside.yaml\0.yaml',
    'roles/\u202eoutside.yaml',
    '.git/outside.yaml',
    'roles/.GIT/outside.yaml',
    'roles./outside.yaml',
    'outside.sh',
    '.gitattributes',
    'roles/outside',
    'roles',
    '',
    '__proto__',
    `${'a/'.repeat(600)}outside.yaml`,
  ])('cannot lead elsewhere: %j', async (file) => {
    const before = folder.read();
    expect(await statusOf(post([{ path: file, before: null, text: textOf(agent) }]))).toBe(403);
    expect(folder.read()).toEqual(before);
  });

  test.runIf(process.platform !== 'win32')('follows no link, to a file or to a folder', async () => {
    writeFileSync(folder.at('outside.yaml'), textOf(agent));
    mkdirSync(folder.at('away'));
    mkdirSync(folder.at('policies/inner/.git'), { recursive: true });
    symlinkSync(folder.at('outside.yaml'), folder.at('policies/roles/link.yaml'));
    symlinkSync(folder.at('away'), folder.at('policies/links'));
    for (const [file, before] of [
      ['roles/link.yaml', digestOf(textOf(agent))],
      ['roles/link.yaml', null],
      ['links/new.yaml', null],
      ['inner/new.yaml', null],
      ['roles/agent.yaml/new.yaml', null],
    ]) {
      const { status, text } = await post([{ path: file, before, text: textOf(agent) }]);
      expect([status, sentence(text)]).toEqual([
        403,
        expect.stringMatching(/is not written: it is|no folder/),
      ]);
    }
  });

  test.each([
    ['no JSON', '{'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('latin1')],
    ['a list', '[]'],
    ['nothing to edit', '{"files":[]}'],
    ['more than files', '{"files":[],"force":true}'],
    ['an edit of text', '{"files":["x"]}'],
    ['an edit without its start', '{"files":[{"path":"a.yaml","text":""}]}'],
    ['a start that is no digest', '{"files":[{"path":"a.yaml","before":"","text":""}]}'],
    ['half a character', '{"files":[{"path":"a.yaml","before":null,"text":"\\ud800"}]}'],
    ['nothing that becomes nothing', '{"files":[{"path":"a.yaml","before":null,"text":null}]}'],
    ['a prototype', '{"files":[{"path":"a.yaml","before":null,"text":"","__proto__":{}}]}'],
  ])('is refused that is %s', async (_, body) => {
    expect(await statusOf(ask('/api/edits', { method: 'POST', body }))).toBe(400);
  });

  test('names a file once, in whatever spelling', async () => {
    const edit = editOf(agent, edited());
    for (const other of [agent, agent.toUpperCase().replace('YAML', 'yaml')])
      expect(await statusOf(post([edit, { ...edit, path: other }]))).toBe(400);
    expect(textOf(agent)).not.toContain('remark');
  });

  test('may not be of any size, said or not', { tags: ['slow'] }, async () => {
    const big = 'x'.repeat(5 * 1024 * 1024);
    expect(await statusOf(post([editOf(agent, big)]))).toBe(400);
    const said = await ask('/api/edits', {
      method: 'POST',
      headers: { 'content-length': '99999999999' },
    }).catch((error: Error) => ({ status: 413, error }));
    expect(said.status).toBe(413);
    const huge = JSON.stringify({ files: Array(14).fill({ text: big }) });
    const chunked = await ask('/api/edits', {
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked' },
      body: huge,
    }).catch((error: Error) => ({ status: 413, error }));
    expect(chunked.status).toBe(413);
  });
});

test('ends when it is asked to, also while a page listens', async () => {
  const other = await serveFolder(folder);
  const key = await other.open();
  const events = await fetch(`http://127.0.0.1:${other.port}/api/events`, {
    headers: { 'x-plafond-token': key },
  });
  expect(await other.end()).toEqual({ out: '', err: '', exit: 0 });
  await expect(events.text()).rejects.toThrow();
  await expect(other.ask('/')).rejects.toThrow();
});

test('says that a port is taken', async () => {
  await expect(serveFolder(folder, ['--port', String(served.port)])).rejects.toThrow(
    `cannot serve on port ${served.port}: another program uses it`,
  );
});
