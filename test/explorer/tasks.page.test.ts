/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAxeViolations, shareBrowser, writeOfflineFile } from './support.ts';

/** Each task that people come for is done with the page alone: by the fewest steps, up to the answer that they read. */
const browser = shareBrowser();
const root = path.join(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-tasks-'));
let file: string;
let fileOfRequest: string;
let fileOfMove: string;

beforeAll(async () => {
  file = await writeOfflineFile(path.join(root, 'policies'));
  const policies = path.join(folder, 'policies');
  cpSync(path.join(root, 'policies'), policies, { recursive: true });
  const git = (...args: readonly string[]) => {
    const identity = [
      '-c',
      'user.name=Ann',
      '-c',
      'user.email=ann@example.com',
      '-c',
      'commit.gpgsign=false',
    ];
    const { status, stderr } = spawnSync('git', ['-C', folder, ...identity, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'base');
  const role = path.join(policies, 'roles/csm.yaml');
  writeFileSync(
    role,
    readFileSync(role, 'utf8').replace('actions: [view, update]', 'actions: [view, update, export]'),
  );
  const users = path.join(policies, 'tenants/acme/users.yaml');
  writeFileSync(
    users,
    readFileSync(users, 'utf8')
      .replace(
        'csm-2@acme.example, userType: Core, roles: [csm]',
        'csm-2@acme.example, userType: Core, roles: [csm, administrator]',
      )
      .replace(
        'csm-1@acme.example, userType: Core, roles: [csm]',
        'csm-1@acme.example, userType: Core, roles: [csm, manager]',
      ),
  );
  fileOfRequest = await writeOfflineFile(policies, ['--base', 'HEAD']);
  const moved = path.join(folder, 'moved');
  cpSync(path.join(root, 'examples/catalogs/tracker'), moved, { recursive: true });
  git('add', 'moved');
  git('commit', '-qm', 'before it is moved');
  renameSync(moved, path.join(folder, 'rights'));
  fileOfMove = await writeOfflineFile(path.join(folder, 'rights'), ['--base', 'HEAD']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Somebody at the page, whose steps are counted. */
async function sitDown(address: string) {
  const { page } = await browser.openFile(address);
  let steps = 0;
  const count = async (act: Promise<unknown>) => {
    await act;
    steps++;
  };
  return {
    page,
    click: (what: Locator) => count(what.click()),
    hover: (what: Locator) => count(what.hover()),
    choose: (what: Locator, title: string) => count(what.selectOption({ label: title })),
    write: (what: Locator, text: string) => count(what.fill(text).then(() => what.press('Enter'))),
    get steps() {
      return steps;
    },
  };
}

const menu = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name });

test('who can export companies in acme, and why', async () => {
  const person = await sitDown(file);
  const { page } = person;
  await person.click(menu(page, 'Who can'));
  await person.write(page.getByLabel('Permissions'), 'Company:export');
  await person.choose(page.getByLabel('Tenant'), 'Acme');
  await page.getByText('4 roles hold it, 3 people').waitFor();
  await person.click(page.getByRole('link', { name: 'manager' }));
  const panel = page.locator('.cell-panel');
  await panel.getByText('Allowed', { exact: true }).waitFor();
  expect(await panel.textContent()).toMatch(
    /Allowed for manager in acme on records of team.*roles\/manager\.yaml:\d+/s,
  );
  expect(person.steps).toBe(4);
});

test('give customer success managers the export, and what that does in each tenant', async () => {
  const person = await sitDown(file);
  const { page } = person;
  await person.click(menu(page, 'Roles'));
  await person.click(page.getByRole('button', { name: 'Customer success manager' }));
  await person.click(page.getByRole('checkbox', { name: 'Export Company', exact: true }));
  const effect = page.getByRole('complementary', { name: 'Effect' });
  await effect.getByText('Without effect in').waitFor();
  expect(await effect.textContent()).toMatch(
    /gained.*exfiltration.*Company:export.*acme, initech.*Without effect in.*globex: Company:export/s,
  );
  expect(person.steps).toBe(3);
});

test('why a user cannot have a role', async () => {
  const person = await sitDown(file);
  const { page } = person;
  await person.click(menu(page, 'People'));
  await person.click(page.getByRole('link', { name: 'csm-1@acme.example' }));
  await person.hover(page.getByRole('checkbox', { name: 'Core + Service', exact: true }));
  await page.locator('.reason:visible').waitFor();
  expect(await page.locator('.reason:visible').textContent()).toMatch(/needs seat Service/);
  expect(person.steps).toBe(3);
});

test('a View copy of an old role, and what drops', async () => {
  const person = await sitDown(file);
  const { page } = person;
  await person.click(menu(page, 'Roles'));
  await person.click(page.getByRole('button', { name: 'Customer success manager' }));
  await person.click(page.getByRole('button', { name: 'Duplicate' }));
  const dialog = page.getByRole('dialog');
  await person.choose(dialog.getByLabel('User type'), 'View');
  await dialog.getByText('permissions are dropped').waitFor();
  expect(await dialog.textContent()).toMatch(/\d+ permissions are dropped/);
  await person.click(dialog.getByRole('button', { name: 'Duplicate' }));
  await page.getByRole('heading', { name: 'csm-copy' }).waitFor();
  expect(person.steps).toBe(5);
});

test('whether a request is to be approved: its verdict, who gains what, and why', async () => {
  const person = await sitDown(fileOfRequest);
  const { page } = person;
  await person.click(menu(page, 'Changes'));
  const effect = page.getByRole('region', { name: 'In effect' });
  await effect.getByRole('heading', { name: 'ESCALATION' }).waitFor();
  const said = await effect.textContent();
  expect(said).toMatch(/Company:export.*Customer success manager in acme, initech/s);
  expect(said).toMatch(/\+ role administrator in acme.*csm-2@acme\.example/s);
  await person.click(effect.getByRole('link', { name: 'Company:export' }).first());
  await page.locator('.cell-panel').getByText('Allowed', { exact: true }).waitFor();
  expect(person.steps).toBe(2);
});

test('squares are marked by what the base had, also while edits wait', async () => {
  const { page } = await browser.openFile(fileOfRequest, { at: '/matrix?tenant=acme&role=csm' });
  const mark = (permission: string) => page.locator(`.square[data-permission="${permission}"] .gained`);
  await mark('Company:export').waitFor();
  expect(await mark('Churn:export').count()).toBe(0);
  await page.evaluate(() => {
    location.hash = '/roles?tenant=acme&role=csm';
  });
  await page.getByRole('checkbox', { name: 'Export Churn', exact: true }).click();
  await page.getByRole('link', { name: 'In the matrix' }).click();
  await mark('Churn:export').waitFor();
  expect(await mark('Company:export').count()).toBe(1);
});

test('where the base has the policies in another folder, the changes begin with that', async () => {
  const { page } = await browser.openFile(fileOfMove, { at: '/changes' });
  const note = page.getByText('which are gone since: all of it counts as new');
  await note.waitFor();
  expect(await note.textContent()).toMatch(/^HEAD has no policies in .*rights, and has those of .*moved,/);
  expect(await findAxeViolations(page)).toEqual([]);
});

test.each([
  ['/roles?tenant=acme&role=csm', /gained: Company:export · csm in acme, initech/],
  ['/roles?tenant=acme&role=manager', /nothing here is otherwise/],
  ['/people?tenant=acme', /consultant-2@acme\.example: gained Company:export/],
  [
    '/people?tenant=acme&user=csm-2%40acme.example',
    /^Since.*csm-2@acme\.example: gained Activity:export.*more/s,
  ],
  [
    '/who?ask=Company%3Aexport',
    /\+ csm-2@acme\.example by administrator in acme\+ csm in acme on own: Company:export/,
  ],
  ['/tenants', /\+ role administrator in acme/],
  ['/findings', /\+ info: role manager reaches less for user csm-1@acme\.example/],
  ['/records?tenant=acme&holder=role%3Acsm', /gained: Company:export/],
] as const)('what changes since the base stands at %s', async (at, words) => {
  const { page } = await browser.openFile(fileOfRequest, { at });
  const since = page.getByRole('region', { name: 'Since HEAD' });
  await since.waitFor();
  expect(await since.textContent()).toMatch(words);
  expect(await findAxeViolations(page)).toEqual([]);
});
