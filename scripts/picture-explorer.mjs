/**
 * Takes the pictures of the explorer for docs/explorer.md, of the policies of this repository: one PNG for each view. What
 * changes in `changes.png` is written into a copy of them. Needs a build, git and a Chromium, at $CHROMIUM or
 * /usr/bin/chromium. `node scripts/picture-explorer.mjs`
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = path.join(import.meta.dirname, '..');
const out = path.join(root, 'docs/explorer');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

if (!existsSync(executablePath)) {
  process.stderr.write(`no Chromium at ${executablePath}; say where one is with CHROMIUM\n`);
  process.exit(2);
}

const folder = mkdtempSync(path.join(tmpdir(), 'plafond-pictures-'));
const policies = path.join(folder, 'policies');
cpSync(path.join(root, 'policies'), policies, { recursive: true });
const git = (...args) =>
  execFileSync('git', ['-c', 'user.name=-', '-c', 'user.email=-', '-c', 'commit.gpgsign=false', ...args], {
    cwd: folder,
  });
git('init', '-q', '-b', 'main');
git('add', '.');
git('commit', '-qm', 'base');

const write = (file, ...args) => {
  const command = [path.join(root, 'dist/plafond.js'), 'explore', '--policies', policies, '--out', file];
  execFileSync('node', [...command, ...args], { cwd: folder });
  return pathToFileURL(file).href;
};
const edit = (file, from, to) => {
  const text = readFileSync(path.join(policies, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold \`${from}\``);
  writeFileSync(path.join(policies, file), text.replace(from, to));
};

const plain = write(path.join(folder, 'plain.html'));
edit('roles/csm.yaml', 'actions: [view, update]', 'actions: [view, update, export]');
edit(
  'tenants/acme/users.yaml',
  'csm-2@acme.example, userType: Core, roles: [csm]',
  'csm-2@acme.example, userType: Core, roles: [csm, manager]',
);
const changed = write(path.join(folder, 'changed.html'), '--base', 'HEAD');

const switchExport = (page) => page.getByRole('checkbox', { name: 'Export Company', exact: true }).click();
const awaitEffect = (page) => page.getByText('Without effect in').first().waitFor();

/** Each picture by its name: its width and height, the address of what it shows, and what is done there. */
const pictures = {
  matrix: [1100, 640, '/matrix?tenant=acme&role=csm'],
  cell: [1340, 900, '/matrix?tenant=acme&role=csm&cell=Company%3Aexport&of=csm'],
  roles: [
    1460,
    820,
    '/roles?tenant=acme&role=csm',
    async (page) => {
      await switchExport(page);
      await awaitEffect(page);
    },
  ],
  person: [
    1200,
    760,
    '/people?tenant=acme&user=csm-1%40acme.example',
    async (page) => {
      await page.getByRole('checkbox', { name: 'Manager', exact: true }).click();
      await page.getByText('Supposed, not real').waitFor();
      await page.getByRole('checkbox', { name: 'Core + Service', exact: true }).hover();
      await page.locator('.reason:visible').waitFor();
    },
  ],
  who: [1200, 520, '/who?ask=Company%3Aexport'],
  tenants: [1100, 640, '/tenants'],
  findings: [1200, 820, '/findings'],
  changes: [1200, 760, '/changes', undefined, changed],
  records: [
    1200,
    560,
    '/records?tenant=acme&holder=role%3Acsm&model=Company&action=view',
    async (page) => {
      await page.getByLabel('The user’s id').fill('u1');
      const text = page.getByRole('textbox', { name: /Records of Company/ });
      await text.fill('_id,owner,coOwner\nnorthwind,u1,\ncontoso,u2,u1\nfabrikam,u2,u3');
      await page.getByText('2 of 3 reached').waitFor();
    },
  ],
  tray: [
    1300,
    800,
    '/roles?tenant=acme&role=csm',
    async (page) => {
      await switchExport(page);
      await awaitEffect(page);
      await page.getByRole('button', { name: 'Review' }).click();
      await page.getByRole('dialog').getByText('In effect').waitFor();
    },
  ],
};

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
for (const [name, [width, height, at, act, address = plain]] of Object.entries(pictures)) {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: 1 });
  await page.goto(`${address}#${at}`);
  await page.getByText('compiles').waitFor();
  await act?.(page);
  const picture = await page.screenshot({ type: 'png', animations: 'disabled' });
  writeFileSync(path.join(out, `${name}.png`), picture);
  process.stdout.write(`docs/explorer/${name}.png ${picture.length} bytes\n`);
  await page.close();
}
await browser.close();
rmSync(folder, { recursive: true, force: true });
