/** @module-tag slow */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExplorerFolder, makeFolder, type ServedFolder, serveFolder } from '../support/explorer.ts';
import { builtPage, shareBrowser } from './support.ts';

/** A task from its first step to the file that is written, without a pointer. */
const browser = shareBrowser();
let folder: ExplorerFolder;
let served: ServedFolder;

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
  for (let pressed = 0; pressed <= most; pressed++) {
    if (await isReached()) return;
    await page.keyboard.press('Tab');
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
