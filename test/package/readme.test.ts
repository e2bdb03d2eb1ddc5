/** @module-tag slow */
import { execFile, spawnSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listShellComments } from '../support/pages.ts';
import { openRegistry, type PackedPackage, type Registry } from '../support/registry.ts';

const root = path.join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-readme-'));
const packs = path.join(folder, 'packs');
const plafond = path.join(folder, 'node_modules/.bin/plafond');
const catalogs = readdirSync(path.join(root, 'examples/catalogs'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

const execute = promisify(execFile);

/** Runs a program far from this repository, with a registry that has plafond and CASL alone unless another one is named. */
async function run(
  cwd: string,
  program: string,
  args: readonly string[],
  { url } = registry,
): Promise<string> {
  const { stdout } = await execute(program, args, {
    cwd,
    maxBuffer: 1e9,
    env: {
      PATH: `${path.dirname(plafond)}:${process.env.PATH}`,
      HOME: folder,
      npm_config_registry: url,
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@acme.example',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@acme.example',
    },
  });
  return stdout;
}

/** Packs the package of a folder, as a registry keeps it. */
async function pack(from: string): Promise<PackedPackage> {
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', packs];
  const { stdout } = await execute('npm', args, { cwd: from });
  return { folder: from, tarball: path.join(packs, stdout.trim()) };
}

let packages: readonly PackedPackage[];
let registry: Registry;

beforeAll(async () => {
  mkdirSync(packs);
  const peers = ['@casl/ability', '@ucast/mongo2js', '@ucast/core', '@ucast/js', '@ucast/mongo'];
  packages = await Promise.all(
    [root, ...peers.map((name) => path.join(root, 'node_modules', name))].map((from) => pack(from)),
  );
  registry = await openRegistry(packages);
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  await run(folder, 'npm', ['install', 'plafond']);
});
afterAll(() => {
  registry.close();
  rmSync(folder, { recursive: true });
});

/** Nothing but a model, a tenant and a role: no portfolio limits anything, and nothing is exported. */
const bare = `
{ kind: Model, name: Note, family: standard, actions: [view, update], properties: { text: { type: string } } }
---
{ kind: Portfolio, name: full, on: Note, reach: all }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all } } }
---
{ kind: Role, name: writer, userType: Core, portfolio: [full], grants: { models: { '*': all } } }
`;

/** No properties, names with an apostrophe, and an action of its own. */
const plain = `
{ kind: Action, name: close, title: close, risk: write }
---
{ kind: Model, name: pull-request, family: standard, actions: [view, close, export], portfolio: self }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: "O'Neill (north)", ceiling: { models: { '*': all } } }
---
{ kind: Portfolio, name: full, on: pull-request, reach: all }
---
{ kind: Role, name: "desk's lead", userType: Core, portfolio: [full], grants: { models: { '*': all } } }
`;

/** Properties that are shown to some and changed by nobody. */
const shown = bare.replace('actions: [view, update]', 'actions: [view]');

/** Records that are made and never seen. */
const unseen = bare.replace(
  'actions: [view, update], properties: { text: { type: string } }',
  'actions: [create]',
);

/** Records that lead to others in two steps, and to lists of others; all of these are compared. */
const far = `
{ kind: Principal, attributes: { id: { type: id } } }
---
{ kind: Model, name: Order, family: standard, actions: [view, update, export], portfolio: self, relations: { shop: { model: Shop } }, properties: { owner: { type: id }, total: { type: number } } }
---
{ kind: Model, name: Shop, family: standard, actions: [view], relations: { group: { model: Group } } }
---
{ kind: Model, name: Group, family: standard, actions: [view], portfolio: self, properties: { country: { type: string } } }
---
{ kind: Model, name: Task, family: standard, actions: [view, update], portfolio: { through: watchers }, relations: { watchers: { model: User, many: true } }, properties: { name: { type: string } } }
---
{ kind: Model, name: User, family: standard, actions: [view], portfolio: self, properties: { id: { type: id } } }
---
{ kind: Model, name: Line, family: standard, actions: [view, update], portfolio: { through: order.shop.group }, relations: { order: { model: Order } }, properties: { price: { type: number } } }
---
{ kind: Portfolio, name: own, on: Order, reach: { $or: [{ owner: { $user: id } }, { shop.group.country: SE }] } }
---
{ kind: Portfolio, name: me, on: User, reach: { id: { $user: id } } }
---
{ kind: Portfolio, name: near, on: Group, reach: { country: { $in: [SE, NO] } } }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all } } }
---
{ kind: Role, name: clerk, userType: Core, portfolio: [own, near, me], grants: { models: { '*': all } } }
`;

const written = { bare, plain, shown, unseen, far };

const settings = "kind: Settings\npackage: { name: '@acme/permissions' }\n---";

/** Puts the policies of a product into a new repository, and compiles them there. */
async function makeProduct(name: string): Promise<Product> {
  const product = path.join(folder, `product-${name}`);
  mkdirSync(product);
  await run(product, 'git', ['init', '-q']);
  if (name === 'policies') cpSync(path.join(root, name), path.join(product, name), { recursive: true });
  else if (name in written) {
    mkdirSync(path.join(product, 'policies'));
    writeFileSync(
      path.join(product, 'policies/all.yaml'),
      `${settings}${written[name as keyof typeof written]}`,
    );
  } else {
    const example = catalogs.includes(name) ? ['--example', name] : [];
    await run(product, 'plafond', ['init', ...example, '--name', '@acme/permissions']);
  }
  await run(product, 'git', ['add', '.']);
  await run(product, 'git', ['commit', '-q', '-m', 'policies']);
  await run(product, 'plafond', ['compile', '--quiet']);
  const readme = readFileSync(path.join(product, 'generated/README.md'), 'utf8');
  expect(listShellComments(readme)).toEqual([]);
  const blocksIn = (language: string) =>
    [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);
  const commands = blocksIn('sh');
  const calls = [...readme.matchAll(/\| `(policy\.[^`]+)`/g)].map(([, call]) => `${call};`);
  return {
    folder: product,
    name: JSON.parse(readFileSync(path.join(product, 'generated/package.json'), 'utf8')).name,
    samples: [...blocksIn('ts'), ...calls].join('\n'),
    queries: blocksIn('sql'),
    installations: commands.filter((text) => text.includes('npm install')),
    others: commands.filter((text) => !text.includes('npm install')),
  };
}

/** Makes a service beside what was compiled, and runs some commands of the README in it. */
async function makeService(
  product: Product,
  name: string,
  commands: string,
  from = registry,
): Promise<string> {
  const service = path.join(product.folder, name);
  mkdirSync(service);
  writeFileSync(path.join(service, 'package.json'), '{ "private": true, "type": "module" }');
  await run(service, 'bash', ['-euc', commands], from);
  return service;
}

/** Puts what the samples ask for into a product: a service that has installed it by the first way that its README tells. */
async function install(name: string): Promise<Service> {
  const product = await makeProduct(name);
  const service = await makeService(product, 'service', product.installations[0] ?? '');
  for (const commands of product.others) await run(product.folder, 'bash', ['-euc', commands]);
  return { ...product, service };
}

/** A product that is compiled, with what the README of its permissions shows. */
interface Product {
  readonly folder: string;
  /** The name of the package. */
  readonly name: string;
  /** The samples of code and the calls of its table, as one module. */
  readonly samples: string;
  /** The queries of SQL, in which a `…` stands for columns of the reader. */
  readonly queries: readonly string[];
  /** The commands that install the package, one way after the other. */
  readonly installations: readonly string[];
  /** The other commands. */
  readonly others: readonly string[];
}

/** A product whose permissions a service has installed. */
interface Service extends Product {
  readonly service: string;
}

/** The types of what the samples take for granted of the service that they are copied into. */
const around = `
declare const record: any;
declare const changes: Readonly<Record<string, unknown>>;
declare const yours: object;
declare const publicKey: string;
declare const signedIn: import('@planhat/permissions').SignedIn;
declare const database: { query(text: string, values: readonly unknown[]): Promise<void> };
declare const stored: readonly import('@planhat/permissions/roles').StoredRole[];
declare const client: { readonly [model: string]: { findMany(query: { where: object }): Promise<void> } };
declare const collection: { find(filter: object): Promise<void> };
declare const reply: { send(body: unknown): void };
declare const response: { json(): Promise<unknown>; arrayBuffer(): Promise<ArrayBuffer> };
declare const row: { tenant: string; roles: string[]; userType: string; seats: never[] } & Record<string, never>;
declare function refuse(property: string, reason: string): void;
declare function readFile(path: string): Promise<Uint8Array>;
`;

/** Returns the errors that TypeScript reports for a module in a service. */
function checkTypes({ service, name }: Service, code: string): string {
  const text = `${code}\n${around.replaceAll('@planhat/permissions', name)}`;
  writeFileSync(path.join(service, 'readme.mts'), text);
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--ignoreConfig'];
  return spawnSync(process.execPath, [tsc, ...options, 'readme.mts'], { cwd: service, encoding: 'utf8' })
    .stdout;
}

/**
 * Returns the code that the samples take for granted, as a service would have it: it writes down what reaches a
 * database.
 */
const surroundings = (samples: string): string => {
  const [, signedIn = '{}'] = /= permissions\((\{\n.*?\n\})\);/s.exec(samples) ?? [];
  const [, record = '{}'] = /policy\.can\('\w+', '[\w-]+', (\{ .*? \})\);/.exec(samples) ?? [];
  const [, property = 'none'] =
    /why\('update', '\w+', one, property\)|policy\.where\('view', '\w+', '(\w+)'\)/.exec(samples) ?? [];
  return `
import { readFile as read, writeFile } from 'node:fs/promises';
const said = { queries: [], found: [], refused: [], sent: undefined };
const signedIn = ${signedIn};
const record = { ...${record}, ${property}: 'x' };
const changes = { ${property}: 'y', constructor: 1 };
const yours = {};
const row = { ...signedIn, ...signedIn.user };
const stored = [];
const publicKey = await read('../public.pem', 'utf8');
const readFile = (file) => read('../' + file);
const database = { query: async (text, values) => void said.queries.push({ text, values: [...values] }) };
const client = new Proxy({}, { get: (_, model) => ({ findMany: async ({ where }) => void said.found.push({ model, where }) }) });
const collection = { find: async (filter) => void said.found.push(filter) };
const refuse = (property, reason) => void said.refused.push([property, reason]);
const reply = { send: (body) => { said.sent = JSON.stringify(body); } };
const response = { json: async () => JSON.parse(said.sent), arrayBuffer: async () => { const bytes = await read('../bundle.dsse.json'); return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength); } };
`;
};

/** The code that a service runs after the samples, to use the values that they give. */
const afterwards = `
const own = editor.compile(copy, { by: policy });
const given = permissions({ ...signedIn, roles: [own] });
await save(copy);
await writeFile('said.json', JSON.stringify({
  ...said, ok, errors: findings.filter(({ severity }) => severity === 'error').map(({ code }) => code), dropped, boxes: boxes.length,
  why: given.why === undefined, sequence: store.sequence,
}));
`;

/** Asks PostgreSQL a query of which it knows no table: each that is missing is made, with columns of text. */
async function ask(database: PGlite, text: string, values: readonly unknown[]): Promise<void> {
  const tables = new Map(
    [...text.matchAll(/"([^"]+)" AS "?(\w+)"?/g)].map(([, table, alias]) => [alias, table]),
  );
  for (let turns = 0; ; turns++)
    try {
      await database.query(
        text,
        values.map((value) => (Array.isArray(value) ? value : String(value))),
      );
      return;
    } catch (error) {
      const message = error instanceof Error ? error.message : '';
      const [, table] = /^relation "(.+)" does not exist$/.exec(message) ?? [];
      const [, alias, column] = /^column "?(\w+)"?\."?(\w+)"? does not exist$/.exec(message) ?? [];
      const holder = table ?? tables.get(alias) ?? alias;
      if (turns > 40 || holder === undefined) throw error;
      if (table !== undefined) await database.exec(`create table "${table}" ()`);
      else await database.exec(`alter table "${holder}" add column "${column}" text`);
    }
}

/** Code that the types of the package and of a store refuse: it names models that do not exist. */
const wrong = `
store.columns satisfies readonly string[];
store.isProperty('view', 'Note', 'x');
store.isProperty('view', 'Notes', 'x'); // error TS2345
policy.fields('view', 'Notes', record); // error TS2345
`;

describe('the README of the package has samples that compile and run, in a clean folder, from a tarball', () => {
  const names = ['policies', 'starter', ...catalogs, ...Object.keys(written)];

  test.for(names)('%s', { tags: ['slow'] }, async (name) => {
    const installed = await install(name);
    const { service, samples } = installed;
    expect(checkTypes(installed, samples)).toBe('');
    if (name === 'bare')
      expect(checkTypes(installed, `${samples}\n${wrong}`).match(/error \w+/g)).toEqual(
        wrong.match(/error \w+/g),
      );
    const { code } = transformSync(`${surroundings(samples)}\n${samples}\n${afterwards}`, {
      loader: 'ts',
      format: 'esm',
      target: 'es2022',
    });
    writeFileSync(path.join(service, 'readme.mjs'), code);
    await run(service, process.execPath, ['readme.mjs']);
    const said = JSON.parse(readFileSync(path.join(service, 'said.json'), 'utf8'));
    expect(said).toMatchObject({ dropped: [], why: false });
    // A draft holds all that there is to have: an invariant may forbid that.
    expect(said.errors.filter((one: string) => one !== 'invariant-broken')).toEqual([]);
    expect(said.boxes).toBeGreaterThan(0);
    expect(said.sent).toContain('"action"');
    const database = new PGlite();
    for (const { text, values } of said.queries.filter(({ text }: { text: string }) => /^select/i.test(text)))
      await ask(database, text, values);
    for (const text of installed.queries) await ask(database, text.replace('…', '1'), []);
  });
});

/** Compiles a product again, and renews the copy of its package that a service has. */
async function compileAndRenew({ folder }: Product, service: string, from: Registry): Promise<void> {
  const role = path.join(folder, 'policies/roles/agent.yaml');
  writeFileSync(role, readFileSync(role, 'utf8').replace('revenue: none', 'revenue: [view]'));
  await run(folder, plafond, ['compile']);
  const [written, installed] = [
    path.join(folder, 'generated'),
    path.join(service, 'node_modules/@acme/permissions'),
  ];
  const same = () =>
    readFileSync(path.join(written, 'bundle.json')).equals(readFileSync(path.join(installed, 'bundle.json')));
  expect(same()).toBe(false);
  await run(service, 'npm', ['ci', '--install-links'], from);
  expect(same()).toBe(true);
}

test('the README of the package installs it as a tarball, as a folder and from a registry', async () => {
  const product = await makeProduct('starter-again');
  const own = await openRegistry([...packages, await pack(path.join(product.folder, 'generated'))]);
  try {
    expect(product.installations.map((commands) => commands.trim().split('\n'))).toEqual([
      ['npm pack ../generated', 'npm install ./acme-permissions-0.1.0.tgz @casl/ability'],
      ['npm install --install-links ../generated @casl/ability'],
      ['npm install @acme/permissions @casl/ability'],
    ]);
    for (const [index, commands] of product.installations.entries()) {
      const service = await makeService(product, `service-${index}`, commands, own);
      const installed = path.join(service, 'node_modules/@acme/permissions');
      expect(lstatSync(installed).isDirectory(), commands).toBe(true);
      // The workflow of `init` installs this way whatever the lock file came from.
      await run(service, 'npm', ['ci', '--install-links'], own);
      expect(lstatSync(installed).isDirectory(), commands).toBe(true);
      const code = `import { permissions } from '@acme/permissions';
        const user = { tenant: 'acme', roles: ['agent'], userType: 'Full', user: { id: 'bob' } };
        console.log(permissions(user).ability.can('view', 'Account'));`;
      expect(await run(service, process.execPath, ['--input-type=module', '-e', code])).toBe('true\n');
      if (commands.includes('--install-links')) await compileAndRenew(product, service, own);
    }
  } finally {
    own.close();
  }
});
