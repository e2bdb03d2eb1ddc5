import { readFile } from 'node:fs/promises';
import type { ServedRule } from '@planhat/permissions/client';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { service, users } from './support.ts';

const { listen, value } = service();

let browser: Browser;
let url: string;
let page: Page;

beforeAll(async () => {
  url = await listen();
  browser = await openBrowser();
});

beforeEach(async () => {
  page = await browser.newPage();
  page.setDefaultTimeout(30 * 60_000);
  await page.goto(url);
});

afterEach(async () => {
  await page?.unrouteAll({ behavior: 'wait' });
  await page?.close();
});

afterAll(() => browser?.close());

async function enter(name: keyof typeof users): Promise<void> {
  await page.getByLabel('Signed in as').selectOption(users[name]);
  await page.getByRole('table').waitFor();
}

/** The rows of the table, each with the text of its cells. */
async function rows(count: number): Promise<string[][]> {
  const found = page.locator('tbody tr');
  await found.nth(count - 1).waitFor();
  return Promise.all((await found.all()).map((row) => row.getByRole('cell').allTextContents()));
}

const headers = () => page.getByRole('columnheader').allInnerTexts();
const menu = () => page.getByRole('navigation').getByRole('button').allInnerTexts();
const row = (text: string) => page.getByRole('row').filter({ hasText: text });
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const refusal = () => page.getByRole('alert').innerText();

test('who has not signed in is asked to, and sees nothing', async () => {
  await page.getByText('Choose who you are').waitFor();
  expect(await page.getByRole('table').count()).toBe(0);
});

test('a customer success manager sees and edits their own accounts', async () => {
  await enter('Carl');
  expect((await rows(3)).map(([name]) => name)).toEqual([
    'Edit Name: Aurora Foods',
    'Edit Name: Borealis Bikes',
    'Edit Name: Delphin Travel',
  ]);
  expect(await headers()).toEqual(['Name', 'Phase', 'Country', 'Owner', 'Co-owner', 'ARR', 'Renewal ARR']);
  expect(await menu()).toEqual(['Accounts', 'People', 'Tasks', 'Revenue']);
  expect(await row('Aurora').getByRole('button', { name: /Owner/ }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Export' }).count()).toBe(0);
  expect(await button(/Remove/).count()).toBe(0);
});

test('a contractor has no revenue: no column, no entry in the menu', async () => {
  await enter('Kit');
  await rows(1);
  expect(await headers()).toEqual(['Name', 'Phase', 'Country', 'Owner', 'Co-owner']);
  expect(await menu()).toEqual(['Accounts', 'People', 'Tasks']);
});

/** Lets the page have only some of the rules that are served. */
const serveOnly = (kept: (rule: ServedRule) => boolean) =>
  page.route('**/me/abilities', async (route) => {
    const response = await route.fetch();
    if (!response.ok()) return route.fulfill({ response });
    const { rules }: { rules: readonly ServedRule[] } = await response.json();
    return route.fulfill({ response, json: { rules: rules.filter(kept) } });
  });

test('begins with the first entry of the menu that is permitted', async () => {
  await serveOnly(({ subject }) => subject !== 'Company');
  await enter('Carl');
  await row('Amélie').waitFor();
  expect(await menu()).toEqual(['People', 'Tasks', 'Revenue']);
  expect(await page.locator('[aria-current=page]').allInnerTexts()).toEqual(['People']);
});

test('tells whom nothing is permitted', async () => {
  await serveOnly(() => false);
  await page.getByLabel('Signed in as').selectOption(users.Carl);
  await page.getByText('Nothing here that you may use').waitFor();
  expect(await page.getByRole('table').count()).toBe(0);
});

test('a property is hidden, and not to be edited, of some records only', async () => {
  await enter('Lee');
  const arr = (await rows(7)).map((cells) => cells[5]);
  expect(arr).toEqual(['hidden', 'hidden', 'hidden', 'hidden', 'hidden', 'Edit ARR: 31,000', 'hidden']);
  expect(await button(/^Edit Name/).count()).toBe(1);
});

test('edits a property in its place, with the keyboard alone', async () => {
  await enter('Mona');
  await rows(4);
  await button('Edit ARR: 210,000').press('Enter');
  await page.locator('input[aria-label=ARR]:focus').waitFor();
  await page.keyboard.type('215000');
  await page.keyboard.press('Enter');
  await button('Edit ARR: 215,000').and(page.locator(':focus')).waitFor();
  expect(await value('companies', 'ember', 'arr')).toBe(215000);
});

test('leaves a property as it was on Escape', async () => {
  await enter('Mona');
  await button('Edit Name: Ember Energy').press('Enter');
  await page.keyboard.type('Mine');
  await page.keyboard.press('Escape');
  await button('Edit Name: Ember Energy').waitFor();
  expect(await value('companies', 'ember', 'name')).toBe('Ember Energy');
});

test('shows why the service refuses, and keeps what was entered', async () => {
  await enter('Mona');
  await row('Ember')
    .getByRole('button', { name: /^Edit Owner/ })
    .click();
  await page.getByLabel('Owner', { exact: true }).fill(users.Cleo);
  await button('Save').click();
  expect(await refusal()).toContain(
    'owner as it would be, not allowed: this record is not reached: role `manager`',
  );
  expect(await page.getByLabel('Owner', { exact: true }).inputValue()).toBe(users.Cleo);
  await button('Cancel').click();
  await button('Close').click();
  await row('Ember')
    .getByRole('button', { name: `Edit Owner: ${users.Mona}` })
    .waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('exports what may be exported', async () => {
  await enter('Mona');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('companies.csv');
  const lines = (await readFile(await download.path(), 'utf8')).split('\n');
  expect(lines[0]).toMatch(/^_id,name,/);
  expect(lines).toHaveLength(6);
});

test('removes an account', async () => {
  await enter('Ada');
  await button('Remove Garnet Games').click();
  await row('Garnet').waitFor({ state: 'detached' });
  expect(await value('companies', 'garnet', 'id')).toBeUndefined();
});

test('searches and sorts', async () => {
  await enter('Ada');
  await rows(7);
  await button('ARR').click();
  await page.locator('th[aria-sort=ascending]').waitFor();
  await row('Borealis').and(page.locator('tbody tr:first-child')).waitFor();
  await page.getByLabel('Search').fill('germany');
  await row('Aurora').waitFor({ state: 'detached' });
  expect((await rows(2)).map(([name]) => name)).toEqual([
    'Edit Name: Cobalt Clinics',
    'Edit Name: Ember Energy',
  ]);
});

test('people and tasks are those of the own accounts', async () => {
  await enter('Carl');
  await button('People').click();
  await row('Amélie').waitFor();
  expect(await rows(3)).toHaveLength(3);
  await page.getByRole('row').filter({ hasText: 'Björn' }).getByLabel('Featured').click();
  await page.getByRole('checkbox', { checked: true }).nth(1).waitFor();
  expect(await value('people', 'bjorn', 'featured')).toBe(true);
  await button('Tasks').click();
  await row('Kick-off').waitFor();
  expect(await rows(2)).toHaveLength(2);
  await button('Revenue').click();
  await page.getByText('133,000').waitFor();
});

test('who switches to somebody else sees what they may, and stays them', async () => {
  await enter('Carl');
  await row('Aurora').waitFor();
  await enter('Gus');
  await row('Harbor').waitFor();
  expect(await rows(1)).toHaveLength(1);
  await page.reload();
  await row('Harbor').waitFor();
  expect(await page.getByLabel('Signed in as').inputValue()).toBe(users.Gus);
});

test('who was given what does not fit is told so', async () => {
  await page.getByLabel('Signed in as').selectOption(users.Iris);
  expect(await refusal()).toBe('Your permissions are not valid');
  expect(await page.getByRole('table').count()).toBe(0);
});
