/** @module-tag slow */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExplorerFolder, makeFolder, type ServedFolder, serveFolder } from '../support/explorer.ts';
import { builtPage, shareBrowser, writeOfflineFile } from './support.ts';

/** Every edit and all that a view lets be done, without a pointer. */
const browser = shareBrowser();
let folder: ExplorerFolder;
let served: ServedFolder;
let file: string;

beforeAll(async () => {
  const files = readdirSync('policies', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  folder = makeFolder(
    Object.fromEntries(
      files.map((file) => [`policies/${file}`, readFileSync(path.join('policies', file), 'utf8')]),
    ),
  );
  served = await serveFolder(folder, [], { explorerPage: builtPage });
  const role = files.find((one) => one === 'roles/csm.yaml') ?? '';
  const redundant = makeFolder({
    ...Object.fromEntries(
      Object.entries(folder.read()).map(([one, text]) => [
        `policies/${one}`,
        one === role ? text.replace('    NPS: [view]\n', '    NPS: [view]\n    Automation: none\n') : text,
      ]),
    ),
  });
  file = await writeOfflineFile(redundant.at('policies'));
  redundant.remove();
});
afterAll(async () => {
  await served.end();
  folder.remove();
});

/** Presses Tab until something has the focus; fails if it is not among all that Tab reaches. */
async function tabTo(page: Page, what: Locator) {
  await what.waitFor();
  const isReached = () => what.evaluate((element) => element === document.activeElement);
  const most = await page.locator('a, button, input, select, textarea, [tabindex]').count();
  const isBefore = () =>
    what.evaluate((element) => {
      const way = document.activeElement?.compareDocumentPosition(element) ?? 0;
      return (way & Node.DOCUMENT_POSITION_PRECEDING) !== 0 && document.activeElement !== document.body;
    });
  const key = (await isBefore()) ? 'Shift+Tab' : 'Tab';
  for (let pressed = 0; pressed <= most; pressed++) {
    if (await isReached()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${most} times Tab do not lead to ${what}`);
}

test('a box is found, switched, reviewed and written by the keyboard alone', async () => {
  const { page, errors } = await browser.visit(served.address);
  const before = folder.read();
  await page.locator('.grid .square').first().waitFor();

  await tabTo(page, page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Roles' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Customer success manager' }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Customer success manager' }).waitFor();
  await tabTo(page, page.getByRole('searchbox', { name: 'Find a model or property' }));
  await page.keyboard.type('Churn');
  const box = page.getByRole('checkbox', { name: 'Export Churn', exact: true });
  await tabTo(page, box);
  await page.keyboard.press('Space');
  await page.getByRole('region', { name: 'Edits' }).getByText('1 edit', { exact: true }).waitFor();

  await tabTo(page, page.getByRole('button', { name: 'Review' }));
  await page.keyboard.press('Enter');
  await page.locator('dialog .patch .added').waitFor();
  expect(folder.read()).toEqual(before);
  await tabTo(page, page.getByRole('button', { name: 'Write to the files' }));
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  const role = 'roles/csm.yaml';
  expect(before[role]).toContain('    Churn: [create, view, update]\n');
  expect(folder.read()).toEqual({
    ...before,
    [role]: before[role]?.replace(
      '    Churn: [create, view, update]\n',
      '    Churn: [create, view, update, export]\n',
    ),
  });
  await page.locator('.box[data-permission="Churn:export"]:checked').waitFor();
  expect(errors).toEqual([]);
});

/** Goes to something by Tab and presses a key there. */
async function press(page: Page, what: Locator, key = 'Enter') {
  await tabTo(page, what);
  await page.keyboard.press(key);
}

/** Goes to a field by Tab and writes into it, in place of what is there. */
async function write(page: Page, what: Locator, text: string) {
  await press(page, what, 'ControlOrMeta+A');
  await page.keyboard.type(text);
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

type Act = (page: Page) => Promise<unknown>;

const edits: readonly (readonly [name: string, at: string, act: Act])[] = [
  [
    'the edit that would allow a cell',
    '/matrix?tenant=acme&role=csm&text=Churn',
    async (page) => {
      await press(page, page.locator('.square[tabindex="0"]'), 'End');
      await page.locator('.square[data-permission="Churn:export"]:focus').waitFor();
      await page.keyboard.press('Enter');
      await press(page, button(page, 'Make this edit'));
    },
  ],
  [
    'a new role',
    '/roles?tenant=acme&tab=toggles',
    async (page) => {
      await press(page, button(page, 'New role'));
      await write(page, page.getByRole('textbox', { name: 'Name', exact: true }), 'helper');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'helper' }).waitFor();
    },
  ],
  [
    'a copy for another user type',
    '/roles?tenant=acme&role=csm&tab=toggles',
    async (page) => {
      await press(page, button(page, 'Duplicate'));
      const dialog = page.getByRole('dialog');
      await press(page, dialog.getByLabel('User type'), 'V');
      await dialog.getByText('permissions are dropped').waitFor();
      await press(page, dialog.getByRole('button', { name: 'Duplicate' }));
      await page.getByRole('heading', { name: 'csm-copy' }).waitFor();
    },
  ],
  [
    'another name of a role',
    '/roles?tenant=acme&role=csm&tab=toggles',
    async (page) => {
      await press(page, button(page, 'Rename'));
      await write(page, page.getByRole('textbox', { name: 'Name', exact: true }), 'success');
      await press(page, page.getByRole('dialog').getByRole('button', { name: 'Rename' }));
      await page.getByText('success', { exact: true }).first().waitFor();
    },
  ],
  [
    'a role that a user is given',
    '/people?tenant=acme&user=csm-1%40acme.example',
    async (page) => {
      await press(page, page.getByRole('checkbox', { name: 'Manager', exact: true }), 'Space');
      await press(page, button(page, 'Make this edit'));
    },
  ],
  [
    'a module that a role is given',
    '/roles?tenant=acme&role=csm&tab=toggles',
    async (page) => {
      await press(page, page.getByRole('tab', { name: 'Modules and features' }), 'ArrowLeft');
      await page.keyboard.press('ArrowRight');
      await press(page, page.locator('#permissions input.box:not([aria-disabled=true])').first(), 'Space');
    },
  ],
  [
    'the fix of a finding',
    '/findings',
    async (page) =>
      press(
        page,
        page
          .locator('.finding')
          .filter({ hasText: 'Automation' })
          .getByRole('button', { name: 'Make this edit' }),
      ),
  ],
];

const trayOf = (page: Page) => page.getByRole('region', { name: 'Edits', exact: true });

test.each(edits)('%s', async (_, at, act) => {
  const { page, errors } = await browser.openFile(file, { at });
  await act(page);
  await trayOf(page).getByText('1 edit', { exact: true }).waitFor();
  expect(errors).toEqual([]);
});

test('an edit is taken back, made again, reviewed, saved and discarded', async () => {
  const { page, errors } = await browser.openFile(file, { at: '/findings' });
  await press(
    page,
    page
      .locator('.finding')
      .filter({ hasText: 'Automation' })
      .getByRole('button', { name: 'Make this edit' }),
  );
  await press(page, button(page, 'Undo'));
  await trayOf(page).getByText('0 edits', { exact: true }).waitFor();
  await press(page, button(page, 'Redo'));
  await trayOf(page).getByText('1 edit', { exact: true }).waitFor();
  await press(page, button(page, 'Review'));
  const saved = page.waitForEvent('download');
  await press(page, button(page, 'Download'));
  expect(readFileSync(await (await saved).path(), 'utf8')).toMatch(/^- {4}Automation: none$/m);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await press(page, button(page, 'Discard all'));
  await trayOf(page).waitFor({ state: 'detached' });
  expect(errors).toEqual([]);
});

const views: readonly (readonly [name: string, at: string, act: Act])[] = [
  [
    'a model is unfolded, a role and a filter chosen, and a cell opened and closed',
    '/matrix?tenant=acme&role=csm',
    async (page) => {
      await press(page, page.locator('button.unfold').first());
      await page.locator('button.unfold[aria-expanded=true]').waitFor();
      await press(page, page.getByRole('combobox', { name: 'Role', exact: true }), 'M');
      await page.getByRole('grid', { name: 'Permissions of manager in acme' }).waitFor();
      await press(page, page.getByRole('combobox', { name: 'Risk', exact: true }), 'ArrowDown');
      await press(page, page.locator('.square[tabindex="0"]'));
      await press(page, page.locator('.cell-panel').getByRole('link').first());
      await page.keyboard.press('Escape');
      await page.locator('.cell-panel').waitFor({ state: 'detached' });
    },
  ],
  [
    'the file of a role is read',
    '/roles?tenant=acme&role=csm',
    async (page) => {
      await press(page, button(page, 'roles/csm.yaml'));
      await page.locator('dialog .code-view').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
    },
  ],
  [
    'a person is found and supposed to be another type',
    '/people?tenant=acme',
    async (page) => {
      await write(page, page.getByRole('searchbox', { name: 'Name, type or role' }), 'manager-1');
      await press(page, button(page, 'Roles'), 'Space');
      await press(page, page.getByRole('link', { name: 'manager-1@acme.example' }));
      await press(page, page.getByRole('combobox', { name: 'User type' }), 'ArrowDown');
      await page.getByText('Supposed, not real').waitFor();
      await press(page, page.locator('.suppose').getByRole('button', { name: 'As it is' }));
      await page.getByText('Supposed, not real').waitFor({ state: 'detached' });
    },
  ],
  [
    'holders are asked for, and saved',
    '/who',
    async (page) => {
      await write(page, page.getByRole('combobox', { name: 'Permissions' }), 'Company:export');
      await page.keyboard.press('Enter');
      const saved = page.waitForEvent('download');
      await press(page, button(page, 'Save as CSV'));
      expect(readFileSync(await (await saved).path(), 'utf8')).toContain('manager-1@acme.example');
    },
  ],
  [
    'all subjects of the tenants are shown',
    '/tenants',
    async (page) => {
      await press(page, page.getByRole('button', { name: /^All \d+ subjects$/ }));
      await button(page, 'Only what differs').waitFor();
    },
  ],
  [
    'a finding is explained',
    '/findings',
    async (page) => {
      await press(page, page.locator('.finding button[aria-expanded]').first());
      await page.locator('.finding button[aria-expanded=true]').waitFor();
    },
  ],
  [
    'records are judged',
    '/records?tenant=acme&holder=role%3Acsm',
    async (page) => {
      await press(page, button(page, 'start with an example'));
      await page.getByRole('region', { name: 'Reached records' }).waitFor();
      await press(page, page.getByRole('combobox', { name: 'Action' }), 'ArrowDown');
    },
  ],
  [
    'the colours are changed, and the menu is passed over',
    '/findings',
    async (page) => {
      await press(page, page.getByRole('button', { name: 'Skip to the view' }));
      await page.locator('main:focus').waitFor();
      await press(page, page.getByRole('button', { name: /^Colours/ }));
      await page.locator(':root[data-theme=light]').waitFor();
    },
  ],
];

test.each(views)('%s', async (_, at, act) => {
  const { page, errors } = await browser.openFile(file, { at });
  await act(page);
  expect(errors).toEqual([]);
});

test.each([
  '/matrix?tenant=acme&role=csm&cell=Company%3Aexport&of=csm',
  '/roles?tenant=acme&role=csm',
  '/people?tenant=acme',
  '/people?tenant=acme&user=csm-1%40acme.example&roles=csm%7Cmanager',
  '/who?ask=Company%3Aexport',
  '/tenants',
  '/findings',
  '/records?tenant=acme&holder=role%3Acsm',
])('Tab or arrows lead to all that can be used at %s', async (at) => {
  const { page } = await browser.openFile(file, { at });
  await page.locator('main :is(a, button, input, select)').first().waitFor();
  const missed = await page.evaluate(() => {
    const usable = 'a[href], button, input, select, textarea, summary, [onclick], [role=button]';
    // Of tabs and of the squares of a grid Tab reaches one, and arrows the others.
    const byArrows = '[role=tab], .square';
    return [...document.querySelectorAll<HTMLElement>(usable)]
      .filter((one) => one.tabIndex < 0 && !one.matches(byArrows))
      .map(({ outerHTML }) => outerHTML.slice(0, 120));
  });
  expect(missed).toEqual([]);
  for (const stop of ['[role=tablist]', '.grid'])
    for (const composite of await page.locator(stop).all())
      expect(await composite.locator('[tabindex="0"]').count(), stop).toBe(1);
});
