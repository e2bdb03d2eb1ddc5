// Measures how long `plafond` takes on a fleet, against the `yaml` package alone on the same files.
//
//   npm run build && node bench/fleet.mjs [--shared] [tenants] [roles] [command …]
//
// Writes a fleet of policies into a temporary folder (1,000 tenants with ten roles of their own each or,
// with --shared, ten roles that all of them share; 45 models of 25 properties, which MODELS and PROPERTIES
// change), parses every file with `yaml` alone in one process, then runs the command in another, and prints
// both times, their ratio, the peak memory and the bytes that `compile` wrote. KEEP=yes keeps the folder.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const words = process.argv.slice(2);
const isShared = words[0] === '--shared';
const [tenants = '1000', roles = '10', ...command] = words.slice(isShared ? 1 : 0);
const models = Number(process.env.MODELS ?? 45);
const properties = Number(process.env.PROPERTIES ?? 25);
const here = path.dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-fleet-'));

/** A small generator of numbers that is the same on every machine. */
let state = 12345;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const write = (file, text) => {
  const at = path.join(folder, 'policies', file);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, text);
};
const some = (names, share) => names.filter(() => random() < share);

const actions = ['create', 'view', 'update', 'remove', 'export'];
const modelNames = Array.from({ length: models }, (_, index) => `Model${index}`);
const propertyNames = Array.from({ length: properties }, (_, index) => `property${index}`);
const features = Array.from({ length: 30 }, (_, index) => `Feature${index}`);
const modules = Array.from({ length: 8 }, (_, index) => `Module${index}`);

for (const [index, name] of modelNames.entries())
  write(
    `catalog/models/${name}.yaml`,
    `kind: Model\nname: ${name}\nfamily: standard\nactions: [${actions.join(', ')}]\n${
      index === 0
        ? 'portfolio: self\n'
        : index < 10
          ? `portfolio: { through: account }\nrelations: { account: { model: ${modelNames[0]} } }\n`
          : ''
    }properties:\n${propertyNames.map((property, at) => `  ${property}: { type: ${at === 0 ? 'id' : 'string'} }`).join('\n')}\n`,
  );
write(
  'catalog/rest.yaml',
  [
    ...modules.map((name) => `kind: Module\nname: ${name}\n`),
    ...features.map((name) => `kind: Feature\nname: ${name}\n`),
    'kind: Principal\nattributes:\n  id: { type: id }\n',
    'kind: Portfolio\nname: own\non: Model0\nreach: { property0: { $user: id } }\n',
    'kind: Portfolio\nname: full\non: Model0\nreach: all\n',
    'kind: UserType\nname: Core\nrank: 1\nallows: { models: { "*": all }, modules: all, features: all }\n',
  ].join('---\n'),
);
for (let tenant = 0; tenant < Number(tenants); tenant++) {
  const name = `t${tenant}`;
  write(
    `tenants/${name}/tenant.yaml`,
    `kind: Tenant\nname: ${name}\nplan: Enterprise\nceiling:\n  models: { "*": all, Model${tenant % models}: [view] }\n` +
      `  modules: all\n  features: { except: [Feature${tenant % 30}] }\n`,
  );
  for (let role = 0; !isShared && role < Number(roles); role++) writeRole(role, name);
}
for (let role = 0; isShared && role < Number(roles); role++) writeRole(role);

/** Writes a role of a tenant's own, or one that every tenant is offered. */
function writeRole(role, tenant) {
  const lines = modelNames.map((model) => {
    const denied = some(propertyNames, 0.1).map((property) => `${property}: [view]`);
    const granted = some(actions, 0.3 + role / 15);
    return `    ${model}: { actions: [${granted.join(', ')}], properties: { ${[...denied, '"*": all'].join(', ')} } }`;
  });
  write(
    `${tenant === undefined ? '' : `tenants/${tenant}/`}roles/role${role}.yaml`,
    `kind: Role\nname: r${role}\n${tenant === undefined ? '' : `tenant: ${tenant}\n`}userType: Core\nportfolio: [${role % 2 ? 'own' : 'full'}]\n` +
      `grants:\n  models:\n${lines.join('\n')}\n  modules: [${some(modules, 0.7)}]\n  features: [${some(features, 0.7)}]\n`,
  );
}

const yamlAlone = `
  import { readdirSync, readFileSync } from 'node:fs';
  import path from 'node:path';
  import { parseAllDocuments } from 'yaml';
  let bytes = 0, files = 0;
  for (const entry of readdirSync(process.argv[1], { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = readFileSync(path.join(entry.parentPath ?? entry.path, entry.name), 'utf8');
    bytes += text.length; files++;
    for (const document of parseAllDocuments(text)) document.toJS();
  }
  console.log(files + ' files, ' + (bytes / 1e6).toFixed(1) + ' MB');
`;
const timed = (argv, options) => {
  const started = process.hrtime.bigint();
  const run = spawnSync('/usr/bin/env', ['node', ...argv], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    ...options,
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { seconds, run };
};
const watched = `
  process.on('exit', () => process.stderr.write('peak memory ' + Math.round(process.resourceUsage().maxRSS / 1024) + ' MiB\\n'));
`;
const preload = path.join(folder, 'watch.mjs');
writeFileSync(preload, watched);

const alone = timed(['--input-type=module', '-e', yamlAlone, path.join(folder, 'policies')], {
  cwd: path.dirname(here),
});
process.stdout.write(`yaml alone: ${alone.seconds.toFixed(1)} s (${alone.run.stdout.trim()})\n`);
const line = command.length > 0 ? command : ['compile', '--out', path.join(folder, 'generated')];
const whole = timed(['--import', preload, path.join(here, '../dist/plafond.js'), ...line], { cwd: folder });
process.stdout.write(
  `plafond ${line[0]}: ${whole.seconds.toFixed(1)} s, ${(whole.seconds / alone.seconds).toFixed(2)} times yaml alone\n`,
);
process.stdout.write(
  `${whole.run.stderr.trim()}\nexit ${whole.run.status}; ${whole.run.stdout.slice(0, 300)}\n`,
);
if (line[0] === 'compile') {
  const written = path.join(folder, 'generated');
  const files = readdirSync(written, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      return { room: path.relative(written, file).split(path.sep)[0], bytes: statSync(file).size };
    });
  const megabytes = (some) => `${(some.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1)} MB`;
  const rooms = [...new Set(files.map(({ room }) => room))].sort();
  const large = rooms.map((room) => [room, files.filter((file) => file.room === room)]);
  process.stdout.write(
    `written: ${megabytes(files)} in ${files.length} files; ${large
      .map(([room, some]) => `${room} ${megabytes(some)}`)
      .filter((text) => !text.endsWith(' 0.0 MB'))
      .join(', ')}\n`,
  );
}
if (process.env.KEEP !== 'yes') rmSync(folder, { recursive: true, force: true });
else process.stdout.write(`${folder}\n`);
