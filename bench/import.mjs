/**
 * Measures the import of a large tenant: ROLES roles with a row for each of SWITCHES switches, and USERS users.
 * Goals: 500 roles × 2,500 switches with 10,000 users in at most 10 s, with at most 500 MB of memory.
 *
 *   node bench/import.mjs [ROLES] [SWITCHES] [USERS]
 *
 * KEEP=yes keeps the folder.
 */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';

const [roles = 500, switches = 2_500, users = 10_000] = process.argv.slice(2).map(Number);
const goals = { seconds: 10, megabytes: 500 };
const plafond = path.join(import.meta.dirname, '..', 'dist', 'plafond.js');
const place = mkdtempSync(path.join(tmpdir(), 'plafond-import-'));
/** Switches of one model: five actions and ten properties with two rights each. */
const perModel = 25;
const actions = ['create', 'view', 'update', 'remove', 'export'];
const properties = Array.from({ length: 10 }, (_, at) => `field${at}`);

const say = (line) => process.stdout.write(`${line}\n`);

/** The same numbers each time. */
let state = 42;
const next = () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return state / 0x80000000;
};

/** Tells the largest memory of a run when it ends. */
writeFileSync(
  path.join(place, 'memory.cjs'),
  "process.on('exit', () => process.stderr.write('memory: ' + Math.round(process.resourceUsage().maxRSS / 1024) + '\\n'));\n",
);

try {
  const permissions = writePolicies();
  await writeExport(permissions);
  for (const [what, args] of [
    ['import', ['--portfolio', 'own']],
    ['import again', ['--portfolio', 'own']],
  ])
    report(what, run(['import', '--from', 'export', '--tenant', 'acme', ...args]));
} finally {
  if (process.env.KEEP === 'yes') say(place);
  else rmSync(place, { recursive: true });
}

/** Writes a catalog with as many switches, and returns them. */
function writePolicies() {
  mkdirSync(path.join(place, 'policies'));
  const models = Array.from(
    { length: Math.max(1, Math.round(switches / perModel)) },
    (_, at) => `Model${at}`,
  );
  const fields = properties.map((name) => `${name}: { type: string }`).join(', ');
  writeFileSync(
    path.join(place, 'policies', 'catalog.yaml'),
    [
      'kind: Settings\n',
      'kind: Model\nname: Root\nactions: [view]\nportfolio: self\nproperties: { owner: { type: id } }\n',
      'kind: Principal\nattributes: { id: { type: id } }\n',
      'kind: Portfolio\nname: own\non: Root\nreach: { owner: { $user: id } }\n',
      'kind: UserType\nname: Core\nrank: 2\nallows: { models: { "*": all } }\n',
      'kind: UserType\nname: View\nrank: 1\nallows: { models: { "*": [view] } }\n',
      'kind: Tenant\nname: acme\nceiling: { models: { "*": all } }\n',
      ...models.map(
        (name) =>
          `kind: Model\nname: ${name}\nactions: [${actions.join(', ')}]\nportfolio: { through: root }\nrelations: { root: { model: Root } }\nproperties: { ${fields} }\n`,
      ),
    ].join('---\n'),
  );
  return models.flatMap((name) => [
    ...actions.map((action) => `${name}:${action}`),
    ...properties.flatMap((property) => [`${name}.${property}:view`, `${name}.${property}:update`]),
  ]);
}

/** Writes an export with a row for each role and switch: most roles are like others but for some switches. */
async function writeExport(permissions) {
  const folder = path.join(place, 'export');
  mkdirSync(folder);
  const file = createWriteStream(path.join(folder, 'roles.csv'));
  file.write('role,permission,on\n');
  for (let role = 0; role < roles; role++) {
    const share = next();
    const rows = permissions.map(
      (permission) => `role-${role},${permission},${next() < share ? 'on' : 'off'}\n`,
    );
    if (!file.write(rows.join(''))) await new Promise((resolve) => file.once('drain', resolve));
  }
  file.end();
  await finished(file);
  const people = Array.from(
    { length: users },
    (_, at) => `user-${at}@acme.example,Core,role-${at % roles}\n`,
  );
  writeFileSync(path.join(folder, 'users.csv'), `id,userType,roles\n${people.join('')}`);
}

function run(args) {
  const started = performance.now();
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--require', path.join(place, 'memory.cjs'), plafond, ...args, '--no-cache'],
    { cwd: place, encoding: 'utf8', maxBuffer: 1e9 },
  );
  const seconds = (performance.now() - started) / 1_000;
  const megabytes = Number(/memory: (\d+)/.exec(stderr)?.[1] ?? Number.NaN);
  if (status !== 0) throw new Error(`exit ${status}: ${stderr.slice(0, 2_000)}${stdout.slice(0, 500)}`);
  return { seconds, megabytes };
}

function report(what, { seconds, megabytes }) {
  const isMet = seconds <= goals.seconds && megabytes <= goals.megabytes;
  say(
    `${what}: ${roles} roles × ${switches} switches, ${users} users: ${seconds.toFixed(1)} s, ${megabytes} MB${isMet ? '' : ', above the goals'}`,
  );
}
