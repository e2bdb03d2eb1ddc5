// Measures how long the editor of roles takes, and what roles of a database cost a service.
//
//   npm run build && node bench/roles.mjs [tenants]
//
// Compiles a product of 2,500 permissions, and prints the processor time of `offer`, `check` and `compile` of a role that holds
// half of them, of a cold `permissions` with one stored role and without (the middle of many users), the memory of stored
// roles, ten in each of 1,000 tenants, that are signed in with, and the size of `./roles` in a page, minified and compressed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(root, 'bench/.roles-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

const entry = path.join(folder, 'entry.ts');
writeFileSync(
  entry,
  [
    'compiler/compile.ts',
    'compiler/text/files.ts',
    'compiler/targets/bundle.ts',
    'runtime/permissions.ts',
    'runtime/roles.ts',
  ]
    .map((file) => `export * from '${path.join(root, file)}';`)
    .join('\n'),
);
const outfile = path.join(folder, 'entry.mjs');
const banner = {
  js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
};
await build({
  entryPoints: [entry],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  banner,
  external: ['@casl/ability'],
  logLevel: 'error',
});
const { compile, filesInMemory, emitBundle, makeRoleContent, openFacade, openRoles } = await import(
  pathToFileURL(outfile).href
);

const range = (count) => Array.from({ length: count }, (_, at) => at);
const tenants = Number(process.argv[2] ?? 1000);
const documents = [
  { kind: 'Principal', attributes: { id: { type: 'id' } } },
  ...range(50).map((at) => ({
    kind: 'Model',
    name: `Model${at}`,
    actions: ['create', 'view', 'update', 'remove', 'export'],
    portfolio: at === 0 ? 'self' : { through: 'owner' },
    ...(at > 0 && { relations: { owner: { model: 'Model0' } } }),
    properties: Object.fromEntries(
      range(22).map((one) => [`p${one}`, { type: one === 0 ? 'id' : 'string' }]),
    ),
  })),
  ...range(45).map((at) => ({ kind: 'Feature', name: `Feature${at}` })),
  { kind: 'Portfolio', name: 'own', on: 'Model0', reach: { p0: { $user: 'id' } } },
  { kind: 'Portfolio', name: 'full', on: 'Model0', reach: 'all' },
  { kind: 'UserType', name: 'Core', rank: 2, allows: { models: { '*': 'all' }, features: 'all' } },
  { kind: 'UserType', name: 'View', rank: 1, allows: { models: { '*': ['view'] } } },
  ...range(10).map((at) => ({
    kind: 'Role',
    name: `shared ${at}`,
    userType: 'Core',
    portfolio: ['own'],
    grants: { models: { '*': ['view'], [`Model${at}`]: 'all' } },
  })),
  ...range(tenants).map((at) => ({
    kind: 'Tenant',
    name: `t${at}`,
    ceiling: { models: { '*': 'all' }, features: 'all' },
  })),
];
const text = documents.map((document) => JSON.stringify(document)).join('\n---\n');
const { compiled, diagnostics } = compile(filesInMemory({ 'policies/all.yaml': text }), 'policies');
if (!compiled) throw new Error(diagnostics[0]?.message);
const bundle = JSON.parse([...emitBundle(compiled)][0].content);
const { roles } = openRoles(makeRoleContent(compiled));
const editor = roles({ tenant: 't0' });

const print = (line) => process.stdout.write(`${line}\n`);

/** Prints the processor time of one call, the least of several rounds: what else runs here is not of interest. */
function measure(name, rounds, calls, call) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    for (let at = 0; at < calls; at++) call(round * calls + at);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000 / calls);
  }
  print(`${name.padEnd(52)} ${least.toFixed(3)} ms`);
  return least;
}

const role = {
  kind: 'Role',
  name: 'desk',
  tenant: 't0',
  userType: 'Core',
  portfolio: ['own'],
  grants: {
    models: Object.fromEntries(
      range(25).map((at) => [
        `Model${at}`,
        { actions: ['view', 'update', 'export'], properties: { p1: ['view'], '*': 'all' } },
      ]),
    ),
  },
};
print(`${compiled.matrix.policy.catalog.cells.length} permissions, ${tenants} tenants`);
measure('offer, the user type View', 8, 20, () => editor.offer({ userType: 'View' }));
measure('check', 8, 20, () => editor.check(role));
measure('compile', 8, 20, () => editor.compile(role));

const stored = editor.compile(role);
print(`a row has ${JSON.stringify(stored).length} characters`);
const user = { id: 'u1' };
const facade = openFacade(bundle);
const rowOf = (at) =>
  JSON.parse(
    JSON.stringify({
      ...stored,
      tenant: `t${at % tenants}`,
      role: { ...stored.role, name: `desk ${at}`, tenant: `t${at % tenants}` },
    }),
  );

// No two users have the same tenant and roles: each is asked for once. The ways take turns in blocks, and the first third of
// these warms the code up.
const [blocks, users] = [90, 40];
const ways = [
  ['a cold permissions, one role', (at) => [`shared ${at % 9}`]],
  ['a cold permissions, two roles', (at) => [`shared ${at % 9}`, 'shared 9']],
  ['a cold permissions, one role and one stored', (at) => [`shared ${at % 9}`, rowOf(at)]],
].map(([name, rolesOf]) => ({ name, rolesOf, times: [] }));
for (let block = 0; block < blocks; block++)
  for (const { rolesOf, times } of ways) {
    // The rows are at hand, as a query has read them just before.
    const signedIn = range(users).map((one) => {
      const at = block * users + one;
      return { tenant: `t${at % tenants}`, roles: rolesOf(at), userType: 'Core', user };
    });
    const before = process.cpuUsage();
    for (const one of signedIn) facade.permissions(one).canSome('view', 'Model1');
    const { user: inUser, system } = process.cpuUsage(before);
    if (block >= blocks / 3) times.push((inUser + system) / 1000 / users);
  }
const [one = 0, two = 0, having = 0] = ways.map(({ name, times }) => {
  const middle = times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
  print(`${name.padEnd(52)} ${middle.toFixed(3)} ms`);
  return middle;
});
print(`${'one stored role more'.padEnd(52)} ${((having - one) * 1000).toFixed(0)} µs`);
print(
  `${'one stored role in place of one of the files'.padEnd(52)} ${((having - two) * 1000).toFixed(0)} µs`,
);

const service = openFacade(bundle);
globalThis.gc?.();
const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
const used = 10 * tenants;
for (const at of range(used))
  service
    .permissions({ tenant: `t${at % tenants}`, roles: [rowOf(at)], userType: 'Core', user })
    .canSome('view', 'Model1');
globalThis.gc?.();
const after = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
print(
  `${used} stored roles in use: ${((after - before) / 1e6).toFixed(0)} MB${globalThis.gc ? '' : ' (with node --expose-gc; without, garbage too)'}`,
);

const page = await build({
  stdin: { contents: "export * from './generated/roles.js';", resolveDir: root },
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  external: ['@casl/ability'],
  write: false,
  logLevel: 'error',
});
print(
  `./roles in a page: ${(gzipSync(page.outputFiles[0].contents, { level: 9 }).length / 1000).toFixed(0)} kB, compressed`,
);
