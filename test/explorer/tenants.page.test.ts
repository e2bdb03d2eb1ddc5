/** @module-tag slow */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { CheckAnswer, MatrixAnswer } from '../../compiler/library/answers.ts';
import { askCommand, askText, shownWords } from './read-page.ts';
import { findAxeViolations, shareBrowser, writeOfflineFile } from './support.ts';

/** The page says of tenants and waivers the same as the command line and the files. */
const browser = shareBrowser();
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-tenants-'));
const policies = path.join(folder, 'policies');
const text = (file: string) => readFileSync(path.join(policies, file), 'utf8');
let file: string;

/** Adds a tenant that has all that globex has, but for what is replaced in its file. */
function addTenant(name: string, replace: (text: string) => string = (same) => same) {
  const at = path.join(policies, 'tenants', name);
  cpSync(path.join(policies, 'tenants/globex'), at, { recursive: true });
  for (const one of ['tenant.yaml', 'users.yaml'])
    writeFileSync(
      path.join(at, one),
      replace(text(`tenants/${name}/${one}`).replaceAll('globex', name).replace('title: Globex\n', '')),
    );
}

beforeAll(async () => {
  cpSync('policies', policies, { recursive: true });
  addTenant('hooli');
  addTenant('umbrella', (same) => same.replace('    Campaign: none\n', ''));
  // As many users as the limit lets in.
  addTenant('piper', (same) => same.replace('Core: 5,', 'Core: 3,'));
  file = await writeOfflineFile(policies);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the view of tenants and waits for its table. */
async function openTenants(): Promise<Page> {
  const { page } = await browser.openFile(file, { at: '/tenants' });
  await page.locator('.tenants .limits-in-use').first().waitFor();
  return page;
}

/** Reads the heads of the columns: the tenant that stands there, and those that are like it. */
const readColumns = (page: Page) =>
  page.locator('.tenants thead th:has(a)').evaluateAll((heads) =>
    heads.map((head) => ({
      tenant: new URLSearchParams(head.querySelector('a')?.hash.split('?')[1]).get('tenant') ?? '',
      alike: head.querySelector('small')?.title.split(', ') ?? [],
      words: head.textContent,
    })),
  );

test('limits and their use are those that are exported', async () => {
  const page = await openTenants();
  const out = path.join(folder, 'exported');
  await askText(policies, 'export', '--out', out, '--format', 'csv');
  const exported = readFileSync(path.join(out, 'limits/1-of-1.csv'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const columns = exported[0] ?? [];
  expect(columns.slice(0, 5)).toEqual(['tenant', 'kind', 'name', 'most', 'used']);
  const cells = page.locator('.tenants tbody tr', { hasText: 'Limits in use' }).locator('td');
  const shown = await cells.evaluateAll((all) =>
    all.map((cell) =>
      [...cell.querySelectorAll('li')].map((line) => {
        const bar = line.querySelector('meter');
        return {
          words: line.textContent,
          isFull: line.classList.contains('full'),
          bar: bar && { label: bar.getAttribute('aria-label'), value: bar.value, max: bar.max },
        };
      }),
    ),
  );
  const tenants = (await readColumns(page)).map(({ tenant }) => tenant);
  expect(tenants).toEqual(expect.arrayContaining(['acme', 'globex', 'initech']));
  for (const [at, tenant] of tenants.entries())
    expect(shown[at], tenant).toEqual(
      exported
        .filter(([of, , , most, used]) => of === tenant && (most !== '' || used !== '0'))
        .map(([, , name, most, used]) => ({
          words: most === '' ? `${name} ${used} in use` : `${name} ${used} of ${most}`,
          isFull: most !== '' && Number(used) >= Number(most),
          bar:
            most === ''
              ? null
              : {
                  label: `${name} in ${tenant}`,
                  value: Number(used),
                  max: Number(most),
                },
        })),
    );
});

test('a tenant over its limit is missed, and the page says so and why', async () => {
  const over = path.join(folder, 'over');
  cpSync('policies', over, { recursive: true });
  const tenant = path.join(over, 'tenants/globex/tenant.yaml');
  writeFileSync(tenant, readFileSync(tenant, 'utf8').replace('Core: 5,', 'Core: 1,'));
  const { page } = await browser.openFile(await writeOfflineFile(over), { at: '/tenants' });
  const leftOut = page.getByRole('region', { name: 'Left out' });
  await leftOut.waitFor();
  const { findings } = await askCommand<CheckAnswer>(over, 'check');
  const [error] = findings.filter(({ severity }) => severity === 'error');
  expect(error?.code).toBe('limit-exceeded');
  expect(await leftOut.textContent()).toContain(shownWords(error?.message ?? ''));
  expect(await leftOut.textContent()).toContain('Tenant globex');
  expect((await readColumns(page)).map((column) => column.tenant)).toEqual(['acme', 'initech']);
  // Its own column says why nothing stands there.
  expect(await page.locator('.tenants thead th').last().textContent()).toBe('globex left out');
  expect(await page.locator('.tenants .missing').textContent()).toBe(shownWords(error?.message ?? ''));
  expect(await page.locator('.table-head h2').textContent()).toBe('2 tenants of 2 kinds, and 1 left out');
  expect(await findAxeViolations(page)).toEqual([]);
});

test('tenants in which shared roles can hold the same stand in one column', async () => {
  const page = await openTenants();
  const columns = await readColumns(page);
  expect(await page.locator('.table-head h2').textContent()).toBe('6 tenants of 4 kinds');
  const shared = new Map<string, unknown>();
  for (const tenant of ['acme', 'globex', 'hooli', 'initech', 'piper', 'umbrella']) {
    const { rows } = await askCommand<MatrixAnswer>(policies, 'matrix', '--tenant', tenant);
    shared.set(
      tenant,
      rows.map(({ role, granted }) => ({ role, granted })),
    );
  }
  expect(columns.map(({ tenant, alike }) => [tenant, ...alike].sort())).toEqual(
    expect.arrayContaining([['acme'], ['globex', 'hooli', 'piper'], ['initech'], ['umbrella']]),
  );
  expect(columns[0]?.words).toBe('Globex and 2 alike');
  for (const { tenant, alike } of columns)
    for (const [other, held] of shared)
      if (other === tenant || alike.includes(other)) expect(held, other).toEqual(shared.get(tenant));
      else expect(held, other).not.toEqual(shared.get(tenant));
});

test('waivers are those of their file, the next to end first, as far apart as their days', async () => {
  const { page } = await browser.openFile(file, { at: '/findings' });
  await page.locator('.waivers li').first().waitFor();
  interface Written {
    readonly invariant: string;
    readonly role: string;
    readonly tenant?: string;
    readonly owner: string;
    readonly because: string;
    readonly until: string;
  }
  const written = parseAllDocuments(text('waivers.yaml'))
    .map((document) => document.toJS() as Written)
    .sort((a, b) => a.until.localeCompare(b.until));
  expect(new Set(written.map(({ until }) => until)).size).toBeGreaterThan(1);
  const shown = await page.locator('.waivers li').evaluateAll((lines) =>
    lines.map((line) => ({
      words: [...line.querySelectorAll('p')].map(({ textContent }) => textContent),
      end: line.querySelector('.time-line')?.textContent ?? '',
    })),
  );
  expect(shown.map(({ words }) => words)).toEqual(
    written.map(({ invariant, role, tenant, because, owner }) => [
      `${invariant} for role ${role}${tenant === undefined ? '' : ` in ${tenant}`}`,
      `${because} (${owner})`,
    ]),
  );
  expect(shown.map(({ end }) => end.split(' · ')[0])).toEqual(written.map(({ until }) => until));
  // Whatever day it is, the days that are left differ as the last days do.
  const days = shown.map(({ end }) => {
    const [, over, left] = /(?:over since (\d+) days|(\d+) days left)$/.exec(end) ?? [];
    return over === undefined ? Number(left) : -Number(over);
  });
  const [first] = written;
  expect(days.map((left) => left - (days[0] ?? Number.NaN))).toEqual(
    written.map(({ until }) => (Date.parse(until) - Date.parse(first?.until ?? '')) / 86_400_000),
  );
});
