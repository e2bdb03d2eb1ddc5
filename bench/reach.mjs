// Measures the cost of roles that reach other records with each permission.
//
//   npm run build && node bench/reach.mjs [rounds] [roles] [models] [--assert]
//
// First the check of a record that must be in two reaches, against one that must be in a single one: two portfolios that a
// role names under `allOf`, and an action that requires another on the same record; of a model that portfolios are on, and
// of one that leads to it by a relation. Then `compile` of a catalog as large as that of a suite of business software (126
// roles, 300 models of which every third is limited), where each role says with each action on each limited model on which
// records, against the same roles with one reach. Ratios are taken inside the round, and their median counts. With --assert
// a missed goal ends in exit code 1.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { stringify } from 'yaml';
import { median, repeated, timeOfProcess } from './runtime/clock.mjs';
import { randomFrom } from './runtime/world.mjs';

const numbers = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number);
const [rounds = 15, roleCount = 126, modelCount = 300] = numbers;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-reach-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const say = (line) => process.stdout.write(`${line}\n`);
const range = (count) => Array.from({ length: count }, (_, at) => at);
const write = (name, documents) => {
  const policies = path.join(folder, name, 'policies');
  mkdirSync(policies, { recursive: true });
  for (const [at, document] of documents.entries())
    writeFileSync(
      path.join(policies, `${at}.yaml`),
      stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }),
    );
  return path.join(folder, name);
};
const cli = path.join(root, 'dist/plafond.js');
const goals = [];

// ---- the check of a record

const properties = { owner: { type: 'id' }, team: { type: 'string' } };
const shared = [
  { kind: 'Principal', attributes: { id: { type: 'id' }, teams: { type: 'list' } } },
  { kind: 'Portfolio', name: 'own', on: 'Account', reach: { owner: { $user: 'id' } } },
  { kind: 'Portfolio', name: 'team', on: 'Account', reach: { team: { $in: { $user: 'teams' } } } },
  { kind: 'UserType', name: 'Core', rank: 1, allows: { models: { '*': 'all' } } },
  { kind: 'Tenant', name: 'acme', ceiling: { models: { '*': 'all' } } },
];
const actions = ['create', 'view', 'update', 'remove'];
const model = (name, more) => ({
  ...{ kind: 'Model', name, actions, properties, ...more },
  requires: { remove: [`${name}:view`] },
});
const roleOf = (name, portfolio, models) => ({
  ...{ kind: 'Role', name, userType: 'Core', portfolio },
  grants: { models },
});
const everything = { Account: 'all', Note: 'all' };
const checked = write('checked', [
  ...shared,
  model('Account', { portfolio: 'self' }),
  model('Note', { portfolio: { through: 'account' }, relations: { account: { model: 'Account' } } }),
  roleOf('single', ['own'], everything),
  roleOf('both', [{ allOf: ['own', 'team'] }], everything),
  roleOf('required', { '*': ['team'], '*:remove': ['own'] }, everything),
]);
timeOfProcess(cli, checked, ['compile', '--quiet']);
const bundle = JSON.parse(readFileSync(path.join(checked, 'generated/bundle.json'), 'utf8'));
const facade = path.join(folder, 'facade.mjs');
await build({
  ...{ absWorkingDir: root, bundle: true, format: 'esm', platform: 'neutral', outfile: facade },
  ...{ entryPoints: ['runtime/facade.ts'], mainFields: ['module', 'main'], logLevel: 'warning' },
});
const { permissions } = (await import(pathToFileURL(facade).href)).openFacade(bundle);
const user = { id: 'u1', teams: ['north', 'south'] };
const policyOf = (role) => permissions({ tenant: 'acme', roles: [role], userType: 'Core', user });

// The records that are in the first reach alone are a few: a check that ends there is one of a single reach.
const records = range(512).map((at) => ({
  id: `r${at}`,
  owner: at % 2 === 0 ? 'u1' : 'u2',
  team: at % 8 === 6 ? 'east' : 'south',
}));
const notes = records.map((account) => ({ id: `n${account.id}`, owner: 'u3', team: 'west', account }));
const calls = 20_000;
const loopOver = (role, action, name, asked) => {
  const policy = policyOf(role);
  // Each loop is a function of its own, so that V8 learns about each check apart from the others.
  const text = `let held = 0; for (let at = 0; at < ${calls}; at++) if (policy.can('${action}', '${name}', asked[at & 511])) held++; return held; // ${role}`;
  const loop = new Function('policy', 'asked', text);
  return () => loop(policy, asked);
};
for (const [name, asked] of [
  ['Account', records],
  ['Note', notes],
]) {
  const loops = [
    loopOver('single', 'remove', name, asked),
    loopOver('both', 'view', name, asked),
    loopOver('required', 'remove', name, asked),
  ];
  const held = loops.map((loop) => loop());
  const expected = [256, 192, 192].map((share) => Math.round((share / 512) * calls));
  if (held.some((count, at) => Math.abs(count - expected[at]) > 256))
    throw new Error(`${name}: ${held} records are reached of ${calls}`);
  for (const loop of loops) repeated(3, 3, loop);
  const taken = range(rounds * 3).map(() => loops.map((loop) => (repeated(1, 3, loop) * 1000) / calls));
  const middle = (of) => median(taken.map(of));
  const kinds = ['two portfolios under `allOf`', 'an action that requires another'];
  for (const [at, kind] of kinds.entries()) {
    const ratio = middle((times) => times[at + 1] / times[0]);
    say(
      `${name}, ${kind}: ${middle((times) => times[at + 1]).toFixed(0)} ns, ${middle(([one]) => one).toFixed(0)} ns with one reach, ratio ${ratio.toFixed(2)}`,
    );
    goals.push({ ratio, most: 1.6 });
  }
}

// ---- the compile of a large catalog

const random = randomFrom(126);
const names = range(modelCount).map((at) => `Model${at}`);
const limited = names.filter((_, at) => at % 3 === 0);
const catalog = [
  { kind: 'Principal', attributes: { id: { type: 'id' }, teams: { type: 'list' } } },
  ...names.map((name, at) => ({
    ...{ kind: 'Model', name, actions, properties },
    ...(name === names[0] && { portfolio: 'self' }),
    ...(at > 0 &&
      at % 3 === 0 && { portfolio: { through: 'parent' }, relations: { parent: { model: names[0] } } }),
  })),
  { kind: 'Portfolio', name: 'own', on: names[0], reach: { owner: { $user: 'id' } } },
  { kind: 'Portfolio', name: 'team', on: names[0], reach: { team: { $in: { $user: 'teams' } } } },
  { kind: 'UserType', name: 'Core', rank: 1, allows: { models: { '*': 'all' } } },
  { kind: 'Tenant', name: 'acme', ceiling: { models: { '*': 'all' } } },
];
const grants = range(roleCount).map(() =>
  Object.fromEntries(
    names.flatMap((name) =>
      random(10) < 3
        ? [
            [
              name,
              {
                actions: ['view', ...actions.filter((one) => one !== 'view' && random(2) === 0)],
                properties: { '*': 'all' },
              },
            ],
          ]
        : [],
    ),
  ),
);
const mapOf = (models) =>
  Object.fromEntries([
    ['*', ['own', 'team']],
    ...limited.flatMap((name) =>
      (models[name]?.actions ?? []).map((action) => [
        `${name}:${action}`,
        action === 'view'
          ? [random(2) === 0 ? 'team' : 'own', 'own'].filter((one, at, all) => all.indexOf(one) === at)
          : [random(3) === 0 ? 'team' : 'own'],
      ]),
    ),
  ]);
const rolesOf = (portfolioOf) => grants.map((models, at) => roleOf(`role${at}`, portfolioOf(models), models));
const folders = [
  write('one', [...catalog, ...rolesOf(() => ['own', 'team'])]),
  write('map', [...catalog, ...rolesOf(mapOf)]),
];
const compiles = range(Math.max(1, Math.round(rounds / 3))).map((round) => {
  const sides = folders.map((one) => () => {
    // A folder with the same digest is known, and is not compiled again.
    rmSync(path.join(one, 'generated'), { recursive: true, force: true });
    return timeOfProcess(cli, one, ['compile', '--quiet']);
  });
  return round % 2 === 0
    ? sides.map((run) => run())
    : sides
        .toReversed()
        .map((run) => run())
        .toReversed();
});
const ratio = median(compiles.map(([one, map]) => map / one));
say(
  `compile, ${roleCount} roles, ${modelCount} models: ${median(compiles.map(([, map]) => map)).toFixed(0)} ms with a reach per model and action, ${median(compiles.map(([one]) => one)).toFixed(0)} ms with one reach, ratio ${ratio.toFixed(2)}`,
);
goals.push({ ratio, most: 1.3 });
const missed = goals.filter((goal) => goal.ratio > goal.most);
say(`goals, at most 1.6 for checks and 1.3 for compile: ${missed.length === 0 ? 'met' : 'MISSED'}`);
if (missed.length > 0 && process.argv.includes('--assert')) process.exitCode = 1;
