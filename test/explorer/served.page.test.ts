/** @module-tag slow */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shareBrowser } from './support.ts';

const browser = shareBrowser();
const root = path.join(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-served-'));
const file = path.join(folder, 'policies/roles/csm.yaml');
const read = () => readFileSync(file, 'utf8');

let server: ChildProcess;
let address: string;

beforeAll(async () => {
  cpSync(path.join(root, 'policies'), path.join(folder, 'policies'), { recursive: true });
  server = spawn(process.execPath, [path.join(root, 'dist/plafond.js'), 'explore'], { cwd: folder });
  address = await new Promise<string>((resolve, reject) => {
    let out = '';
    server.stdout?.on('data', (bytes: Buffer) => {
      out += bytes.toString();
      const [found] = /http:\S+/.exec(out) ?? [];
      if (found) resolve(found);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${out}`)));
  });
});
afterAll(() => {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
});

test('an edit is written after a look at it, files are followed, and nobody else’s change is overwritten', async () => {
  const { page, errors } = await browser.visit(address);
  await page.locator('.grid .square').first().waitFor();
  await page.evaluate(() => {
    location.hash = '#/roles?tenant=acme&role=csm';
  });
  const box = page.locator('.box[data-permission="Churn:export"]');
  await box.click();
  await page.getByRole('button', { name: 'Review' }).click();
  await page.locator('.patch .added').waitFor();
  await page.getByRole('button', { name: 'Write to the files' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(read()).toContain('    Churn: [create, view, update, export]\n');
  expect(read()).toContain('# Whoever could set the owner could hand out reach');

  writeFileSync(file, read().replace('Churn: [create, view, update, export]', 'Churn: [view]'));
  await expect.poll(() => box.isChecked()).toBe(false);

  await box.click();
  writeFileSync(file, read().replace('Campaign: [view]', 'Campaign: none'));
  await page.getByText('somebody else changed roles/csm.yaml').waitFor();
  await page.getByRole('button', { name: 'Review' }).click();
  expect(await page.getByRole('button', { name: 'Write to the files' }).isDisabled()).toBe(true);
  expect(read()).toContain('Campaign: none');
  expect(errors).toEqual([]);
});
