/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { AssignAnswer, MatrixAnswer, WhoAnswer } from '../../compiler/library/answers.ts';
import { small } from '../commands/roles.ts';
import { makeFolder } from '../support/explorer.ts';
import { askCommand, askText, goTo, place, readTable, shownWords } from './read-page.ts';
import { shareBrowser, writeOfflineFile } from './support.ts';

/** The views of people, of holders of a permission and of changes must say what the command line says. */
const { openFile } = shareBrowser();

/** Compares what the page says of a user with `matrix --user` and `assign`. */
async function comparePerson(page: Page, policies: string, tenant: string, user: string) {
  await goTo(page, place('people', { tenant, user }));
  await page.waitForFunction((id) => document.querySelector('.person h2')?.textContent === id, user);
  const { rows } = await askCommand<MatrixAnswer>(policies, 'matrix', '--tenant', tenant, '--user', user);
  const granted = rows.flatMap((row) => row.granted) as readonly {
    permission: string;
    roles: readonly string[];
  }[];
  const shown = (await readTable(page, 'Permissions of the user')).map(([permission, , roles]) => [
    permission,
    roles,
  ]);
  expect(shown.sort()).toEqual(granted.map(({ permission, roles }) => [permission, roles.join(', ')]).sort());

  const { roles } = await askCommand<AssignAnswer>(policies, 'assign', user, '--tenant', tenant);
  const offered = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('.suppose .choices.list input[type=checkbox]')].map(
      (box) => ({
        held: box.checked,
        isRefused: box.getAttribute('aria-disabled') === 'true',
        why: document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent ?? '',
      }),
    ),
  );
  expect({ user, offered }).toEqual({
    user,
    offered: roles.map(({ held, assignable, reason }) => ({
      held,
      isRefused: !assignable && !held,
      why: assignable || held ? '' : capitalize(shownWords(reason ?? '')),
    })),
  });
}

const capitalize = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

test('of every user of the real policies', async () => {
  const { page, errors } = await openFile(await writeOfflineFile('policies'));
  let compared = 0;
  for (const tenant of ['acme', 'globex', 'initech']) {
    await goTo(page, place('people', { tenant }));
    await page.waitForSelector('.table-frame, .empty');
    const { holders } = await askCommand<WhoAnswer>('policies', 'who', '*:*', '--users', '--tenant', tenant);
    const users = [...new Set(holders.flatMap(({ names }) => names ?? []))];
    for (const user of users.slice(0, 4)) await comparePerson(page, 'policies', tenant, user);
    compared += users.length;
  }
  expect(compared).toBeGreaterThan(3);
  expect(errors).toEqual([]);
});

test('who holds a permission, a pattern, and several at once', async () => {
  const { page } = await openFile(await writeOfflineFile('policies'));
  for (const asked of [['Company:export'], ['*:remove'], ['Company:view', 'Task:create']]) {
    await goTo(page, place('who', { ask: asked.join(' ') }));
    const { holders, together } = await askCommand<WhoAnswer>('policies', 'who', ...asked, '--users');
    await page.waitForSelector('.table-frame');
    const label = (await page.getAttribute('.table-frame', 'aria-label')) ?? '';
    const lines = (await readTable(page, label)).map(([tenant, role, portfolio]) => [
      tenant,
      role,
      portfolio,
    ]);
    expect({ asked, lines: lines.sort() }).toEqual({
      asked,
      lines: [
        ...holders.map(({ tenant, role, portfolio }) => [
          tenant,
          role,
          portfolio.join(' + ') || 'no portfolio',
        ]),
        ...together.map(({ tenant, roles, portfolio }) => [
          ...[tenant, `${roles.join(' + ')}, together`, portfolio.join(' + ') || 'no portfolio'],
        ]),
      ].sort(),
    });
  }
});

interface DiffGroups {
  readonly groups: readonly {
    readonly kind: string;
    readonly risk: string;
    readonly can: readonly { readonly permission: string }[];
    readonly because: { readonly words: string };
  }[];
}

test('what changes since a commit', async () => {
  const folder = makeFolder(small);
  const git = (...args: readonly string[]) => {
    const identity = [
      '-c',
      'user.name=Ann',
      '-c',
      'user.email=ann@example.com',
      '-c',
      'commit.gpgsign=false',
    ];
    const { status, stderr } = spawnSync('git', ['-C', folder.folder, ...identity, ...args], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  };
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'base');
  const policies = folder.at('policies');
  const role = `${policies}/roles/agent.yaml`;
  const change = (from: string | RegExp, to: string, file = role) => {
    const before = folder.read()[file.slice(policies.length + 1)] ?? '';
    expect(before.replace(from, to)).not.toBe(before);
    writeFileSync(file, before.replace(from, to));
  };
  change('actions: [view, update]', 'actions: [view, update, export]');
  change(/Ticket: .*/, 'Ticket: [view]');
  change('{ except: [export] }', 'all', `${policies}/tenants/acme/tenant.yaml`);
  const { page } = await openFile(await writeOfflineFile(policies, ['--base', 'HEAD']), { at: '/changes' });
  await page.waitForSelector('.change-groups .change');
  const said = await page.evaluate(() => ({
    verdict: [...document.querySelectorAll('.verdict-head :is(h2, p)')].map(({ textContent }) => textContent),
    groups: [...document.querySelectorAll('.change-groups .change')].map((group) => ({
      kind: group.classList[1] ?? '',
      risk: group.querySelector('.chip.risk')?.textContent ?? '',
      can: [...group.querySelectorAll('.names code')].map(({ textContent }) => textContent ?? ''),
      because: [...group.querySelectorAll('p')].at(-1)?.textContent?.split(' · ')[0] ?? '',
    })),
  }));
  const { groups } = await askCommand<DiffGroups>(policies, 'diff', 'HEAD');
  const [headline = '', ...facts] =
    (await askText(policies, 'diff', 'HEAD')).split('\n', 1)[0]?.split(' · ') ?? [];
  expect(groups.length).toBeGreaterThan(1);
  expect(said).toEqual({
    verdict: [`Verdict: ${headline}`, facts.join(' · ')],
    groups: groups.map(({ kind, risk, can, because }) => ({
      ...{ kind, risk },
      can: can.map(({ permission }) => permission).slice(0, 12),
      because: shownWords(because.words),
    })),
  });
  rmSync(folder.folder, { recursive: true });
});
