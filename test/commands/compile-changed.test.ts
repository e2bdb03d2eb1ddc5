import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { openCacheIn } from '../../compiler/io/cache.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { textsIn } from '../support/disk.ts';
import { fleetOf } from '../support/fleet-world.ts';
import { runs } from '../support/random.ts';

/*
 * What compile writes where some tenants changed and what is known of the others is taken from the folder: the bytes that it
 * writes without a cache, whatever happens to the policies, the folder and the cache.
 */

const start = process.cwd();
let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'plafond-changed-'));
  mkdirSync(path.join(place, 'work'));
  process.chdir(path.join(place, 'work'));
  writeFleet();
});
afterEach(() => {
  process.chdir(start);
  rmSync(place, { recursive: true, force: true });
});

interface FleetDocument {
  readonly kind: string;
  readonly name?: string;
  readonly tenant?: string;
}

/** Writes a fleet: what is common, each tenant with its properties, and in files of their own its roles and users. */
function writeFleet(): void {
  const byFile = new Map<string, unknown[]>();
  for (const document of fleetOf({ tenants: 6 }) as readonly FleetDocument[]) {
    const { kind, name, tenant } = document;
    const file =
      kind === 'Tenant'
        ? `tenants/${name}/tenant.yaml`
        : tenant === undefined
          ? 'common.yaml'
          : `tenants/${tenant}/${kind === 'Properties' ? 'tenant' : kind.toLowerCase()}.yaml`;
    byFile.set(file, [...(byFile.get(file) ?? []), document]);
  }
  for (const [file, documents] of byFile) write(file, documents);
}

const policiesAt = (file: string) => path.join('policies', file);

function write(file: string, documents: readonly unknown[]): void {
  mkdirSync(path.dirname(policiesAt(file)), { recursive: true });
  writeFileSync(policiesAt(file), documents.map((one) => stringify(one)).join('---\n'));
}

const plain = chooseColours(false);
const cacheFolder = () => path.join(place, 'cache');

async function say(line: string, isCached: boolean) {
  const cache = openCacheIn(cacheFolder(), { compiler: 'test', pid: 1, user: process.getuid?.() });
  const facts = { version: '1.2.3', folder: path.join(place, 'work'), width: 100, today: '2027-01-31' };
  const io = openIo({ ...facts, colours: { out: plain, err: plain }, ...(isCached && { cache }) });
  let steps = 0;
  const step = async () => {
    steps++;
  };
  const answer = await answerLine(line.split(' '), registry, {
    ...io,
    follow: async () => ({ step, end() {} }),
  });
  return { answer: { ...answer, out: [answer.out].flat().join('') }, steps };
}

/** Compiles with the cache, holds answer and bytes to those without one, and returns how many files were made. */
async function compileBothWays(): Promise<number> {
  const checked = await say('compile --check', true);
  expect(checked.answer).toEqual((await say('compile --check', false)).answer);
  const { answer, steps } = await say('compile --force', true);
  const fresh = await say('compile --out fresh --force', false);
  expect(answer.exit).toBe(fresh.answer.exit);
  if (answer.exit !== 0) expect(answer.out).toEqual(fresh.answer.out);
  else expect(textsIn('generated')).toEqual(textsIn('fresh'));
  return steps;
}

const nightDesk = (models: object, tenant = 'tenant-1', name = 'night-desk') => ({
  kind: 'Role',
  name,
  tenant,
  title: 'Nachtschicht für Käufer',
  description: 'Says “nothing” that decides.',
  userType: 'Core',
  portfolio: ['own'],
  grants: { models },
});

describe('compile where one tenant changed', () => {
  test('makes its files and those of all, and leaves the other tenants’ files where they are', async () => {
    write('tenants/tenant-1/role.yaml', [nightDesk({ Account: ['view'] })]);
    const all = await compileBothWays();
    const before = statSync('generated/rules/tenants/tenant-2.json').ino;
    write('tenants/tenant-1/role.yaml', [nightDesk({ Account: ['view'], Note: ['view'] })]);
    const some = await compileBothWays();
    // Three files each of the three other tenants without properties of their own, and what one of them has for itself alone.
    expect(some).toBe(all - 3 * 3 - 1);
    expect(statSync('generated/rules/tenants/tenant-2.json').ino).toBe(before);
    expect(readFileSync('generated/rules/tenants/tenant-1.json', 'utf8')).toContain('Note');
  });

  test('takes many tenants under few ceilings over, beside one that has a role of its own', async () => {
    const light = (at: number, models: object) =>
      write(`tenants/light-${at}/tenant.yaml`, [
        { kind: 'Tenant', name: `light-${at}`, ceiling: { models } },
      ]);
    for (let at = 0; at < 150; at++) light(at, { '*': at % 2 ? 'all' : ['view'] });
    write('tenants/tenant-1/role.yaml', [nightDesk({ Account: ['view'] })]);
    const all = await compileBothWays();
    light(7, { Account: 'all', Note: ['view'] });
    // Three files each of the tenants that did not change and have no properties of their own, and what two have for themselves alone.
    expect(await compileBothWays()).toBe(all - 3 * (149 + 4) - 2);
    light(7, { '*': 'all' });
    expect(await compileBothWays()).toBe(all - 3 * (149 + 4) - 2);
  });

  test('is told of a mistake that only all documents together make', { tags: ['slow'] }, async () => {
    await compileBothWays();
    const faults: readonly (readonly [string, readonly unknown[]])[] = [
      ['tenants/tenant-1/role.yaml', [nightDesk({ Account: ['fly'] })]],
      ['tenants/tenant-1/role.yaml', [nightDesk({ Account: ['view'] }, 'tenant-1', 'boss')]],
      ['tenants/tenant-1/role.yaml', [nightDesk({ Account: ['view'] }, 'tenant-5')]],
      ['tenants/tenant-1/again.yaml', [{ kind: 'Tenant', name: 'tenant-2', ceiling: {} }]],
      ['tenants/tenant-1/test.yaml', [testOf('tenant-2', 'agent'), testOf('tenant-1', 'nobody')]],
      ['tenants/tenant-1/waiver.yaml', [{ kind: 'Waiver', invariant: 'none', role: 'night-desk' }]],
      ['tenants/tenant-1/broken.yaml', ['kind']],
    ];
    for (const [file, documents] of faults) {
      write(file, documents);
      await compileBothWays();
      expect((await say('compile', true)).answer.exit).toBe(1);
      rmSync(policiesAt(file));
      await compileBothWays();
    }
  });

  test('compiles all where what all share changed', async () => {
    const all = await compileBothWays();
    writeFileSync(policiesAt('common.yaml'), `${readFileSync(policiesAt('common.yaml'), 'utf8')}# more\n`);
    expect(await compileBothWays()).toBe(all);
  });

  test('digests files of other tenants as texts, whatever their line ends and marks', async () => {
    write('tenants/tenant-2/role.yaml', [nightDesk({ Account: ['view'] }, 'tenant-2')]);
    const other = policiesAt('tenants/tenant-2/role.yaml');
    writeFileSync(other, `\ufeff${readFileSync(other, 'utf8').replaceAll('\n', '\r\n')}`);
    await compileBothWays();
    write('tenants/tenant-1/role.yaml', [nightDesk({ Account: ['view'] })]);
    await compileBothWays();
  });

  test('compiles a tenant whose table of users changed', async () => {
    write('tenants/tenant-2/users.yaml', [{ kind: 'Users', tenant: 'tenant-2', from: 'users.csv' }]);
    const table = policiesAt('tenants/tenant-2/users.csv');
    writeFileSync(table, 'id,userType,roles\nada@example.com,Core,agent\n');
    await compileBothWays();
    writeFileSync(table, 'id,userType,roles\nada@example.com,Core,nobody\n');
    await compileBothWays();
    expect((await say('compile', true)).answer.exit).toBe(1);
  });

  test('keeps nothing of a tenant whose files in the folder are others, or lack', {
    tags: ['slow'],
  }, async () => {
    await compileBothWays();
    for (const spoil of [
      () => writeFileSync('generated/matrices/tenants/tenant-2.md', 'edited\n'),
      () => rmSync('generated/rules/tenants/tenant-2.json'),
      () => writeFileSync('generated/roles.json', '{}'),
      () => writeFileSync('generated/bundle.json', '{}'),
      () => rmSync('generated', { recursive: true }),
    ]) {
      spoil();
      write('tenants/tenant-1/role.yaml', [nightDesk({ Account: [`view`] }, 'tenant-1', 'late-desk')]);
      await compileBothWays();
      rmSync(policiesAt('tenants/tenant-1/role.yaml'));
      await compileBothWays();
    }
  });

  test('writes the same bytes after random edits, with a cache and a folder that are damaged at random', {
    tags: ['slow'],
  }, async () => {
    const tenant = fc.integer({ min: 0, max: 6 }).map((at) => `tenant-${at}`);
    const edit = fc.oneof(
      { weight: 6, arbitrary: fc.record({ edit: fc.constant('role' as const), tenant, actions }) },
      { weight: 2, arbitrary: fc.record({ edit: fc.constant('ceiling' as const), tenant, actions }) },
      { weight: 1, arbitrary: fc.record({ edit: fc.constantFrom(...simpleEdits), tenant, actions }) },
    );
    const damage = fc.option(fc.tuple(fc.constantFrom(...damages), fc.nat(), fc.nat()), { freq: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.array(edit, { minLength: 1, maxLength: 2 }), damage), {
          minLength: 2,
          maxLength: 5,
        }),
        async (steps) => {
          rmSync('policies', { recursive: true });
          writeFleet();
          await compileBothWays();
          for (const [edits, damaged] of steps) {
            for (const one of edits) editPolicies(one);
            if (damaged) damageFiles(...damaged);
            await compileBothWays();
          }
        },
      ),
      runs(12),
    );
  });
});

const testOf = (tenant: string, role: string) => ({
  kind: 'Test',
  name: `${tenant} ${role}`,
  tenant,
  as: { roles: [role], userType: 'Core', attributes: { id: 'u1' } },
  expect: { 'Note:view': 'deny' },
});

const actions = fc.subarray(['create', 'view', 'update', 'remove', 'export'], {
  minLength: 1,
});
const simpleEdits = [
  'fault',
  'own-file',
  'remove',
  'move',
  'common',
  'mixed',
  'properties',
  'tests',
  'portfolio',
] as const;

interface Edit {
  readonly edit: 'role' | 'ceiling' | (typeof simpleEdits)[number];
  readonly tenant: string;
  readonly actions: readonly string[];
}

/** Changes the policies in a way that may or may not be right. */
function editPolicies({ edit, tenant, actions: some }: Edit): void {
  const folder = `tenants/${tenant}`;
  switch (edit) {
    case 'role':
      write(`${folder}/role.yaml`, [nightDesk({ Account: ['view'], Invoice: some }, tenant)]);
      break;
    case 'ceiling':
      write(`${folder}/tenant.yaml`, [
        { kind: 'Tenant', name: tenant, ceiling: { models: { '*': some.slice(0, 5) }, modules: 'all' } },
      ]);
      break;
    case 'own-file':
      write(`${folder}/more.yaml`, [nightDesk({ Account: some }, tenant, `desk-${some.length}`)]);
      break;
    case 'fault':
      write(`${folder}/fault.yaml`, [nightDesk({ Account: ['fly'] }, tenant, 'faulty')]);
      break;
    case 'remove':
      rmSync(policiesAt(folder), { recursive: true, force: true });
      break;
    case 'move':
      if (existsSync(policiesAt(`${folder}/role.yaml`)))
        renameSync(policiesAt(`${folder}/role.yaml`), policiesAt(`${folder}/roles.yaml`));
      break;
    case 'common':
      write('shared.yaml', [
        {
          kind: 'Role',
          name: 'more',
          userType: 'Core',
          portfolio: ['own'],
          grants: { models: { Account: some } },
        },
      ]);
      break;
    case 'mixed':
      write('mixed.yaml', [
        nightDesk({ Account: ['view'] }, tenant, 'mixed'),
        nightDesk({ Invoice: ['view'] }, 'tenant-2', 'mixed-too'),
      ]);
      break;
    case 'properties':
      write(`${folder}/properties.yaml`, [
        {
          kind: 'Properties',
          tenant,
          model: 'Account',
          properties: { [`custom.${some[0]}`]: { type: 'number' } },
        },
      ]);
      break;
    case 'tests':
      write(`${folder}/tests.yaml`, [testOf(tenant, 'night-desk')]);
      break;
    case 'portfolio':
      write(`${folder}/portfolio.yaml`, [
        { kind: 'Portfolio', name: `of-${tenant}`, tenant, on: 'Account', reach: { worth: some.length } },
        { ...nightDesk({ Account: ['view'] }, tenant, 'reacher'), portfolio: [`of-${tenant}`] },
      ]);
      break;
  }
}

const damages = ['flip', 'truncate', 'swap', 'remove', 'folder', 'lose'] as const;

/** Damages the cache, or a file that was compiled. */
function damageFiles(kind: (typeof damages)[number], which: number, at: number): void {
  const root = kind === 'folder' ? 'generated' : cacheFolder();
  const files = existsSync(root)
    ? readdirSync(root, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(root, name))
        .filter((file) => statSync(file).isFile())
        .sort()
    : [];
  const file = files[which % Math.max(1, files.length)];
  const other = files[at % Math.max(1, files.length)];
  if (file === undefined || other === undefined) return;
  const bytes = readFileSync(file);
  if (kind === 'flip' || kind === 'folder') {
    const index = at % Math.max(1, bytes.length);
    bytes[index] = (bytes[index] ?? 0) ^ (1 + (which % 255));
    writeFileSync(file, bytes);
  } else if (kind === 'truncate') truncateSync(file, at % Math.max(1, bytes.length));
  else if (kind === 'remove') rmSync(file);
  else if (kind === 'lose') rmSync(root, { recursive: true });
  else if (file !== other) {
    const others = readFileSync(other);
    writeFileSync(other, bytes);
    writeFileSync(file, others);
  }
}
