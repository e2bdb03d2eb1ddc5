// Measures how long `plafond` takes on a fleet, against reading, `JSON.parse` and the `yaml` package alone on the same files.
//
//   npm run build && node bench/fleet.mjs [--shared] [--growth] [tenants] [roles] [command …]
//
// Writes a fleet of policies into a temporary folder (1,000 tenants with ten roles of their own each or,
// with --shared, ten roles that all of them share; 45 models of 25 properties, which MODELS and PROPERTIES
// change), reads it and parses every file with `yaml` alone, and what that gives with `JSON.parse`. Then it compiles: in one
// thread and in as many as there are processors, with nothing changed, and with a role of one tenant changed. Each is a process
// of its own; it prints their time, their processor time with all threads, the ratios of that, the peak memory beside the most
// that `docs/fleet.md` promises, and the bytes that were written. A command takes the place of all this. KEEP=yes keeps the folder.
//
// With --growth it compiles the fleet, and four times as many tenants, roles, models and properties, each alone, and prints what
// grows how many times. With PLAFOND_CERBOS=cerbos, the path of that program, it also compiles with it what the tenants' own roles and
// ceilings say, written as that program has it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const words = process.argv.slice(2);
const flags = words.filter((word) => word === '--shared' || word === '--growth');
const isShared = flags.includes('--shared');
const [tenants = '1000', roles = '10', ...command] = words.slice(flags.length);
const here = path.dirname(fileURLToPath(import.meta.url));
const plafond = path.join(here, '../dist/plafond.js');
const print = (line) => process.stdout.write(`${line}\n`);

const actions = ['create', 'view', 'update', 'remove', 'export'];
const usual = {
  tenants: Number(tenants),
  roles: Number(roles),
  models: Number(process.env.MODELS ?? 45),
  properties: Number(process.env.PROPERTIES ?? 25),
};

if (!Object.values(usual).every((number) => Number.isInteger(number) && number > 0)) {
  process.stderr.write(
    'node bench/fleet.mjs [--shared] [--growth] [tenants] [roles] [command …]: numbers of tenants and of roles are whole\n',
  );
  process.exit(2);
}

/** Writes a fleet of policies into a new folder, the same one for the same size; 'seeRole' is given what each role says. */
function writeFleet({ tenants, roles, models, properties }, seeRole = () => {}) {
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
  for (let tenant = 0; tenant < tenants; tenant++) {
    const name = `t${tenant}`;
    write(
      `tenants/${name}/tenant.yaml`,
      `kind: Tenant\nname: ${name}\nplan: Enterprise\nceiling:\n  models: { "*": all, Model${tenant % models}: [view] }\n` +
        `  modules: all\n  features: { except: [Feature${tenant % 30}] }\n`,
    );
    for (let role = 0; !isShared && role < roles; role++) writeRole(role, name);
  }
  for (let role = 0; isShared && role < roles; role++) writeRole(role);

  /** Writes a role of a tenant's own, or one that every tenant is offered. */
  function writeRole(role, tenant) {
    const grants = modelNames.map((model) => {
      const denied = some(propertyNames, 0.1);
      return { model, denied, granted: some(actions, 0.3 + (role % 10) / 15) };
    });
    const isNarrow = role % 2 === 1;
    const held = { modules: some(modules, 0.7), features: some(features, 0.7) };
    const lines = grants.map(({ model, denied, granted }) => {
      const limited = denied.map((property) => `${property}: [view]`);
      return `    ${model}: { actions: [${granted.join(', ')}], properties: { ${[...limited, '"*": all'].join(', ')} } }`;
    });
    write(
      `${tenant === undefined ? '' : `tenants/${tenant}/`}roles/role${role}.yaml`,
      `kind: Role\nname: r${role}\n${tenant === undefined ? '' : `tenant: ${tenant}\n`}userType: Core\nportfolio: [${isNarrow ? 'own' : 'full'}]\n` +
        `grants:\n  models:\n${lines.join('\n')}\n  modules: [${held.modules}]\n  features: [${held.features}]\n`,
    );
    seeRole({ tenant, name: `r${role}`, isNarrow, grants, ...held });
  }

  return folder;
}

const preload = path.join(mkdtempSync(path.join(tmpdir(), 'plafond-watch-')), 'watch.mjs');
writeFileSync(
  preload,
  `import { writeFileSync } from 'node:fs';
   import { isMainThread } from 'node:worker_threads';
   if (isMainThread)
     process.on('exit', () => {
       const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
       writeFileSync(process.env.WATCHED, JSON.stringify([maxRSS / 1024, (userCPUTime + systemCPUTime) / 1e6]));
     });`,
);

/** Runs Node in a process of its own, and returns its time, its processor time in all threads, its peak memory and its answer. */
function run(argv, { cwd, env = {} }) {
  const watched = `${preload}.json`;
  const started = process.hrtime.bigint();
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', preload, ...argv], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    cwd,
    env: { ...process.env, ...env, WATCHED: watched },
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const [memory, cpu] = JSON.parse(readFileSync(watched, 'utf8'));
  return { seconds, cpu, memory, stdout, stderr, status };
}

/** Does something with the text of every file in a folder, in a process of its own. */
const runAlone = (folder, body) =>
  run(
    [
      '--input-type=module',
      '-e',
      `import { readdirSync, readFileSync } from 'node:fs';
       import path from 'node:path';
       import { parseAllDocuments } from 'yaml';
       let bytes = 0, files = 0, seconds = 0;
       for (const entry of readdirSync(process.argv[1], { recursive: true, withFileTypes: true })) {
         if (!entry.isFile()) continue;
         const text = readFileSync(path.join(entry.parentPath ?? entry.path, entry.name), 'utf8');
         bytes += text.length; files++;
         ${body}
       }
       console.log(JSON.stringify({ files, bytes, seconds }));`,
      path.join(folder, 'policies'),
    ],
    { cwd: path.dirname(here) },
  );

function compile(folder, { threads = 0, cache = 'off', out = 'generated' } = {}) {
  const argv = [plafond, 'compile', '--quiet', '--out', path.join(folder, out)];
  return run(argv, { cwd: folder, env: { PLAFOND_CACHE: cache, PLAFOND_THREADS: String(threads) } });
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const seconds = (number) => number.toFixed(2);

/** Sizes of what was written, by the room that it is in. */
function listSizes(folder) {
  const written = path.join(folder, 'generated');
  const files = readdirSync(written, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      return { room: path.relative(written, file).split(path.sep)[0], bytes: statSync(file).size };
    });
  const sum = (some) => some.reduce((total, { bytes }) => total + bytes, 0);
  const rooms = [...new Set(files.map(({ room }) => room))]
    .sort()
    .map((room) => [room, sum(files.filter((file) => file.room === room))]);
  return {
    files: files.length,
    bytes: sum(files),
    largest: Math.max(...files.map(({ bytes }) => bytes)),
    rooms,
  };
}

/** The most memory that `docs/fleet.md` promises, in MiB. */
const promisedMemory = (bytes, tenants, threads) =>
  300 + (14 * bytes) / 2 ** 20 + tenants / 32 + 100 * (threads - 1);

const remove = (folder) => {
  if (process.env.KEEP === 'yes') print(folder);
  else rmSync(folder, { recursive: true, force: true });
};

if (command.length > 0) runCommand();
else if (flags.includes('--growth')) measureGrowth();
else measureFleet();
rmSync(path.dirname(preload), { recursive: true });

function runCommand() {
  const folder = writeFleet(usual);
  const alone = runAlone(folder, 'for (const document of parseAllDocuments(text)) document.toJS();');
  const whole = run([plafond, ...command], { cwd: folder });
  print(`yaml alone: ${seconds(alone.cpu)} s of CPU`);
  print(
    `plafond ${command[0]}: ${seconds(whole.cpu)} s of CPU, ${(whole.cpu / alone.cpu).toFixed(2)} times yaml alone, ${whole.memory.toFixed(0)} MiB`,
  );
  print(`${whole.stderr.trim()}\nexit ${whole.status}; ${whole.stdout.slice(0, 300)}`);
  remove(folder);
}

function measureFleet() {
  const roles = [];
  const folder = writeFleet(usual, (role) => process.env.PLAFOND_CERBOS && roles.push(role));
  const reading = runAlone(folder, '');
  const { files, bytes } = JSON.parse(reading.stdout);
  const alone = runAlone(folder, 'for (const document of parseAllDocuments(text)) document.toJS();');
  const json = runAlone(
    folder,
    `for (const document of parseAllDocuments(text)) {
       const written = JSON.stringify(document.toJS());
       const before = process.cpuUsage();
       JSON.parse(written);
       const { user, system } = process.cpuUsage(before);
       seconds += (user + system) / 1e6;
     }`,
  );
  const cores = availableParallelism();
  print(`${files} files, ${megabytes(bytes)}; ${cores} processors. Seconds of CPU, of all threads together:`);
  print('| work | s | of CPU | × reading | × JSON.parse | × yaml | MiB | at most |');
  print('|---|---|---|---|---|---|---|---|');
  const parsing = JSON.parse(json.stdout).seconds;
  const show = (work, { seconds: took, cpu, memory, status }, threads) => {
    if (status !== 0) throw new Error(`${work} ended in ${status}`);
    const ratios = [reading.cpu, parsing, alone.cpu].map((by) => (cpu / by).toFixed(2));
    const promised = threads === undefined ? '' : promisedMemory(bytes, usual.tenants, threads).toFixed(0);
    print(`| ${[work, seconds(took), seconds(cpu), ...ratios, memory.toFixed(0), promised].join(' | ')} |`);
  };
  show('reading', reading);
  print(`| JSON.parse | | ${seconds(parsing)} | | | | | |`);
  show('yaml alone', alone);
  // Nothing is removed before all is measured: ext4 looks long for places of new files among those of files that are just gone.
  show('compile, one thread', compile(folder, { threads: 1, out: 'generated-by-one' }), 1);
  const cache = path.join(folder, 'cache');
  const whole = compile(folder, { cache });
  show('compile', whole, cores);
  show('compile, nothing changed', compile(folder, { cache }), 1);
  const last = `tenants/t${usual.tenants - 1}`;
  const changed = path.join(folder, 'policies', `${last}/${isShared ? 'tenant' : 'roles/role0'}.yaml`);
  const text = readFileSync(changed, 'utf8');
  writeFileSync(
    changed,
    isShared ? text.replace('[view]', '[view, update]') : text.replace('modules: [', 'modules: all #['),
  );
  const one = compile(folder, { cache });
  show('compile, one tenant changed', one, 1);
  print(
    `one tenant changed, of a whole compile: ${(one.cpu / whole.cpu).toFixed(3)} of CPU, ${(one.seconds / whole.seconds).toFixed(3)} of time`,
  );
  show('check', run([plafond, 'check', '--no-cache'], { cwd: folder }), 1);
  const sizes = listSizes(folder);
  print(
    `written: ${megabytes(sizes.bytes)} in ${sizes.files} files, the largest ${megabytes(sizes.largest)}; ${sizes.rooms
      .map(([room, size]) => `${room} ${megabytes(size)}`)
      .filter((line) => !line.endsWith(' 0.0 MB'))
      .join(', ')}`,
  );
  compareCerbos(whole, roles);
  remove(folder);
}

/** Compiles with another program what the tenants' own roles and ceilings say: a version of each model's policy for each tenant. */
function compareCerbos(whole, roles) {
  const program = process.env.PLAFOND_CERBOS;
  if (!program) return print('cerbos compile: not measured; PLAFOND_CERBOS names the program');
  if (isShared)
    return print('cerbos compile: not measured; it has no roles that tenants share below ceilings');
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-cerbos-'));
  const list = (names) => `[${names.map((name) => `"${name}"`).join(', ')}]`;
  const rule = (effect, role, names, condition) =>
    names.length === 0
      ? ''
      : `    - actions: ${list(names)}\n      effect: EFFECT_${effect}\n      roles: ["${role}"]\n${condition ? `      condition: { match: { expr: "${condition}" } }\n` : ''}`;
  const write = (tenant, resource, rules) =>
    writeFileSync(
      path.join(folder, `${tenant}-${resource}.yaml`),
      `apiVersion: api.cerbos.dev/v1\nresourcePolicy:\n  resource: ${resource}\n  version: ${tenant}\n  rules:\n${rules.join('')}`,
    );
  for (let index = 0; index < usual.tenants; index++) {
    const tenant = `t${index}`;
    const own = roles.filter((role) => role.tenant === tenant);
    for (let model = 0; model < usual.models; model++) {
      const condition =
        model < 10 && `R.attr.${model === 0 ? 'property0' : 'account.property0'} == request.principal.id`;
      const ceiling =
        index % usual.models === model
          ? [rule('DENY', '*', ['create', 'update', 'remove', 'export', 'update:*'])]
          : [];
      const rules = own.flatMap(({ name, isNarrow, grants }) => {
        const { granted, denied } = grants[model];
        return [
          rule('ALLOW', name, [...granted, 'view:*', 'update:*'], isNarrow && condition),
          rule(
            'DENY',
            name,
            denied.map((property) => `update:${property}`),
          ),
        ];
      });
      write(tenant, `Model${model}`, [...rules, ...ceiling]);
    }
    write(
      tenant,
      'modules',
      own.map(({ name, modules }) => rule('ALLOW', name, modules)),
    );
    write(tenant, 'features', [
      ...own.map(({ name, features }) => rule('ALLOW', name, features)),
      rule('DENY', '*', [`Feature${index % 30}`]),
    ]);
  }
  const started = process.hrtime.bigint();
  const { status } = spawnSync(program, ['compile', folder], { encoding: 'utf8' });
  const took = Number(process.hrtime.bigint() - started) / 1e9;
  print(
    `cerbos compile: ${seconds(took)} s, exit ${status}, ${(took / whole.seconds).toFixed(1)} times compile`,
  );
  rmSync(folder, { recursive: true });
}

function measureGrowth() {
  print('| fleet | policies | s of CPU | × | MiB | written | × |');
  print('|---|---|---|---|---|---|---|');
  let first;
  for (const grown of [undefined, 'tenants', 'roles', 'models', 'properties']) {
    const size = { ...usual, ...(grown && { [grown]: usual[grown] * 4 }) };
    const folder = writeFleet(size);
    const { bytes } = JSON.parse(runAlone(folder, '').stdout);
    const { cpu, memory, status } = compile(folder, { threads: 1 });
    if (status !== 0) throw new Error(`compile ended in ${status}`);
    const written = listSizes(folder).bytes;
    first ??= { cpu, written };
    const name = grown
      ? `× 4 ${grown}`
      : Object.entries(size)
          .map(([what, many]) => `${many} ${what}`)
          .join(', ');
    const times = [(cpu / first.cpu).toFixed(2), (written / first.written).toFixed(2)];
    print(
      `| ${name} | ${megabytes(bytes)} | ${seconds(cpu)} | ${times[0]} | ${memory.toFixed(0)} | ${megabytes(written)} | ${times[1]} |`,
    );
    remove(folder);
  }
}
