/** @module-tag slow */
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import type { ExplainAnswer, MatrixAnswer, WhoAnswer } from '../../compiler/library/answers.ts';
import { groupBy } from '../../compiler/text/group-by.ts';
import { type ExplorerFolder, makeFolder } from '../support/explorer.ts';
import { runs } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';
import { askCommand, goTo, place, shownWords } from './read-page.ts';
import { shareBrowser, writeOfflineFile } from './support.ts';

/** Whatever the page says is what the command line says: it is read off the page, and asked of the command line. */
const { openFile } = shareBrowser();

/** A square as it stands on the page. */
interface ShownSquare {
  readonly role: string;
  readonly permission: string;
  readonly isAllowed: boolean;
  readonly label: string;
}

/** Reads all squares of the table that is shown, which draws only those in sight: so it is scrolled through. */
const readSquares = (page: Page): Promise<readonly ShownSquare[]> =>
  page.evaluate(async () => {
    const frame = document.querySelector('.grid-frame');
    const found = new Map<string, ShownSquare>();
    if (!frame) return [];
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (let left = 0; left < frame.scrollWidth; left += Math.max(200, frame.clientWidth - 300))
      for (let top = 0; top < frame.scrollHeight; top += Math.max(100, frame.clientHeight - 80)) {
        frame.scrollTo(left, top);
        await drawn();
        for (const square of document.querySelectorAll<HTMLElement>('button.square')) {
          const { permission = '', column: role = '' } = square.dataset;
          const isAllowed = square.classList.contains('allowed');
          const label = square.title;
          found.set(`${role} ${permission}`, { role, permission, isAllowed, label });
        }
      }
    return [...found.values()];
  });

/** Compares every cell of a tenant with the matrix of the command line, subject by subject. */
async function compareTenant(page: Page, tenant: string, { rows }: MatrixAnswer) {
  const granted = new Map(rows.map(({ role, granted }) => [role, new Set(granted as readonly string[])]));
  await goTo(page, place('matrix', { tenant, subject: '*' }));
  const subjects = new Set(
    (await readSquares(page)).map(({ permission }) => permission.split(/[.:]/)[0] ?? ''),
  );
  const shown = new Map<string, Set<string>>();
  for (const subject of subjects) {
    await goTo(page, place('matrix', { tenant, subject }));
    await page.waitForSelector(`table[aria-label=${JSON.stringify(`Roles on ${subject}`)}]`);
    for (const { role, permission, isAllowed, label } of await readSquares(page)) {
      expect(label).toContain(isAllowed ? ': Allowed' : `${permission} for ${role}: `);
      expect({ tenant, role, permission, isAllowed }).toEqual({
        ...{ tenant, role, permission },
        isAllowed: granted.get(role ?? '')?.has(permission) ?? false,
      });
      if (isAllowed) shown.set(role, (shown.get(role) ?? new Set()).add(permission));
    }
  }
  // Nothing that is granted is missing on the page.
  for (const [role, permissions] of granted)
    expect([tenant, role, [...(shown.get(role ?? '') ?? [])].sort()]).toEqual([
      tenant,
      role,
      [...permissions].sort(),
    ]);
}

/** Compares what the panel of a cell says with what `explain` and `who` say. */
async function compareCell(
  page: Page,
  policies: string,
  at: { tenant: string; role: string; permission: string },
) {
  const { tenant, role, permission } = at;
  await goTo(page, place('matrix', { tenant, role, cell: permission, of: role }));
  await page.waitForFunction(
    (words) => document.querySelector('.cell-panel .answer')?.textContent?.includes(words),
    `${role} in ${tenant}`,
  );
  await page.waitForFunction(
    (words) => document.querySelector('#cell-title')?.textContent === words,
    permission,
  );
  const said = await page.evaluate(() => {
    const textOf = (inside: Element | null, of: string) => inside?.querySelector(of)?.textContent ?? '';
    const all = (of: string) => [...document.querySelectorAll(of)];
    return {
      answer: textOf(document.body, '.cell-panel .answer strong'),
      reach: document.querySelectorAll('.cell-panel .answer strong')[1]?.textContent ?? '',
      trail: all('.cell-panel .trail > li').map((item) => ({
        holds: textOf(item, '.verdict') === 'yes',
        decides: textOf(item, '.chip') === 'decides',
        because: item.querySelectorAll('p')[1]?.textContent ?? '',
      })),
      notes: all('.cell-panel .note').map(({ textContent }) => textContent ?? ''),
      unlocks: all('.cell-panel .unlocks > li').map((item) => textOf(item, 'p')),
      holders: all('.cell-panel .holders a').map(({ textContent }) => textContent ?? ''),
    };
  });
  const told = await askCommand<ExplainAnswer>(
    policies,
    'explain',
    permission,
    '--tenant',
    tenant,
    '--role',
    role,
  );
  const who = await askCommand<WhoAnswer>(policies, 'who', permission, '--tenant', tenant);
  expect({ ...said, at }).toEqual({
    at,
    answer: told.effective ? 'Allowed' : 'Denied',
    // The page shows no reach for a permission that is denied.
    reach: told.effective ? told.portfolio.join(' + ') : '',
    trail: told.trail.map(({ layer, holds, because }) => ({
      ...{ holds, decides: layer === told.decidedBy },
      because: shownWords(because),
    })),
    notes: told.notes ?? [],
    unlocks: told.effective ? [] : told.unlock.map(({ edit }) => shownWords(edit)),
    holders: who.holders.map((holder) => holder.role).filter((name) => name !== role),
  });
}

/** Compares a whole folder: every cell of every tenant, and some cells in full. */
async function compareFolder(policies: string, cells: number) {
  const { page, errors } = await openFile(await writeOfflineFile(policies), {
    viewport: { width: 1600, height: 1400 },
  });
  const { rows } = await askCommand<MatrixAnswer>(policies, 'matrix');
  if (rows.length === 0) return;
  const byTenant = groupBy(rows, ({ tenant }) => tenant);
  for (const [tenant, own] of byTenant) await compareTenant(page, tenant, { version: 1, rows: own });
  const all = await readPermissions(page, rows.map(({ tenant }) => tenant)[0] ?? '');
  const sample = fc.sample(fc.tuple(fc.constantFrom(...rows), fc.constantFrom(...all)), {
    ...runs(cells),
    numRuns: cells,
  });
  for (const [{ tenant, role = '' }, permission] of sample)
    await compareCell(page, policies, { tenant, role, permission });
  expect(errors).toEqual([]);
}

async function readPermissions(page: Page, tenant: string): Promise<readonly string[]> {
  await goTo(page, place('matrix', { tenant, subject: '*' }));
  return (await readSquares(page)).map(({ permission }) => permission);
}

describe('the page answers as the command line', () => {
  test('on the real policies', () => compareFolder('policies', 40));

  test.each(['crm', 'features', 'forge', 'help-desk', 'shop', 'tracker'])('on the example %s', (name) =>
    compareFolder(`examples/catalogs/${name}`, 10),
  );

  const folders: ExplorerFolder[] = [];
  afterAll(() => {
    for (const folder of folders) folder.remove();
  });

  test('on random worlds', async () => {
    await fc.assert(
      fc.asyncProperty(world(), async (one) => {
        const files = Object.entries(toFiles(one)).map(([file, text]) => [
          `policies/${file.replace(/^policies\//, '')}`,
          text,
        ]);
        const folder = makeFolder(Object.fromEntries(files));
        folders.push(folder);
        await compareFolder(folder.at('policies'), 8);
      }),
      { ...runs(4), endOnFailure: true },
    );
  });
});
