/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import type { MatrixAnswer } from '../../compiler/library/answers.ts';
import type { DiffJson } from '../../compiler/questions/diff/report.ts';
import { type ExplorerFolder, makeFolder } from '../support/explorer.ts';
import { runs } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';
import { askCommand, place, readTable } from './read-page.ts';
import { shareBrowser, writeOfflineFile } from './support.ts';

/** An edit of the page, saved as a patch, does in the files what the page says of it. */
const { openFile } = shareBrowser();
const folders: ExplorerFolder[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

/** Runs git in a folder; fails if git does. */
function runGit({ folder }: ExplorerFolder, ...args: readonly string[]) {
  const names = { NAME: 'Ann', EMAIL: 'ann@example.com' };
  const env = Object.fromEntries(
    Object.entries(names).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  );
  const { status, stderr } = spawnSync('git', ['-C', folder, '-c', 'commit.gpgsign=false', ...args], {
    ...{ encoding: 'utf8', env: { ...process.env, ...env } },
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

function makeRepository(files: Readonly<Record<string, string>>): ExplorerFolder {
  const folder = makeFolder(files);
  folders.push(folder);
  runGit(folder, 'init', '-q', '-b', 'main');
  runGit(folder, 'add', '.');
  runGit(folder, 'commit', '-qm', 'base');
  return folder;
}

/** The files of the real policies. */
const readPolicies = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync('policies', { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(yaml|csv)$/.test(file))
      .map((file) => [`policies/${file}`, readFileSync(`policies/${file}`, 'utf8')]),
  );

/** Saves the edits that wait as a patch and applies it to the folder. */
async function applyEdits(page: Page, folder: ExplorerFolder) {
  await page.getByRole('button', { name: 'Review' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  runGit(folder, 'apply', '--directory=policies', await (await saved).path());
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
}

/** Compares the number of people in the effect with those whom the command names, and returns those. */
async function compareEffect(page: Page, folder: ExplorerFolder): Promise<DiffJson['people']> {
  const effect = page.locator('aside.effect:not([aria-busy=true]) [role=status] p').first();
  await effect.waitFor();
  const { people, direction } = await askCommand<DiffJson>(folder.at('policies'), 'diff', 'HEAD');
  const words = people.length === 1 ? 'for 1 person' : `for ${people.length} people`;
  expect(await effect.textContent()).toContain(direction === 'none' ? 'Nobody may do more or less' : words);
  return people;
}

test('an administrator who is given what they have already is not among the people concerned', async () => {
  const folder = makeRepository(readPolicies());
  appendFileSync(
    folder.at('policies/tenants/acme/users.yaml'),
    '  - { id: both@acme.example, userType: Core, roles: [csm, administrator] }\n',
  );
  runGit(folder, 'commit', '-qam', 'both');
  const { page } = await openFile(await writeOfflineFile(folder.at('policies')), {
    at: '/roles?tenant=acme&role=csm',
  });
  await page.getByRole('checkbox', { name: 'Export Company', exact: true }).click();
  await applyEdits(page, folder);
  const people = await compareEffect(page, folder);
  expect(people.map(({ user }) => user)).toContain('csm-1@acme.example');
  expect(people.map(({ user }) => user)).not.toContain('both@acme.example');
});

/** Compares what the page says of a user with the edits with what `matrix` says once they are in the files. */
async function comparePermissions(page: Page, folder: ExplorerFolder, tenant: string, user: string) {
  const { rows } = await askCommand<MatrixAnswer>(
    folder.at('policies'),
    ...['matrix', '--tenant', tenant, '--user', user],
  );
  const granted = rows.flatMap((row) => row.granted) as readonly {
    readonly permission: string;
    readonly roles: readonly string[];
  }[];
  const shown = (await readTable(page, 'Permissions of the user')).map(([permission, , roles]) => [
    permission,
    roles,
  ]);
  expect(shown.sort()).toEqual(granted.map(({ permission, roles }) => [permission, roles.join(', ')]).sort());
}

/** Gives or takes the first role that can be, and makes that an edit; returns false if there is none or it is refused. */
async function editUser(page: Page): Promise<boolean> {
  const role = page.locator('.suppose .choices.list input:not([aria-disabled=true])').first();
  if ((await role.count()) === 0) return false;
  await role.click();
  const make = page.locator('.supposed').getByRole('button', { name: 'Make this edit' });
  if (await make.isDisabled()) return false;
  await make.click();
  const edits = page.getByRole('region', { name: 'Edits' });
  await edits.or(page.locator('.supposed .refused')).waitFor();
  return (await edits.count()) > 0 && (await edits.getByText('does not compile').count()) === 0;
}

test('edits of users on random worlds', async () => {
  let edited = 0;
  await fc.assert(
    fc.asyncProperty(world(), fc.nat(), async (one, pick) => {
      const folder = makeRepository(
        Object.fromEntries(
          Object.entries(toFiles(one)).map(([file, text]) => [
            `policies/${file.replace(/^policies\//, '')}`,
            text,
          ]),
        ),
      );
      const users = one.documents.flatMap((document) =>
        document.kind === 'Users' ? document.users.map(({ id }) => [document.tenant, id] as const) : [],
      );
      const [tenant, user] = users[pick % Math.max(1, users.length)] ?? [];
      if (tenant === undefined || user === undefined) return;
      const { page, errors } = await openFile(await writeOfflineFile(folder.at('policies')), {
        at: place('people', { tenant, user }),
      });
      await page.locator('.person .suppose').waitFor();
      if (await editUser(page)) {
        await applyEdits(page, folder);
        await compareEffect(page, folder);
        await comparePermissions(page, folder, tenant, user);
        edited++;
      }
      expect(errors).toEqual([]);
    }),
    { ...runs(6), endOnFailure: true },
  );
  expect(edited).toBeGreaterThan(0);
});
