import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ExplorerFolder, makeFolder, runExplore, tinyPage } from '../support/explorer.ts';
import { small } from './roles.ts';

let folder: ExplorerFolder;
beforeEach(() => {
  folder = makeFolder(small);
});
afterEach(() => folder.remove());

const write = (...argv: readonly string[]) =>
  runExplore(folder, ['--out', folder.at('explorer.html'), ...argv]);
const page = () => readFileSync(folder.at('explorer.html'), 'utf8');
const dataIn = (text: string) =>
  JSON.parse(/<script id="plafond-data" type="application\/json">(.*?)<\/script>/.exec(text)?.[1] ?? 'null');

const policyOf = (text: string) =>
  /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(text)?.[1]?.split('; ');

test('one file holds the policies, may run what was built into it, and may connect to nothing', async () => {
  const { out, err, exit } = await write();
  expect([err, exit]).toEqual(['', 0]);
  expect(out).toMatch(/^wrote \S*explorer\.html: \d+ KiB\n$/);
  expect(dataIn(page())).toEqual({
    ...{ version: 1, mode: 'file', base: null },
    tree: {
      name: 'working tree',
      files: Object.fromEntries(Object.entries(folder.read()).filter(([file]) => /\.yaml$/.test(file))),
    },
  });
  expect(policyOf(page())).toEqual([
    "default-src 'none'",
    expect.stringMatching(/^script-src 'sha256-[\w+/]{43}='$/),
    expect.stringMatching(/^style-src 'sha256-[\w+/]{43}='$/),
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test('the same policies give the same bytes, in the place of the last ones', async () => {
  await write();
  const first = page();
  writeFileSync(folder.at('policies/roles/note.yaml'), '# nothing yet\n');
  await write();
  expect(page()).not.toBe(first);
  const { out } = await write('--format', 'json');
  expect(JSON.parse(out)).toEqual({
    ...{ version: 1, path: expect.stringMatching(/explorer\.html$/), bytes: Buffer.byteLength(page()) },
  });
  expect(readdirSync(folder.folder).sort()).toEqual(['explorer.html', 'policies']);
});

test('what is no page of the explorer is left alone, and no folder is made', async () => {
  writeFileSync(folder.at('explorer.html'), tinyPage);
  expect(await write()).toMatchObject({
    exit: 2,
    err: expect.stringContaining('is no page of the explorer'),
  });
  expect(page()).toBe(tinyPage);
  const elsewhere = await runExplore(folder, ['--out', folder.at('no/such/explorer.html')]);
  expect(elsewhere).toMatchObject({ exit: 2, err: expect.stringMatching(/no folder `\S*no\/such`/) });
  expect(existsSync(folder.at('no'))).toBe(false);
  expect(await runExplore(folder, ['--out', folder.at('policies')])).toMatchObject({
    ...{ exit: 2, err: expect.stringContaining('is a folder') },
  });
  expect(await runExplore(folder, ['--out', folder.at('x.html'), '--port', '1'])).toMatchObject({ exit: 2 });
});

test('policies with errors are shown with them, and the errors are said', async () => {
  writeFileSync(folder.at('policies/roles/agent.yaml'), 'kind: Rolle\n');
  expect(await write()).toMatchObject({ exit: 1, err: expect.stringContaining('unknown-kind') });
  expect(dataIn(page()).tree.files['roles/agent.yaml']).toBe('kind: Rolle\n');
});

test('files keep what is in them: a byte order mark, what is no UTF-8, the reason of a link; not their line ends', async () => {
  writeFileSync(folder.at('policies/marked.yaml'), '\ufeff# marked\r\n');
  writeFileSync(folder.at('policies/latin.yaml'), Buffer.from([0x23, 0xe9, 0x0a]));
  mkdirSync(folder.at('away'));
  symlinkSync(folder.at('away'), folder.at('policies/__proto__'));
  await write();
  const { tree } = dataIn(page());
  expect(tree.files['marked.yaml']).toBe('\ufeff# marked\n');
  expect(tree.bytes).toEqual({ 'latin.yaml': Buffer.from([0x23, 0xe9, 0x0a]).toString('base64') });
  expect(Object.keys(tree.unreadable)).toEqual(['__proto__']);
});

test('a table that no policy names is not sent around', async () => {
  writeFileSync(folder.at('policies/customers.csv'), 'name,revenue\n');
  writeFileSync(folder.at('policies/tenants/acme/users.csv'), 'id,userType,seats,roles\nada,Full,,agent\n');
  writeFileSync(
    folder.at('policies/tenants/acme/users.yaml'),
    'kind: Users\ntenant: acme\nfrom: users.csv\n',
  );
  await write();
  const tables = Object.keys(dataIn(page()).tree.files).filter((file) => file.endsWith('.csv'));
  expect(tables).toEqual(['tenants/acme/users.csv']);
});

test('roles of a database stand beside the files, row by row', async () => {
  const rows = [{ role: { kind: 'Role', name: 'desk', tenant: 'acme', userType: 'Full', grants: {} } }];
  for (const text of [JSON.stringify(rows), `${JSON.stringify(rows[0])}\n`]) {
    writeFileSync(folder.at('rows.json'), text);
    await write('--roles', folder.at('rows.json'));
    expect(dataIn(page()).stored).toEqual(rows);
  }
  writeFileSync(folder.at('rows.json'), '{');
  expect(await write('--roles', folder.at('rows.json'))).toMatchObject({
    ...{ exit: 2, err: expect.stringContaining('neither JSON nor JSON lines') },
  });
});

test('without the built page, or a process to end, it says so', async () => {
  const at = folder.at('gone.html');
  const out = ['--out', folder.at('explorer.html')];
  expect(await runExplore(folder, out, { explorerPage: at })).toMatchObject({
    ...{
      exit: 2,
      err: expect.stringContaining('cannot read the page of the explorer: there is no such file'),
    },
  });
  expect(await runExplore(folder, [])).toMatchObject({ exit: 2, err: expect.stringContaining('--out') });
  for (const port of ['-1', '65536', '1.5'])
    expect(await runExplore(folder, ['--port', port], { stay: async () => {} })).toMatchObject({ exit: 2 });
});
