import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { service, users } from './support.ts';

const { as, database, listen, value } = service();

let browser: Browser;
let url: string;
let page: Page;
let faults: string[];

beforeAll(async () => {
  url = await listen();
  browser = await openBrowser();
});

beforeEach(async () => {
  page = await browser.newPage();
  page.setDefaultTimeout(30 * 60_000);
  faults = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('dialog', (dialog) => {
    faults.push(dialog.message());
    dialog.dismiss();
  });
  await page.goto(url);
});

afterEach(async () => {
  await page?.unrouteAll({ behavior: 'wait' });
  await page?.close();
  expect(faults).toEqual([]);
});

afterAll(() => browser?.close());

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const box = (name: string) => page.getByRole('checkbox', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const list = () => page.getByRole('navigation', { name: 'Roles' });
const heading = (name: string) => page.getByRole('heading', { name, level: 2, exact: true });
const state = () => page.getByRole('status');
const gone = () => dialog().waitFor({ state: 'detached' });

async function enter(name: keyof typeof users): Promise<void> {
  await page.getByLabel('Signed in as').selectOption(users[name]);
  await page.getByRole('navigation', { name: 'Menu' }).waitFor();
}

async function openSettings(name: keyof typeof users = 'Ada'): Promise<void> {
  await enter(name);
  await button('Users and roles').click();
  await list().waitFor();
}

/** Makes the role of a reader, not saved yet. */
async function begin(name: string, userType = 'View'): Promise<void> {
  await button('New role').click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('radio', { name: userType, exact: true }).click();
  await page.getByRole('radio', { name: 'Only my portfolio' }).click();
  await button('Create').click();
  await gone();
}

async function save(): Promise<void> {
  await button('Review and save').click();
  await dialog().getByRole('button', { name: 'Save', exact: true }).click();
  await gone();
}

/** The reason that a box is described by, as assistive technology is told it. */
async function reasonOf(name: string): Promise<string | null> {
  const id = await box(name).getAttribute('aria-describedby');
  return page.locator(`[id="${id}"]`).textContent();
}

describe('the page', () => {
  test.each(['Mona', 'Carl', 'Finn'] as const)('is not there for %s, who may not see roles', async (name) => {
    await enter(name);
    await page.getByRole('table').waitFor();
    expect(await button('Users and roles').count()).toBe(0);
  });

  test('lists the roles with user type, seats and users', async () => {
    await openSettings();
    await list().getByRole('button', { name: 'Customer success manager Core · 3 users' }).waitFor();
    await list()
      .getByRole('button', { name: 'Productivity + Service Productivity + Service · 1 user' })
      .waitFor();
    await page.getByRole('paragraph').filter({ hasText: 'This role comes with the product' }).waitFor();
    expect(await box('View Company').getAttribute('aria-disabled')).toBe('true');
  });
});

describe('a new role', () => {
  test('begins with all that its user type holds, and is stored as it was cut down', async () => {
    await openSettings();
    await begin('readers');
    expect(await box('View Company').isChecked()).toBe(true);
    expect(await box('Update Company').isChecked()).toBe(false);
    await box('View Invoice').click();
    await box('View Invoice').and(page.locator(':not(:checked)')).waitFor();
    await save();
    await list()
      .getByRole('button', { name: /^readers/ })
      .waitFor();
    const { body } = await as('Ada', 'GET', '/settings/roles');
    expect(body).toMatchObject({ roles: [{ name: 'readers', version: 1 }] });
    expect(JSON.stringify(body)).toContain('"Company":["view"]');
    expect(JSON.stringify(body)).not.toContain('"Invoice":["view"]');
  });

  test('says on hover and on focus why a box is greyed, and does not tick it', async () => {
    await openSettings();
    await begin('readers');
    const reason = page.getByRole('tooltip').filter({ visible: true });
    await box('Remove Company').hover();
    await reason.waitFor();
    expect(await reason.textContent()).toBe('User type View does not hold it');
    await page.mouse.move(0, 0);
    await reason.waitFor({ state: 'detached' });
    await box('Export Company').focus();
    await reason.waitFor();
    expect(await reasonOf('Export Company')).toBe('User type View does not hold it');
    await page.keyboard.press('Space');
    expect(await box('Export Company').isChecked()).toBe(false);
    await page.keyboard.press('Escape');
    await reason.waitFor({ state: 'detached' });
    expect(await box('Export Company').getAttribute('aria-disabled')).toBe('true');
  });

  test('unfolds into properties, each with its two rights', async () => {
    await openSettings();
    await begin('readers');
    await button('Company 63 properties').click();
    await box('View Company arr').click();
    await button('Company 62 of 63 properties').waitFor();
    expect(await reasonOf('Update Company arr')).toBe('User type View does not hold it');
    await page.getByLabel('Find a model or property').fill('renewalArr');
    expect(await page.getByRole('rowheader').first().innerText()).toContain('Company');
    expect(await button('Invoice 30 properties').count()).toBe(0);
  });

  test('tells prerequisites, and what has no effect without them', async () => {
    await openSettings();
    await begin('keepers', 'Core');
    expect(await reasonOf('Create Custom field')).toBe('Requires AdminAccess:use');
    await page.getByRole('tab', { name: 'Modules and features' }).click();
    const applies = page.getByRole('listitem').filter({ hasText: 'Apply roles to users' });
    await applies.filter({ hasText: '(held)' }).waitFor();
    await box('Admin access').click();
    await applies.filter({ hasText: '(not held)' }).waitFor();
    await page.getByRole('tab', { name: 'Data models' }).click();
    expect(await reasonOf('Create Custom field')).toBe(
      'No effect: it requires AdminAccess:use, which is not effective',
    );
  });

  test('is not saved with errors or with more than its giver holds, and each leads to its box', async () => {
    await openSettings();
    await begin('everything', 'Core');
    await page
      .getByRole('status')
      .filter({ hasText: /Not saved: \d+ errors/ })
      .waitFor();
    await button('Review and save').click();
    await dialog().getByText('You would give what you do not hold yourself').waitFor();
    await dialog().getByText('Whoever has it can get more').waitFor();
    const word = dialog().getByRole('button', { name: 'Save', exact: true });
    expect(await word.getAttribute('aria-disabled')).toBe('true');
    await word.press('Enter');
    await dialog().getByRole('button', { name: 'EmailOnMyBehalf:use' }).click();
    await box('Email on my behalf').and(page.locator(':focus')).waitFor();
    expect((await as('Ada', 'GET', '/settings/roles')).body).toMatchObject({ roles: [] });
  });

  test('reaches what its portfolio selects, of one model other records than of the rest', async () => {
    await openSettings();
    await begin('readers');
    expect(await reasonOf('Only my portfolio')).toBe('It reaches some records at least: tick another first');
    await box('Full access').click();
    await box('Only my portfolio').click();
    await page.getByLabel('Other records for').selectOption('EndUser');
    const ofPeople = page.getByRole('group', { name: 'What it reaches of End user' });
    await ofPeople.getByLabel('Only my portfolio').click();
    await ofPeople.getByLabel('Full access').click();
    await save();
    const { body } = await as('Ada', 'GET', '/settings/roles');
    expect(body).toMatchObject({
      roles: [{ compiled: { role: { portfolio: { '*': ['full'], 'EndUser:*': ['own'] } } } }],
    });
    await as('Ada', 'PATCH', `/settings/users/${users.Finn}`, { roles: ['readers'] });
    await enter('Finn');
    await page.getByRole('row').filter({ hasText: 'Garnet' }).waitFor();
    await button('People').click();
    await page.getByText('Nothing here that you may view').waitFor();
  });
});

test('a filter is written by property, comparison and value, and decides which records are reached', async () => {
  await openSettings();
  await begin('germany');
  await button('Add a filter to What it reaches').click();
  const fields = page.getByRole('group', { name: 'A filter of What it reaches' });
  expect(await fields.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true);
  await fields.getByLabel('Property').selectOption('country');
  await fields.getByLabel('Comparison').selectOption('is one of');
  await fields.getByLabel('Value').fill('Germany, Austria');
  await fields.getByLabel('Value').press('Enter');
  await fields.waitFor({ state: 'detached' });
  await box('Only my portfolio').click();
  await page.getByText('{"country":{"$in":["Germany","Austria"]}}').waitFor();
  await save();
  const { body } = await as('Ada', 'GET', '/settings/roles');
  expect(body).toMatchObject({
    roles: [
      { compiled: { role: { portfolio: [{ filter: { country: { $in: ['Germany', 'Austria'] } } }] } } },
    ],
  });
  await as('Ada', 'PATCH', `/settings/users/${users.Finn}`, { roles: ['germany'] });
  await enter('Finn');
  await page.getByRole('row').filter({ hasText: 'Ember' }).waitFor();
  expect(await page.getByRole('row').filter({ hasText: 'Garnet' }).count()).toBe(0);
});

test('a filter that cannot be is said to be wrong, and is not saved', async () => {
  await openSettings();
  await begin('numbers');
  await button('Add a filter to What it reaches').click();
  const fields = page.getByRole('group', { name: 'A filter of What it reaches' });
  await fields.getByLabel('Property').selectOption('country');
  await fields.getByLabel('Value').fill('5');
  await fields.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText(/Not saved: 1 error/).waitFor();
});

describe('a role that is there', () => {
  beforeEach(async () => {
    const portfolio = [{ filter: { country: 'France' } }];
    const models = { Company: ['view'], EndUser: ['view'], PhSection: ['view'], PhWorkspace: ['view'] };
    const document = {
      kind: 'Role',
      name: 'desk',
      title: 'The desk',
      tenant: 'acme',
      userType: 'Productivity',
      portfolio,
      grants: { models },
    };
    expect((await as('Ada', 'POST', '/settings/roles', { document })).status).toBe(201);
    await openSettings();
    await list()
      .getByRole('button', { name: /^The desk/ })
      .click();
    await heading('The desk').waitFor();
  });

  test('is duplicated for another user type, with the list of what is dropped', async () => {
    await list()
      .getByRole('button', { name: /^Customer success manager/ })
      .click();
    await heading('Customer success manager').waitFor();
    await button('Duplicate').click();
    await page.getByText('Nothing is dropped').waitFor();
    await page.getByRole('radio', { name: 'Productivity', exact: true }).click();
    await dialog().getByRole('heading', { name: '262 permissions are dropped' }).waitFor();
    await dialog().getByText('User type Productivity does not hold it:').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('csm-light');
    await dialog().getByRole('button', { name: 'Duplicate', exact: true }).click();
    await page.getByText('copied from csm').waitFor();
    await save();
    await list()
      .getByRole('button', { name: /^csm-light Productivity/ })
      .waitFor();
  });

  test('is renamed, and whoever has it keeps it', async () => {
    await as('Ada', 'PATCH', `/settings/users/${users.Carl}`, { roles: ['csm', 'desk'] });
    await button('Rename').click();
    await page.getByLabel('Name', { exact: true }).fill('csm');
    await dialog().getByRole('button', { name: 'Apply' }).click();
    expect(await dialog().getByRole('alert').innerText()).toBe('There is a role csm already');
    await page.getByLabel('Name', { exact: true }).fill('gallic-desk');
    await page.getByLabel('Title', { exact: true }).fill('Gallic desk');
    await dialog().getByRole('button', { name: 'Apply' }).click();
    await save();
    await list().getByRole('button', { name: 'Gallic desk Productivity · 1 user' }).waitFor();
    expect(await value('users', users.Carl, 'roles')).toEqual(['csm', 'gallic-desk']);
  });

  test('is switched to another user type and seat, in which what does not fit is dropped', async () => {
    await box('Create Comment').click();
    await button('Switch type').click();
    await page.getByRole('checkbox', { name: 'Service', exact: true }).click();
    await page.getByText('Nothing is dropped').waitFor();
    await page.getByRole('radio', { name: 'View', exact: true }).click();
    await dialog().getByRole('heading', { name: '1 permission is dropped' }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Service', exact: true }).isChecked()).toBe(false);
    await dialog().getByRole('button', { name: 'Apply' }).click();
    await gone();
    expect(await reasonOf('Create Comment')).toBe('User type View does not hold it');
    await save();
    await list()
      .getByRole('button', { name: /^The desk View/ })
      .waitFor();
  });

  test('is removed once nobody has it', async () => {
    await as('Ada', 'PATCH', `/settings/users/${users.Carl}`, { roles: ['csm', 'desk'] });
    await button('Remove').click();
    await dialog().getByRole('button', { name: 'Remove role' }).click();
    await page.getByText('Carl has it: give them another one first').waitFor();
    await as('Ada', 'PATCH', `/settings/users/${users.Carl}`, { roles: ['csm'] });
    await button('Remove').click();
    await dialog().getByRole('button', { name: 'Remove role' }).click();
    await list().getByText('None yet').waitFor();
  });

  test('shows what a change adds and takes, and is not saved over the change of another', async () => {
    await box('View Invoice').click();
    await box('View End user').click();
    await state()
      .filter({ hasText: /adds \d+ · takes \d+/ })
      .waitFor();
    await button('Review and save').click();
    await dialog()
      .getByText(/^Adds \d+ permission/)
      .waitFor();
    await dialog()
      .locator('code', { hasText: /^Invoice:view$/ })
      .waitFor();
    await dialog()
      .getByText(/^Takes away \d+ permission/)
      .waitFor();
    await database().exec("UPDATE roles SET version = version + 1 WHERE tenant = 'acme' AND name = 'desk'");
    await dialog().getByRole('button', { name: 'Save', exact: true }).click();
    expect(await dialog().getByRole('alert').innerText()).toBe(
      'Somebody else has changed this role since you opened it',
    );
    await button('Cancel').click();
    await button('Discard').click();
    await page.getByRole('status').waitFor({ state: 'detached' });
    expect(await box('View Invoice').isChecked()).toBe(false);
    await box('View Invoice').click();
    await save();
    expect(await value('roles', 'desk', 'version', 'name')).toBe(3);
  });

  test('asks before what is not saved is left', async () => {
    await box('View Invoice').click();
    await list()
      .getByRole('button', { name: /^Manager/ })
      .click();
    await dialog().getByText('What you changed of The desk is not saved').waitFor();
    await button('Cancel').click();
    await heading('The desk').waitFor();
    await list()
      .getByRole('button', { name: /^Manager/ })
      .click();
    await dialog().getByRole('button', { name: 'Discard', exact: true }).click();
    await heading('Manager').waitFor();
  });

  test('with a hostile title does nothing', async () => {
    const title = '<img src=x onerror="alert(1)">`</code><script>alert(2)</script>';
    await button('Rename').click();
    await page.getByLabel('Title', { exact: true }).fill(title);
    await dialog().getByRole('button', { name: 'Apply' }).click();
    await save();
    await heading(title).waitFor();
    await page.getByRole('group', { name: 'Show' }).getByRole('button', { name: 'Users' }).click();
    await button('Change Carl').click();
    await dialog().getByLabel(title).waitFor();
    expect(await page.locator('img, main script').count()).toBe(0);
  });
});

describe('users', () => {
  const openUsers = async () => {
    await openSettings();
    await page.getByRole('group', { name: 'Show' }).getByRole('button', { name: 'Users' }).click();
    await page.getByRole('heading', { name: 'Users' }).or(page.getByRole('table')).first().waitFor();
  };

  test('are given stored roles and those of the product, and see then what these give', async () => {
    const grants = { models: { Company: ['view'], PhSection: ['view'], PhWorkspace: ['view'] } };
    const portfolio = [{ filter: { country: 'Germany' } }];
    const document = {
      kind: 'Role',
      name: 'desk',
      title: 'The desk',
      tenant: 'acme',
      userType: 'View',
      portfolio,
      grants,
    };
    await as('Ada', 'POST', '/settings/roles', { document });
    await openUsers();
    await button('Change Finn').click();
    expect(await reasonOf('Manager')).toBe('It needs user type Core or higher and the user has View');
    await box('Manager').focus();
    await page.keyboard.press('Space');
    expect(await box('Manager').isChecked()).toBe(false);
    await box('View').click();
    await box('The desk').click();
    await button('Save').click();
    await gone();
    await page.getByRole('row').filter({ hasText: 'Finn' }).filter({ hasText: 'The desk' }).waitFor();
    await enter('Finn');
    await page.getByRole('row').filter({ hasText: 'Ember' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(2);
    expect(await page.getByRole('navigation').getByRole('button').allInnerTexts()).toEqual(['Accounts']);
  });

  test('have other roles to choose among with another user type and seat, within what was bought', async () => {
    await openUsers();
    const use = page.getByLabel('In use').getByText(/^8 of 25$/);
    await use.waitFor();
    await button('Change Finn').click();
    await dialog().getByText('8 of 25 in use').waitFor();
    await page.getByRole('radio', { name: 'Core', exact: true }).click();
    expect(await box('Manager').getAttribute('aria-disabled')).toBe(null);
    expect(await reasonOf('Core + Service')).toBe('It needs seat Service');
    await page.getByRole('checkbox', { name: 'Service', exact: true }).click();
    await box('Core + Service').and(page.locator(':not([aria-disabled])')).waitFor();
    await button('Save').click();
    await gone();
    await page
      .getByLabel('In use')
      .getByText(/^9 of 25$/)
      .waitFor();
  });

  test('have no type of which all are in use', async () => {
    await database().exec(
      `INSERT INTO users (tenant, id, name, user_type, roles)
       SELECT 'acme', 'more-' || at || '@acme.example', 'More', 'Core', '{}' FROM generate_series(1, 17) AS at`,
    );
    await openUsers();
    await button('Change Finn').click();
    const core = page.getByRole('radio', { name: 'Core', exact: true });
    expect(await core.getAttribute('aria-disabled')).toBe('true');
    await core.focus();
    await page
      .getByRole('tooltip')
      .filter({ visible: true, hasText: 'All 25 that were bought are in use' })
      .waitFor();
  });
});

test('a role is made with the keyboard alone', async () => {
  await page.getByLabel('Signed in as').selectOption(users.Ada);
  await page.getByRole('navigation', { name: 'Menu' }).waitFor();
  const { keyboard } = page;
  /** Goes on by Tab until something has the focus that is called so. */
  const tabTo = async (name: string) => {
    for (let left = 400; left > 0; left--) {
      await keyboard.press('Tab');
      const found = await page.evaluate<string>(
        'document.activeElement.ariaLabel ?? document.activeElement.textContent',
      );
      if (found === name) return;
    }
    throw new Error(`nothing called ${name} is reached`);
  };
  await tabTo('Users and roles');
  await keyboard.press('Enter');
  await list().waitFor();
  await tabTo('New role');
  await keyboard.press('Enter');
  await dialog().waitFor();
  await page.getByLabel('Name', { exact: true }).and(page.locator(':focus')).waitFor();
  await keyboard.type('night-desk');
  await tabTo('View');
  await keyboard.press('Space');
  await tabTo('Only my portfolio');
  await keyboard.press('Space');
  await keyboard.press('Enter');
  await heading('night-desk').waitFor();
  await tabTo('View Invoice');
  await keyboard.press('Space');
  await tabTo('Review and save');
  await keyboard.press('Enter');
  await dialog().waitFor();
  await tabTo('Save');
  await keyboard.press('Enter');
  await list()
    .getByRole('button', { name: /^night-desk/ })
    .waitFor();
  const { body } = await as('Ada', 'GET', '/settings/roles');
  expect(body).toMatchObject({ roles: [{ name: 'night-desk' }] });
  expect(JSON.stringify(body)).not.toContain('"Invoice":["view"]');
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  const violations = async () => {
    await page.evaluate(axe.source);
    const { violations: found } = await page.evaluate<AxeResults>('axe.run()');
    return found.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]);
  };

  test.each([1280, 390])('axe finds nothing on any part of the page, %d pixels wide', async (width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 860 });
    await openSettings();
    expect(await violations()).toEqual([]);
    await begin('readers', 'Core');
    await button('Company 63 properties').click();
    await box('Create Company').focus();
    expect(await violations()).toEqual([]);
    await page.getByRole('tab', { name: 'Modules and features' }).click();
    expect(await violations()).toEqual([]);
    await button('Review and save').click();
    await dialog().getByText('You would give what you do not hold yourself').waitFor();
    for (const summary of await dialog().locator('summary').all()) await summary.click();
    expect(await violations()).toEqual([]);
    await button('Cancel').click();
    await button('Duplicate').click();
    await page.getByRole('radio', { name: 'View', exact: true }).click();
    expect(await violations()).toEqual([]);
    await button('Cancel').click();
    await page.getByRole('group', { name: 'Show' }).getByRole('button', { name: 'Users' }).click();
    await button('Change Finn').waitFor();
    expect(await violations()).toEqual([]);
    await button('Change Finn').click();
    await box('Manager').focus();
    expect(await violations()).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
});
