/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAxeViolations, shareBrowser, type Visit, writeOfflineFile } from './support.ts';

const browser = shareBrowser();
const root = path.join(import.meta.dirname, '../..');
const changed = mkdtempSync(path.join(tmpdir(), 'plafond-changed-'));
let file: string;
let fileOfChange: string;

beforeAll(async () => {
  cpSync(path.join(root, 'policies'), changed, { recursive: true });
  const role = path.join(changed, 'roles/csm.yaml');
  writeFileSync(role, readFileSync(role, 'utf8').replace('Churn: [create, view, update]', 'Churn: all'));
  file = await writeOfflineFile(path.join(root, 'policies'));
  fileOfChange = await writeOfflineFile(changed);
});
afterAll(() => rmSync(changed, { recursive: true, force: true }));

/** Returns the JSON that the command prints. */
const ask = (...args: readonly string[]): unknown =>
  JSON.parse(
    execFileSync(process.execPath, ['dist/plafond.js', ...args, '--format', 'json'], {
      cwd: root,
      encoding: 'utf8',
    }),
  );

const open = (at: string, options: Parameters<typeof browser.openFile>[1] = {}): Promise<Visit> =>
  browser.openFile(file, { at, ...options });

const square = (page: Page, permission: string) => page.locator(`.square[data-permission="${permission}"]`);

const places: readonly (readonly [name: string, at: string, ready: string])[] = [
  ['matrix', '/matrix?tenant=acme&role=csm', '.grid .square'],
  ['matrix of a subject', '/matrix?tenant=acme&subject=Company', '.grid .square'],
  ['cell', '/matrix?tenant=acme&role=csm&cell=Company%3Aexport&of=csm', '.cell-panel .trail'],
  ['file', '/matrix?file=roles%2Fcsm.yaml%3A16', 'dialog .line.meant'],
  ['roles', '/roles?tenant=acme&role=csm', '.permissions .box'],
  ['people', '/people?tenant=acme', '.data tbody a'],
  ['person', '/people?tenant=acme&user=csm-1%40acme.example', '.suppose'],
  [
    'person who is supposed',
    '/people?tenant=acme&user=csm-1%40acme.example&roles=csm%7Cmanager',
    '.supposed',
  ],
  ['copy', '/roles?tenant=acme&role=csm&task=copy', 'dialog .choices'],
  ['who', '/who?ask=Company%3Aexport', '.data tbody a'],
  ['tenants', '/tenants', '.tenants .share'],
  ['findings', '/findings', '.invariants li'],
  ['changes', '/changes', '.empty'],
  ['records', '/records?tenant=acme&holder=role%3Acsm', 'textarea'],
];

describe.for(places)('%s', ([, at, ready]) => {
  test.for(['light', 'dark'] as const)(
    'is accessible in %s colours, and asks for nothing',
    async (colorScheme) => {
      const { page, requests, errors, violations } = await open(at, { colorScheme });
      await page.locator(ready).first().waitFor();
      expect(await findAxeViolations(page)).toEqual([]);
      expect([requests, errors, violations]).toEqual([[], [], []]);
    },
  );

  test('fits into a narrow window', async () => {
    const { page } = await open(at, { viewport: { width: 380, height: 800 } });
    await page.locator(ready).first().waitFor();
    const [width, whole] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    expect(whole).toBeLessThanOrEqual(width ?? 0);
  });
});

describe.for(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  test('edits are accessible as changes and in their review', async () => {
    // Narrower than the lines of the files, which then scroll.
    const viewport = { width: 380, height: 800 };
    const { page } = await open('/roles?tenant=acme&role=csm', { colorScheme, viewport });
    await page.locator('.box[data-permission="Company:export"]').click();
    await page.getByText('Without effect in').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Review' }).click();
    await page.locator('dialog .patch .added').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Changes' }).click();
    await page.locator('.changes .patch .added').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
  });

  test('records that are judged are accessible', async () => {
    const at = '/records?tenant=acme&holder=role%3Acsm&model=Company&attribute.id=u1';
    const { page } = await open(at, { colorScheme });
    await page.locator('textarea').fill('_id,owner,coOwner\nc1,u1,\nc2,u2,\n');
    await page.getByText('1 of 2 reached').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
  });
});

describe('the matrix', () => {
  test('says of a cell what explain prints, and makes the edit that would allow it', async () => {
    const { page } = await open('/matrix?tenant=acme&role=csm&text=churn');
    await square(page, 'Churn:export').click();
    const panel = page.locator('.cell-panel');
    const answer = ask('explain', 'Churn:export', '--tenant', 'acme', '--role', 'csm') as {
      readonly trail: readonly {
        readonly because: string;
        readonly at: { readonly path: string; readonly line: number };
      }[];
      readonly unlock: readonly { readonly edit: string }[];
    };
    for (const { because, at } of answer.trail) {
      await expect.poll(() => panel.textContent()).toContain(because.replaceAll('`', ''));
      expect(await panel.textContent()).toContain(`${at.path.replace(/^policies\//, '')}:${at.line}`);
    }
    expect(await panel.textContent()).toContain((answer.unlock[0]?.edit ?? '').replaceAll('`', ''));
    await panel.getByRole('button', { name: 'Make this edit' }).click();
    await panel.getByText('Allowed', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.locator('.patch .added').waitFor();
    expect(await page.locator('.patch .added').textContent()).toContain(
      'Churn: [create, view, update, export]',
    );
  });

  test('is walked through by the keyboard alone', async () => {
    const { page } = await open('/matrix?tenant=acme&role=csm');
    await page.locator('.square[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.cell-panel h2').waitFor();
    expect(await page.evaluate(() => location.hash)).toContain('cell=');
    await page.keyboard.press('Escape');
    await page.locator('.cell-panel').waitFor({ state: 'detached' });
  });

  test('leads back by the browser’s own button', async () => {
    const { page } = await open('/matrix?tenant=acme&role=csm');
    await square(page, 'Company:view').click();
    await page.locator('.cell-panel').waitFor();
    await page.goBack();
    await page.locator('.cell-panel').waitFor({ state: 'detached' });
  });
});

test.each([
  ['/matrix?tenant=acme&role=csm', '.grid tbody th', 'Workflow'],
  ['/people?tenant=acme&user=admin-1%40acme.example', '.data tbody td:first-child', 'Workflow:view'],
])('all of a table is printed, and not only what is in sight, at %s', async (at, names, last) => {
  const { page } = await open(at, { viewport: { width: 1000, height: 500 } });
  const named = page.locator(names).filter({ hasText: last });
  await page.locator(names).first().waitFor();
  expect(await named.count()).toBe(0);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await named.first().waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator(names).first().isVisible()).toBe(true);
  expect(await named.first().isVisible()).toBe(true);
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await named.first().waitFor({ state: 'detached' });
});

describe('the editor of roles', () => {
  test('shows what a switched box changes in every tenant, and takes it back', async () => {
    const { page } = await open('/roles?tenant=acme&role=csm');
    const box = page.locator('.box[data-permission="Company:export"]');
    await box.click();
    const effect = page.getByRole('complementary', { name: 'Effect' });
    await effect.getByText('Without effect in').waitFor();
    expect(await effect.textContent()).toMatch(/acme, initech.*globex/);
    await page.getByRole('button', { name: 'Undo' }).click();
    await effect.getByText('Switch a box').waitFor();
    expect(await box.isChecked()).toBe(false);
  });

  test('names the invariants that a switched box breaks, and who breaks them', async () => {
    const { page } = await open('/roles?tenant=acme&role=csm');
    await page.locator('.box[data-permission="ServiceAccount:create"]').click();
    const broken = page.getByRole('region', { name: 'Broken invariants' });
    await broken.waitFor();
    const words = await broken.textContent();
    expect(words).toMatch(/error\s*service-accounts-escalate/);
    expect(words).toContain('By role csm in acme');
  });

  test('greys what the tenant does not let be had, and says why on focus', async () => {
    const { page } = await open('/roles?tenant=globex&role=csm');
    const box = page.locator('.box[data-permission="Company:export"]');
    expect(await box.getAttribute('aria-disabled')).toBe('true');
    await box.focus();
    await page.locator('.reason:visible').waitFor();
    expect(await page.locator('.reason:visible').textContent()).toContain('ceiling');
    await box.press('Space');
    expect(await box.isChecked()).toBe(false);
  });

  test('duplicates for another type, and says what is dropped', async () => {
    const { page } = await open('/roles?tenant=acme&role=csm');
    await page.getByRole('button', { name: 'Duplicate' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('csm-readonly');
    await dialog.getByLabel('User type').selectOption('View');
    await dialog.getByText('permissions are dropped').waitFor();
    await dialog.getByRole('button', { name: 'Duplicate' }).click();
    await page.getByRole('heading', { name: 'csm-readonly' }).waitFor();
    expect(await page.evaluate(() => location.hash)).toContain('role=csm-readonly');
  });

  test('makes and renames roles', async () => {
    const { page } = await open('/roles?tenant=acme');
    await page.getByRole('button', { name: 'New role' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('onlooker');
    await page.getByRole('dialog').getByLabel('User type').selectOption('View');
    await page.getByRole('dialog').getByRole('button', { name: 'New role' }).click();
    await page.getByRole('heading', { name: 'onlooker' }).waitFor();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('watcher');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('heading', { name: 'watcher' }).waitFor();
    expect(await page.locator('.tray').textContent()).toContain('2 edits');
  });
});

/** Returns true if the whole of the square that is open is in sight: nothing of it is cut off, scrolled away or covered. */
const isInSight = (page: Page): Promise<boolean> =>
  page.locator('.square[aria-pressed=true]').evaluate((one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return [
      [left + 2, top + 2],
      [right - 2, bottom - 2],
    ].every(([x = 0, y = 0]) => one.contains(document.elementFromPoint(x, y)));
  });

test.each([
  // The last column, beside which the cell stands.
  [1440, 900, 'Company:export', ''],
  [1340, 800, 'Company:export', ''],
  [1200, 800, 'Company:export', ''],
  // Lines that are drawn only when they are scrolled to, and a property of a model that is folded.
  [1340, 800, 'Task:view', ''],
  [1340, 800, 'Task.externalId:view', ''],
  // A sheet covers the lower part of a narrow window.
  [700, 900, 'Task:view', ''],
  [390, 844, 'Company:export', ''],
  // A column far to the right.
  [1340, 800, 'Company:export', 'template-view'],
] as const)(
  'a cell that an address opens is in sight in %i × %i: %s %s',
  async (width, height, cell, role) => {
    const params = { tenant: 'acme', cell, of: role === '' ? 'csm' : role };
    const whose = role === '' ? { role: 'csm' } : { subject: '*' };
    const { page } = await open(`/matrix?${new URLSearchParams({ ...params, ...whose })}`, {
      viewport: { width, height },
    });
    await page.locator('.cell-panel .trail').waitFor();
    const pressed = page.locator('.square[aria-pressed=true]');
    await pressed.waitFor();
    expect(await pressed.getAttribute('data-permission')).toBe(cell);
    await expect.poll(() => isInSight(page), { timeout: 30 * 60_000 }).toBe(true);
  },
);

test('a model is folded with the property of it that is open', async () => {
  const { page } = await open('/matrix?tenant=acme&role=csm&cell=Churn.arr%3Aview&of=csm');
  await page.locator('.square[aria-pressed=true]').waitFor();
  const churn = page.getByRole('button', { name: /^Churn/ });
  expect(await churn.getAttribute('aria-expanded')).toBe('true');
  await churn.click();
  await page.locator('.cell-panel').waitFor({ state: 'detached' });
  expect(await churn.getAttribute('aria-expanded')).toBe('false');
});

test('a copy that would allow a cell is proposed in a filled dialog', async () => {
  const { page } = await open(
    '/matrix?tenant=acme&role=template-view&cell=Company%3Aremove&of=template-view',
  );
  await page.getByRole('link', { name: 'Duplicate the role' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const { unlock } = ask('explain', 'Company:remove', '--tenant', 'acme', '--role', 'template-view') as {
    readonly unlock: readonly { readonly edit: string }[];
  };
  const [, type] = /--user-type (\w+)/.exec(unlock[0]?.edit ?? '') ?? [];
  expect(await dialog.getByLabel('User type').inputValue()).toBe(type);
  await dialog.getByLabel('Name').fill('view-and-more');
  await dialog.getByRole('button', { name: 'Duplicate' }).click();
  await page.getByRole('heading', { name: 'view-and-more' }).waitFor();
  expect(await page.evaluate(() => location.hash)).not.toContain('task');
});

test('a role has as many seats as combine, and a seat that does not says why', async () => {
  const { page } = await open('/roles?tenant=globex&role=csm&task=copy');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Service' }).check();
  await dialog.getByLabel('User type').selectOption('View');
  expect(await dialog.getByRole('checkbox', { name: 'Service' }).isChecked()).toBe(false);
  await dialog.getByRole('checkbox', { name: 'Service' }).focus();
  await page.getByText('Service does not combine with user type View').waitFor();
});

describe('a person', () => {
  const at = '/people?tenant=acme&user=csm-1%40acme.example';

  test('is given a role by an edit of the list of users, with its effect', async () => {
    const { page } = await open(at);
    await page.getByRole('checkbox', { name: 'Manager', exact: true }).check();
    await page.getByRole('button', { name: 'Make this edit' }).click();
    const effect = page.getByRole('complementary', { name: 'Effect' });
    await effect.getByText('More is allowed').waitFor();
    expect(await effect.textContent()).toContain('csm-1@acme.example');
    await page.getByText('Supposed, not real').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Review' }).click();
    await page.locator('.patch .added').waitFor();
    expect((await page.locator('.patch .added').allTextContents()).map((line) => line.trimEnd())).toEqual([
      '+  - { id: csm-1@acme.example, userType: Core, roles: [csm, manager] }',
    ]);
    expect(await page.locator('.patch .gone').count()).toBe(1);
  });

  test('gets another type with the roles that fit, and what falls away is said before', async () => {
    const { page } = await open(at);
    await page.getByLabel('User type').selectOption('View');
    await page.getByText('falls away').waitFor();
    await page.getByRole('checkbox', { name: 'View', exact: true }).check();
    await page.getByRole('button', { name: 'Make this edit' }).click();
    await page.locator('.tray').waitFor();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.locator('.patch .added').waitFor();
    expect(await page.locator('.patch .added').textContent()).toContain(
      '{ id: csm-1@acme.example, userType: View, roles: [template-view] }',
    );
  });

  test('is refused what they cannot have, with the reason that assign gives', async () => {
    const { page } = await open(at);
    const refused = page.getByRole('checkbox', { name: 'Core + Service', exact: true });
    await refused.focus();
    await page.locator('.reason:visible').waitFor();
    const { roles } = ask('assign', 'csm-1@acme.example', '--tenant', 'acme') as {
      readonly roles: readonly { readonly role: string; readonly reason?: string }[];
    };
    const reason = roles.find(({ role }) => role === 'template-core-service')?.reason ?? 'none';
    const shown = (await page.locator('.reason:visible').textContent()) ?? '';
    expect(shown.toLowerCase()).toContain(reason.replaceAll('`', '').toLowerCase());
    await refused.press('Space');
    expect(await refused.isChecked()).toBe(false);
  });
});

test('a person supposed to be somebody else is told what they gain and lose', async () => {
  const { page } = await open('/people?tenant=acme&user=csm-1%40acme.example');
  await page.getByRole('checkbox', { name: 'Manager', exact: true }).check();
  await page.getByText('Supposed, not real').waitFor();
  await page.getByLabel('User type').selectOption('View');
  await page.getByText('0 permissions').waitFor();
  await page.getByRole('button', { name: 'As it is' }).click();
  await page.getByText('Supposed, not real').waitFor({ state: 'detached' });
});

test('who holds something is what the command prints', async () => {
  const { page } = await open('/who');
  await page.getByLabel('Permissions').fill('Company:export');
  await page.getByRole('button', { name: 'Ask' }).click();
  const { holders } = ask('who', 'Company:export') as {
    readonly holders: readonly { role: string; tenant: string }[];
  };
  await page.locator('.data tbody a').first().waitFor();
  const rows = await page.locator('.data tbody tr').allTextContents();
  expect(rows).toHaveLength(holders.length);
  for (const { role, tenant } of holders)
    expect(rows.some((row) => row.startsWith(`${tenant}${role}`))).toBe(true);
});

test('records that are pasted are judged by the run time', async () => {
  const { page } = await open('/records?tenant=acme&holder=role%3Acsm&model=Company&attribute.id=u1');
  await page.locator('textarea').fill('_id,owner,coOwner\nc1,u1,\nc2,u2,\n');
  await page.getByText('1 of 2 reached').waitFor();
  expect(await page.locator('.data tbody').textContent()).toContain('owner is the user');
  await page.locator('textarea').fill('_id\nc1\n');
  await page.getByText('has no column').waitFor();
});

test('records in a file that is dropped are judged', async () => {
  const { page } = await open('/records?tenant=acme&holder=role%3Acsm&model=Company&attribute.id=u1');
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['[{"_id":"c1","owner":"u1","coOwner":null}]'], 'companies.json'));
    return transfer;
  });
  await page.locator('textarea').dispatchEvent('drop', { dataTransfer: dropped });
  await page.getByText('1 of 1 reached').waitFor();
});

test('what leaves the page is the patch of its edits, and the CSV of holders', async () => {
  const { page } = await open('/roles?tenant=acme&role=csm');
  await page.locator('.box[data-permission="Churn:export"]').click();
  await page.getByRole('button', { name: 'Review' }).click();
  const patch = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const applied = path.join(changed, '..', `${path.basename(changed)}-applied`);
  cpSync(path.join(root, 'policies'), applied, { recursive: true });
  execFileSync('git', ['apply', await (await patch).path()], { cwd: applied });
  expect(readFileSync(path.join(applied, 'roles/csm.yaml'), 'utf8')).toContain(
    'Churn: [create, view, update, export]',
  );
  rmSync(applied, { recursive: true });
  const other = await open('/who?ask=Company%3Aexport&in=acme');
  const csv = other.page.waitForEvent('download');
  await other.page.getByRole('button', { name: 'Save as CSV' }).click();
  const lines = readFileSync(await (await csv).path(), 'utf8');
  expect(lines).toContain('manager-1@acme.example');
});

test('findings are those that check prints, and one is mended by its edit', async () => {
  const role = path.join(changed, 'roles/csm.yaml');
  const before = readFileSync(role, 'utf8');
  writeFileSync(role, before.replace('    NPS: [view]\n', '    NPS: [view]\n    Automation: none\n'));
  const { page } = await browser.openFile(await writeOfflineFile(changed), { at: '/findings' });
  const { findings } = ask('check', '--policies', changed) as {
    readonly findings: readonly { readonly code: string }[];
  };
  writeFileSync(role, before);
  const shown = page.locator('.finding');
  await shown.first().waitFor();
  expect(findings.length).toBeGreaterThan(0);
  const codes = await shown.locator('button[aria-expanded]').allTextContents();
  expect(codes.sort()).toEqual(findings.map(({ code }) => code).sort());
  await shown.filter({ hasText: 'Automation' }).getByRole('button', { name: 'Make this edit' }).click();
  await page.getByRole('button', { name: 'Review' }).click();
  await page.locator('.patch .gone').waitFor();
  expect(await page.locator('.patch .gone').textContent()).toContain('    Automation: none');
});

test('changes of the edits that wait are drawn, and each opens its cell', async () => {
  const { page } = await browser.openFile(fileOfChange, { at: '/roles?tenant=acme&role=csm' });
  await page.locator('.box[data-permission="Churn:remove"]').click();
  await page.getByRole('link', { name: 'Changes' }).click();
  await page.getByText('Verdict').waitFor();
  await page.getByRole('link', { name: 'Churn:remove' }).first().click();
  await page.locator('.cell-panel h2').waitFor();
  expect(await page.locator('.cell-panel h2').textContent()).toBe('Churn:remove');
});
